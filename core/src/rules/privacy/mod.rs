//! People's data: which of it an app keeps, where it leaks to, and what an app owes those it is about.
//!
//! Invariant: a rule here names what was found and the law that speaks of it; whether a law applies, it leaves to a lawyer.

pub mod personal_data_in_storage;
pub mod tracker_before_consent;
