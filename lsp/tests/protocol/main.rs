//! The language server as a client sees it: real messages over a pipe.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod actions;
mod client;
mod documents;
mod engines;
mod folders;
mod lifecycle;
mod stdio;
