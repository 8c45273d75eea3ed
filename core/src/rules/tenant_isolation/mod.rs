//! Gap: rows of one customer within reach of another.

mod access;
mod caller;
pub mod lookup_by_id_only;
pub mod mass_assignment_of_owner;
pub mod open_database_rules;
mod scoping;
pub mod tenant_id_from_client;
