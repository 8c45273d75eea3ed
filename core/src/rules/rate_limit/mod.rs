//! Endpoints an attacker can hammer.

mod assess;
pub mod auth_route_without_rate_limit;
pub mod costly_route_without_rate_limit;
mod fixes;
pub mod limiter_in_process_memory;
pub mod login_limiter_too_loose;
pub mod rate_limit_by_spoofable_ip;
pub mod sensitive_route_without_rate_limit;
mod signed_in;
