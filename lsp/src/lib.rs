//! The language server: Seaworthy's findings in any editor that speaks the Language Server Protocol 3.17.
//!
//! Three parts, each with one duty:
//!
//! - The **transport** (tower-lsp on one Tokio thread) reads and writes messages. Its handlers put an event on a channel,
//!   synchronously and before their first await, since only up to there the order of messages is kept.
//! - The **owner** thread holds every document and project and is the only one to change them. It takes events in order.
//! - The **worker** threads analyse texts. They are handed a text and give back facts; they share nothing.
//!
//! Invariants: a result is published only if it belongs to the text the document has now; a document is never shown as
//! clean because an analysis is under way; a panic in one file is reported and contained.

mod action;
mod answer;
mod background;
mod checklist;
mod convert;
mod diagnostic;
mod disk;
mod document;
mod engine;
mod event;
mod explain;
mod findings;
mod folder;
mod hover;
mod ignore_config;
mod input;
mod moves;
mod outbox;
mod owner;
mod publish;
mod pull;
mod schedule;
mod server;
mod settings;
mod why;

use std::process::ExitCode;

pub use engine::Engine;
pub use server::serve;

/// Serves on standard input and output until the client says `exit` or closes its end.
///
/// Success means that the client asked for `shutdown` first, as the protocol wants; see LSP 3.17, "Exit Notification".
pub fn run_stdio() -> ExitCode {
    run_stdio_with(Engine::default())
}

/// As [`run_stdio`], with another analysis than the core's; tests have one that fails.
pub fn run_stdio_with(engine: Engine) -> ExitCode {
    // What a panic says may quote the analysed code, and with it a secret; where it happened never does.
    std::panic::set_hook(Box::new(|info| match info.location() {
        Some(place) => eprintln!("seaworthy: panic at {place}"),
        None => eprintln!("seaworthy: panic"),
    }));
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("seaworthy: the language server cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let orderly = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout(), engine));
    // The thread that reads standard input may still be waiting for a byte that never comes.
    runtime.shutdown_background();
    if orderly { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
