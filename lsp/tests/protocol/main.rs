//! The language server as a client sees it: real messages over a pipe.

mod actions;
mod client;
mod documents;
mod engines;
mod folders;
mod lifecycle;
mod stdio;
