//! What is known of packages wherever they are used: how their versions compare, advisories about them, the names of the
//! popular ones.
//!
//! Invariant: pure data and functions of it; nothing here asks a registry.

mod advisory;
mod known;
mod osv;
mod popular;
mod reports;
mod version;

pub use advisory::{Advisories, Advisory, Event, Grade};
pub use known::KNOWN_SINCE;
pub use osv::{OsvError, from_osv};
pub use popular::{POPULAR_SINCE, is_popular, look_alike_of};
pub use reports::{ReportError, from_report};
pub use version::{Version, is_exact, lower_bound, major};
