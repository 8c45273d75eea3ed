//! Gap: rows of one customer within reach of another.

mod holds;
mod migration;
pub mod permissive_row_policy;
pub mod table_without_row_level_security;
