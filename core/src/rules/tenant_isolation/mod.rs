//! Gap: rows of one customer within reach of another.

pub mod open_database_rules;
