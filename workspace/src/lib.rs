//! A folder on disk as a Seaworthy project: which files belong to it, what they hold, what follows, and how fixes are
//! written back.
//!
//! Invariants: nothing is dropped silently (a file is analysed, or named with a reason); results come in the order of
//! paths, however many threads read; a panic in one file is contained; no file is written whose bytes are not the ones
//! that were read.

mod classify;
pub mod config;
mod contain;
pub mod fix;
mod kinds;
mod paths;
mod read;
mod root;
mod scan;
mod schema;
mod walk;
mod workspace;
mod write;

pub use classify::{SkipReason, Skipped};
pub use config::ConfigProblem;
pub use kinds::WATCHED;
pub use paths::{absolute, relative};
pub use read::{Form, ReadError, TextFile, Unreadable, read_found};
pub use root::find_root;
pub use scan::{Progress, Scan, ScanRequest, Stage};
pub use schema::config_schema;
pub use walk::{Listing, files, is_in_output_folder, wants};
pub use workspace::{OpenError, OpenOptions, WORKER, Workspace};
pub use write::{WriteError, write_bytes, write_text};
