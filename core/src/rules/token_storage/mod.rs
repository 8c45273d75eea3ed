//! Gap: auth tokens where scripts can read them.

pub mod live;
pub mod token_in_web_storage;
