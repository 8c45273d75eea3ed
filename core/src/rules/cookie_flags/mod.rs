//! Gap: session cookies without their flags.

pub mod cookie_written_by_script;
pub mod live;
mod session;
pub mod session_cookie_not_secure;
pub mod session_cookie_readable_by_script;
pub mod session_cookie_weak_samesite;
pub mod session_cookie_without_host_prefix;

pub(crate) use session::session_cookies;
