//! The threads that analyse: two for open documents, one for files on disk. They share nothing with the owner but
//! channels, so an open document never waits for the project to be read.
//!
//! Invariant: a panic of the analysis ends no thread.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use seaworthy_core::{Config, FileFacts};
use tower_lsp::lsp_types::Url;

use crate::convert::Snapshot;
use crate::disk::{self, Tracked};
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
        /// What to leave out.
        config: Box<Config>,
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
    let mut reader = Reader { engine, events, tracked: HashMap::new() };
    while let Ok(errand) = waiting.recv() {
        if reader.run(errand).is_err() {
            return;
        }
    }
}

/// Reads files and remembers what git said of each folder's environment files.
struct Reader<'a> {
    engine: &'a Engine,
    events: &'a Sender<Event>,
    tracked: HashMap<FolderId, Tracked>,
}

/// Nobody listens any more.
struct Gone;

impl Reader<'_> {
    fn run(&mut self, errand: Errand) -> Result<(), Gone> {
        match errand {
            Errand::Walk { folder, root, config } => {
                let tracked = self.ask(folder, &root);
                let paths = disk::walk(&root, &config, &tracked);
                let read = self.read(&root, &paths, &tracked);
                self.tell(folder, read, true, Some(tracked))
            }
            Errand::Read { folder, root, config, paths } => {
                let has_env = paths.iter().any(|path| disk::is_env(path));
                let asked = has_env.then(|| self.ask(folder, &root));
                let tracked = self.tracked.get(&folder).cloned().unwrap_or_default();
                // One that version control is to leave out, and does, is nobody's business.
                let is_there = |path: &&String| !disk::is_env(path) || disk::lists(path, &root, &config, &tracked);
                let (there, left): (Vec<&String>, Vec<&String>) = paths.iter().partition(is_there);
                let gone = left.into_iter().map(|path| DiskFile { path: path.clone(), content: None }).collect();
                self.tell(folder, (gone, Vec::new()), false, asked)?;
                for batch in there.chunks(BATCH) {
                    let read = self.read(&root, batch, &tracked);
                    self.tell(folder, read, false, None)?;
                }
                Ok(())
            }
        }
    }

    fn ask(&mut self, folder: FolderId, root: &Path) -> Tracked {
        let tracked = Tracked::ask(root);
        self.tracked.insert(folder, tracked.clone());
        tracked
    }

    /// The files as they are on disk, and the paths of those whose analysis panicked.
    fn read(&self, root: &Path, paths: &[impl AsRef<str>], tracked: &Tracked) -> (Vec<DiskFile>, Vec<String>) {
        let mut failures = Vec::new();
        let files = paths.iter().map(AsRef::as_ref).map(|path: &str| {
            let content = disk::read(root, path).and_then(|text| {
                let facts = analyse_contained(self.engine, path, &text);
                if facts.is_none() {
                    failures.push(path.to_owned());
                }
                let mut facts = facts?;
                facts.is_tracked = tracked.of(path);
                Some((facts, hash(&text)))
            });
            DiskFile { path: path.to_owned(), content }
        });
        let files = files.collect();
        (files, failures)
    }

    fn tell(
        &self,
        folder: FolderId,
        (files, failures): (Vec<DiskFile>, Vec<String>),
        whole: bool,
        tracked: Option<Tracked>,
    ) -> Result<(), Gone> {
        if files.is_empty() && !whole && tracked.is_none() {
            return Ok(());
        }
        self.events.send(Event::Read { folder, files, whole, tracked, failures }).map_err(|_| Gone)
    }
}
