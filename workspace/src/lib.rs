//! A folder on disk as a Seaworthy project: which files belong to it, what they hold, what follows, and how fixes are
//! written back. The one crate that touches the disk, and the one that runs a program: git, which is asked what it tracks
//! and what is staged.
//!
//! Invariants: nothing is dropped silently (a file is analysed, or named with a reason); results come in the order of
//! paths, however many threads read; a panic in one file is contained; no file is written whose bytes are not the ones
//! that were read, and none is made where one is; git is asked to read and to nothing else.

pub mod advisories;
mod bundles;
mod changed;
mod classify;
pub mod config;
mod contain;
pub mod fix;
mod git;
mod kinds;
mod paths;
mod read;
mod record;
mod root;
mod scan;
mod schema;
mod staged;
mod today;
mod tracked;
mod walk;
mod workspace;
mod write;

pub use bundles::{Bundles, BundlesError, size_in_words};
pub use classify::{SkipReason, Skipped};
pub use config::ConfigProblem;
pub use git::GitError;
pub use kinds::{WATCHED, is_env, is_ignore_file};
pub use paths::{absolute, relative};
pub use read::{Form, ReadError, TextFile, Unreadable, read_found};
pub use record::{Record, RecordError};
pub use root::find_root;
pub use scan::{Progress, Scan, ScanRequest, Stage};
pub use schema::config_schema;
pub use staged::Staged;
pub use today::today;
pub use tracked::Tracked;
pub use walk::{Listing, files, is_in_output_folder, lists, wants};
pub use workspace::{OpenError, OpenOptions, WORKER, Workspace};
pub use write::{WriteError, is_free, make_executable, remove_text, write_bytes, write_new, write_text};
