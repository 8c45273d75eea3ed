//! Gap: secrets that reach the browser.

mod columns;
pub mod credential_column_in_response;
mod removed;
mod rows;
