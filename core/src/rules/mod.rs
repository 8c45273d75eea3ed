//! Gap knowledge: what makes a place in the code or on a live site a finding. One folder per gap, one file per rule.
//!
//! Invariant: a rule sees facts and the project, never a syntax tree and never a framework's own names for things.

pub mod audit_log;
pub mod client_secret;
mod context;
pub mod cookie_flags;
pub mod dependency;
pub(crate) mod evidence;
pub mod headers;
mod meta;
pub mod privacy;
pub mod rate_limit;
pub mod tenant_isolation;
#[cfg(test)]
mod testing;
pub mod token_storage;

use crate::finding::Finding;
use crate::site::{SiteFacts, SiteVerdict};

pub use context::Context;
pub use meta::{Example, Gap, RuleMeta};

/// A named check.
pub struct Rule {
    /// What is known of it before it runs.
    pub meta: &'static RuleMeta,
    /// Judges one file within its project.
    pub check: fn(&Context<'_>, &mut Vec<Finding>),
    /// Judges a live page, where the rule can.
    pub check_site: Option<fn(&SiteFacts, &mut Vec<SiteVerdict>)>,
}

/// Every rule, by gap in the order of the launch checklist, then by id.
pub static RULES: &[&Rule] = &[
    &token_storage::token_in_url::RULE,
    &token_storage::token_in_web_storage::RULE,
    &token_storage::token_returned_to_script::RULE,
    &cookie_flags::cookie_written_by_script::RULE,
    &cookie_flags::session_cookie_not_secure::RULE,
    &cookie_flags::session_cookie_readable_by_script::RULE,
    &cookie_flags::session_cookie_weak_samesite::RULE,
    &cookie_flags::session_cookie_without_host_prefix::RULE,
    &client_secret::credential_column_in_response::RULE,
    &client_secret::development_leftover::RULE,
    &client_secret::hardcoded_secret::RULE,
    &client_secret::privileged_key_in_client::RULE,
    &client_secret::secret_committed_in_env_file::RULE,
    &client_secret::secret_in_public_env::RULE,
    &client_secret::server_secret_in_client_code::RULE,
    &client_secret::source_map_exposed::RULE,
    &tenant_isolation::lookup_by_id_only::RULE,
    &tenant_isolation::mass_assignment_of_owner::RULE,
    &tenant_isolation::open_database_rules::RULE,
    &tenant_isolation::permissive_row_policy::RULE,
    &tenant_isolation::query_without_tenant::RULE,
    &tenant_isolation::table_without_row_level_security::RULE,
    &tenant_isolation::tenant_filter_after_fetch::RULE,
    &tenant_isolation::tenant_id_from_client::RULE,
    &rate_limit::auth_route_without_rate_limit::RULE,
    &rate_limit::costly_route_without_rate_limit::RULE,
    &rate_limit::limiter_in_process_memory::RULE,
    &rate_limit::login_limiter_too_loose::RULE,
    &rate_limit::rate_limit_by_spoofable_ip::RULE,
    &rate_limit::sensitive_route_without_rate_limit::RULE,
    &headers::cors_allows_any_origin_with_credentials::RULE,
    &headers::insecure_url::RULE,
    &headers::missing_companion_headers::RULE,
    &headers::missing_csp::RULE,
    &headers::missing_hsts::RULE,
    &headers::weak_csp::RULE,
    &headers::weak_hsts::RULE,
    #[cfg(feature = "dependencies")]
    &dependency::install_script_risk::RULE,
    #[cfg(feature = "dependencies")]
    &dependency::known_vulnerable_dependency::RULE,
    #[cfg(feature = "dependencies")]
    &dependency::missing_lockfile::RULE,
    #[cfg(feature = "dependencies")]
    &dependency::no_audit_in_ci::RULE,
    #[cfg(feature = "dependencies")]
    &dependency::several_lockfiles::RULE,
    &dependency::third_party_script_without_integrity::RULE,
    #[cfg(feature = "dependencies")]
    &dependency::unknown_package::RULE,
    #[cfg(feature = "dependencies")]
    &dependency::unpinned_dependency::RULE,
    &privacy::personal_data_in_storage::RULE,
    &privacy::tracker_before_consent::RULE,
    &audit_log::sensitive_operation_without_audit::RULE,
];

/// The rule with this id.
pub fn by_id(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.meta.id == id)
}
