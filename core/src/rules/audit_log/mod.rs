//! Gap: sensitive operations that leave no trail.

mod facility;
mod operation;
pub mod sensitive_operation_without_audit;
