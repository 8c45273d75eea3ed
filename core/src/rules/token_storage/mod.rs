//! Gap: auth tokens where scripts can read them.

pub mod live;
mod server_cookie;
pub mod token_in_url;
pub mod token_in_web_storage;
pub mod token_returned_to_script;
