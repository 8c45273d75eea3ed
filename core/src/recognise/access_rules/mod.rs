//! Security rules of stores that clients talk to directly.
//!
//! Invariant: functions, `let` and path variables are resolved here, so that facts hold what a condition asks and not how it
//! is written.

mod calls;
mod compare;
mod database;
mod deployment;
mod documents;
mod lower;
mod operands;
#[cfg(test)]
mod tests;

pub use database::recognise as database;
pub use deployment::recognise as deployment;
pub use documents::recognise as documents;
