//! The threads that analyse: two for open documents, one for files on disk. They share nothing with the owner but
//! channels, so an open document never waits for the project to be read.
//!
//! Invariant: a panic of the analysis ends no thread.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use seaworthy_core::{Config, FileFacts};
use tower_lsp::lsp_types::Url;

use crate::convert::Snapshot;
use crate::disk;
use crate::engine::Engine;
use crate::event::{DiskFile, Event};
use crate::folder::FolderId;

/// Parsers are recursive; deep code needs room.
pub const STACK_BYTES: usize = 16 * 1024 * 1024;
const DOCUMENT_THREADS: usize = 2;
/// So many files are handed over at a time when they are not the whole project.
const BATCH: usize = 256;

/// A document to analyse.
pub struct Job {
    /// Which document.
    pub url: Url,
    /// Its path in its project.
    pub path: String,
    /// Which state of its text.
    pub ticket: u64,
    /// The text.
    pub snapshot: Arc<Snapshot>,
}

/// Files to read from disk.
pub enum Errand {
    /// All of a folder's.
    Walk {
        /// Whose files.
        folder: FolderId,
        /// Where it is.
        root: PathBuf,
        /// What to leave out.
        config: Box<Config>,
    },
    /// Some.
    Read {
        /// Whose files.
        folder: FolderId,
        /// Where it is.
        root: PathBuf,
        /// Project-relative paths.
        paths: Vec<String>,
    },
}

/// The threads' sending ends; the threads end when these are dropped.
pub struct Workers {
    jobs: Sender<Job>,
    errands: Sender<Errand>,
}

impl Workers {
    /// Starts the threads.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn start(engine: &Engine, events: &Sender<Event>) -> std::io::Result<Self> {
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..DOCUMENT_THREADS {
            let (engine, events, waiting) = (engine.clone(), events.clone(), Arc::clone(&waiting));
            spawn("seaworthy-document", move || analyse_documents(&engine, &waiting, &events))?;
        }
        let (errands, waiting) = channel();
        let (engine, events) = (engine.clone(), events.clone());
        spawn("seaworthy-disk", move || run_errands(&engine, &waiting, &events))?;
        Ok(Self { jobs, errands })
    }

    /// Has a document analysed.
    pub fn analyse(&self, job: Job) {
        // The threads live as long as `self`.
        drop(self.jobs.send(job));
    }

    /// Has files read and analysed, after those asked for before.
    pub fn run(&self, errand: Errand) {
        drop(self.errands.send(errand));
    }
}

/// Starts a named thread with room for deep code.
///
/// # Errors
/// The system gives no more threads.
pub fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    thread::Builder::new().name(name.into()).stack_size(STACK_BYTES).spawn(body).map(drop)
}

/// Facts of a text; `None` when the analysis panicked.
pub fn analyse_contained(engine: &Engine, path: &str, text: &str) -> Option<Box<FileFacts>> {
    catch_unwind(AssertUnwindSafe(|| Box::new((engine.analyse)(path, text)))).ok()
}

/// Tells whether a text is the one that was analysed.
pub fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn analyse_documents(engine: &Engine, waiting: &Mutex<Receiver<Job>>, events: &Sender<Event>) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { url, path, ticket, snapshot }) = next else { return };
        let facts = analyse_contained(engine, &path, &snapshot.text);
        if events.send(Event::Analysed { url, ticket, facts }).is_err() {
            return;
        }
    }
}

fn run_errands(engine: &Engine, waiting: &Receiver<Errand>, events: &Sender<Event>) {
    while let Ok(errand) = waiting.recv() {
        let sent = match errand {
            Errand::Walk { folder, root, config } => {
                let paths = disk::walk(&root, &config);
                events.send(read(engine, folder, &root, &paths, true)).map_err(drop)
            }
            Errand::Read { folder, root, paths } => {
                let mut batches = paths.chunks(BATCH).map(|paths| read(engine, folder, &root, paths, false));
                batches.try_for_each(|batch| events.send(batch).map_err(drop))
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

fn read(engine: &Engine, folder: FolderId, root: &Path, paths: &[String], whole: bool) -> Event {
    let mut failures = Vec::new();
    let files = paths.iter().map(|path| {
        let content = disk::read(root, path).and_then(|text| {
            let facts = analyse_contained(engine, path, &text);
            if facts.is_none() {
                failures.push(path.clone());
            }
            Some((facts?, hash(&text)))
        });
        DiskFile { path: path.clone(), content }
    });
    let files = files.collect();
    Event::Read { folder, files, whole, failures }
}
