//! The pure analysis core of Seaworthy: text in, findings out.
//!
//! Invariant: nothing here touches a file system, a network, a clock, threads or global state, so the same code runs
//! in the language server, the command line and the browser.

pub mod syntax;
pub mod text;
