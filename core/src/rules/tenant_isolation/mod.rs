//! Gap: rows of one customer within reach of another.

pub(super) mod access;
mod caller;
mod holds;
mod live;
pub mod lookup_by_id_only;
pub mod mass_assignment_of_owner;
mod migration;
pub mod open_database_rules;
pub mod permissive_row_policy;
pub mod query_without_tenant;
mod scoping;
pub mod table_without_row_level_security;
pub mod tenant_filter_after_fetch;
pub mod tenant_id_from_client;
