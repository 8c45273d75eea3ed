//! The language server as a process, driven over its standard input and output as an editor or an agent does.
//!
//! `SEAWORTHY_SERVER` names another program to drive, such as a release build (`"target/release/seaworthy lsp"`);
//! `SEAWORTHY_ROUNDS` makes the simulator and the soak that many times as long.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod client;
mod flow;
mod model;
mod pull;
mod random;
mod soak;
mod streaming;

/// How many times as long the long tests run.
fn rounds() -> usize {
    std::env::var("SEAWORTHY_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1)
}
