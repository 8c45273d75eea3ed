//! The one thread that holds every document and project, and the only one to change them.
//!
//! Invariant: it waits for nothing but the next event or the next due analysis. Reading, analysing and speaking to the
//! client happen elsewhere; what it does itself is to take in facts and to judge, which is cheap.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::Instant;

use seaworthy_core::{Change, ColumnUnit, FileFacts};
use tower_lsp::lsp_types::{Diagnostic, DidChangeTextDocumentParams, DidOpenTextDocumentParams, MessageType, Url};

use crate::background::{Errand, Job, Workers, spawn};
use crate::disk;
use crate::document::Document;
use crate::engine::Engine;
use crate::event::{Client, Event, Request, Setup};
use crate::folder::{FolderId, Folders, Place};
use crate::outbox::{Outbox, Outgoing, Status};
use crate::settings::{Run, Settings};

/// Something whose findings may have changed although its text did not.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stale {
    /// An open document; these come first.
    Open(Url),
    /// A closed file.
    Closed(Place),
}

/// Everything the server knows.
pub struct Owner {
    pub(crate) engine: Engine,
    pub(crate) outbox: Outbox,
    workers: Workers,
    pub(crate) unit: ColumnUnit,
    pub(crate) client: Client,
    pub(crate) settings: Settings,
    pub(crate) folders: Folders,
    pub(crate) documents: HashMap<Url, Document>,
    /// What is shown for closed files.
    pub(crate) closed: HashMap<Place, Vec<Diagnostic>>,
    pub(crate) stale: BTreeSet<Stale>,
    pub(crate) waiting: Vec<crate::checklist::Asked>,
    /// Questions about all files, which wait until all are judged.
    pub(crate) pulls: Vec<crate::pull::Asked>,
    /// Whether a client that asks for diagnostics should be told to ask again.
    pub(crate) refresh_due: bool,
    pub(crate) walking: usize,
    pub(crate) last_ticket: u64,
    /// Nothing can be said before the client is ready.
    pub(crate) ready: bool,
    first_settings: Option<Result<Settings, String>>,
    status: Option<Status>,
}

/// Starts the owner and its workers.
///
/// # Errors
/// The system gives no more threads.
pub fn start(engine: Engine, inbox: Receiver<Event>, events: &Sender<Event>, outbox: Outbox) -> std::io::Result<()> {
    let workers = Workers::start(&engine, events)?;
    let mut owner = Owner {
        engine,
        outbox,
        workers,
        unit: ColumnUnit::Utf16,
        client: Client::default(),
        settings: Settings::default(),
        folders: Folders::new(),
        documents: HashMap::new(),
        closed: HashMap::new(),
        stale: BTreeSet::new(),
        waiting: Vec::new(),
        pulls: Vec::new(),
        refresh_due: false,
        walking: 0,
        last_ticket: 0,
        ready: false,
        first_settings: None,
        status: None,
    };
    spawn("seaworthy-owner", move || owner.run(&inbox))
}

/// What an analysis gave, kept until all waiting events are taken, so that it is held against the newest text.
struct Analysed {
    url: Url,
    ticket: u64,
    facts: Option<Box<FileFacts>>,
}

impl Owner {
    fn run(&mut self, inbox: &Receiver<Event>) {
        let mut results = Vec::new();
        while let Ok(first) = self.wait(inbox) {
            let mut next = first;
            while let Some(event) = next {
                match event {
                    Event::Stop => return,
                    Event::Analysed { url, ticket, facts } => results.push(Analysed { url, ticket, facts }),
                    event => self.take(event),
                }
                next = inbox.try_recv().ok();
            }
            for Analysed { url, ticket, facts } in results.drain(..) {
                self.settle(&url, ticket, facts);
            }
            self.start_due();
            self.refresh_one();
            self.answer_pulls();
            self.tell_status();
        }
    }

    /// The next event; none when something is due, or can be done meanwhile.
    fn wait(&self, inbox: &Receiver<Event>) -> Result<Option<Event>, ()> {
        if !self.stale.is_empty() {
            return match inbox.try_recv() {
                Ok(event) => Ok(Some(event)),
                Err(TryRecvError::Empty) => Ok(None),
                Err(TryRecvError::Disconnected) => Err(()),
            };
        }
        let due = self.documents.values().filter_map(|document| document.schedule.deadline()).min();
        let Some(deadline) = due.filter(|_| self.settings.enable) else { return inbox.recv().map(Some).map_err(drop) };
        match inbox.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(event) => Ok(Some(event)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(()),
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Initialize(setup) => self.set_up(*setup),
            Event::Initialized => self.begin(),
            Event::Opened(params) => self.open(params),
            Event::Changed(params) => self.change(&params),
            Event::Saved(url) => self.save(&url),
            Event::Closed(url) => self.close(&url),
            Event::Watched(changes) => self.watched(changes),
            Event::Folders(change) => self.change_folders(&change),
            Event::Settings(value) => self.apply_settings(Settings::read(&value)),
            Event::Request(request) => self.request(request),
            Event::WorkspaceDiagnostics(known, reply) => self.pulls.push((known, reply)),
            Event::Checklist(wish, reply) => self.checklist(wish, reply),
            Event::Read { folder, files, whole, tracked, failures } => {
                self.walking -= usize::from(whole);
                for path in failures {
                    self.log(MessageType::ERROR, format!("the analysis of {path} failed; the file is left out"));
                }
                if let Some(tracked) = tracked {
                    self.take_tracked(folder, tracked);
                }
                self.take_files(folder, files, whole);
                self.write_waiting();
            }
            Event::Analysed { .. } | Event::Stop => {}
        }
    }

    fn set_up(&mut self, setup: Setup) {
        self.unit = setup.unit;
        self.client = setup.client;
        for url in &setup.folders {
            self.folders.open(url);
        }
        self.first_settings = setup.settings;
    }

    fn begin(&mut self) {
        self.ready = true;
        if let Some(settings) = self.first_settings.take() {
            self.apply_settings(settings.map(Some));
        }
        let all: Vec<FolderId> = self.folders.rooted().map(|(id, _)| id).collect();
        for id in all {
            self.load(id);
        }
    }

    /// Loads the configuration of every folder that the one at `file` may be in force for.
    pub(crate) fn load_below(&mut self, file: &Path) {
        let holds = |root: &Path| file.parent().is_some_and(|folder| root.starts_with(folder));
        let below: Vec<FolderId> = self.folders.rooted().filter(|(_, root)| holds(root)).map(|(id, _)| id).collect();
        for id in below {
            self.load(id);
        }
    }

    /// Loads a folder's configuration and reads its files in the background. A broken configuration leaves the one
    /// before it in force.
    pub(crate) fn load(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get_mut(id) else { return };
        let Some(root) = folder.root.clone() else { return };
        match disk::load_config(&root) {
            Ok(config) => {
                folder.config_error = None;
                folder.project.set_config(config);
            }
            Err(error) if folder.config_error.as_ref() == Some(&error) => {}
            Err(error) => {
                let name = disk::CONFIG_NAME;
                let text = format!("Seaworthy: {name} cannot be used, so what was in force before stays: {error}");
                folder.config_error = Some(error);
                self.outbox.send(Outgoing::Show(MessageType::WARNING, text));
            }
        }
        self.walk(id);
        self.mark_stale(id, None);
    }

    /// Reads all of a folder's files in the background.
    pub(crate) fn walk(&mut self, id: FolderId) {
        let Some(folder) = self.folders.get(id) else { return };
        let Some(root) = folder.root.clone() else { return };
        if self.settings.enable {
            self.walking += 1;
            let config = Box::new(folder.project.config().clone());
            self.workers.run(Errand::Walk { folder: id, root, config });
        }
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let place = self.folders.place(&item.uri, &item.language_id);
        self.closed.remove(&place);
        if let Some(folder) = self.folders.get_mut(place.folder) {
            // A server may run for days.
            folder.project.set_today(disk::today());
        }
        let ticket = self.ticket();
        let mut document = Document::new(place, item.version, item.text, ticket);
        document.schedule.hurry(Instant::now());
        if let Some(before) = self.documents.insert(item.uri, document) {
            before.parked.into_iter().for_each(Request::answer_nothing);
        }
    }

    fn change(&mut self, params: &DidChangeTextDocumentParams) {
        let ticket = self.ticket();
        let Some(document) = self.documents.get_mut(&params.text_document.uri) else { return };
        document.snapshot = Arc::new(document.snapshot.after(&params.content_changes, self.unit));
        document.version = params.text_document.version;
        document.ticket = ticket;
        document.behind_since.get_or_insert_with(Instant::now);
        if self.settings.run == Run::OnType || !document.parked.is_empty() {
            let same_burst = document.schedule.changed(Instant::now());
            if !same_burst {
                document.burst_from = document.version;
            }
        }
    }

    fn save(&mut self, url: &Url) {
        if let Some(document) = self.documents.get_mut(url) {
            if !document.is_settled() {
                document.schedule.hurry(Instant::now());
            }
            let folder = document.place.folder;
            self.mark_closed_stale(folder);
        }
        let Ok(full) = url.to_file_path() else { return };
        if full.file_name().is_some_and(|name| name == disk::CONFIG_NAME) {
            return self.load_below(&full);
        }
        match self.folders.place_of_file(&full) {
            // What git tracks may be another thing now, and so may be what belongs to the project.
            Some(place) if disk::is_ignore_file(&place.path) => self.walk(place.folder),
            Some(place) if disk::is_env(&place.path) => self.read(place.folder, vec![place.path]),
            _ => {}
        }
    }

    fn close(&mut self, url: &Url) {
        let Some(document) = self.documents.remove(url) else { return };
        document.parked.into_iter().for_each(Request::answer_nothing);
        if document.shown.is_some_and(|shown| !shown.is_empty()) {
            self.publish(url.clone(), Vec::new(), None);
            self.refresh_due |= self.client.pulls;
        }
        self.forget_or_reread(&document.place);
    }

    /// The disk is the truth about a file that is no longer open.
    pub(crate) fn forget_or_reread(&mut self, place: &Place) {
        let has_root = self.folders.get(place.folder).is_some_and(|folder| folder.root.is_some());
        if has_root && self.wants(place) {
            self.read(place.folder, vec![place.path.clone()]);
        } else {
            self.apply(place.folder, vec![Change::Remove(place.path.clone())]);
        }
        self.mark_stale(place.folder, None);
    }

    /// Reads some of a folder's files in the background.
    pub(crate) fn read(&self, id: FolderId, paths: Vec<String>) {
        let Some(folder) = self.folders.get(id) else { return };
        let Some(root) = folder.root.clone() else { return };
        let config = Box::new(folder.project.config().clone());
        self.workers.run(Errand::Read { folder: id, root, config, paths });
    }

    /// Whether a file belongs to its project while no editor has it open.
    pub(crate) fn wants(&self, place: &Place) -> bool {
        self.folders.get(place.folder).is_some_and(|folder| disk::wants(&place.path, folder.project.config(), false))
    }

    /// Starts every analysis that is due.
    fn start_due(&mut self) {
        let now = Instant::now();
        for (url, document) in &mut self.documents {
            if self.settings.enable && document.schedule.is_due(now) {
                document.schedule.started(document.ticket);
                document.analysed = (document.ticket, Arc::clone(&document.snapshot));
                self.workers.analyse(Job {
                    url: url.clone(),
                    path: document.place.path.clone(),
                    ticket: document.ticket,
                    snapshot: Arc::clone(&document.snapshot),
                });
            }
        }
    }

    fn ticket(&mut self) -> u64 {
        self.last_ticket += 1;
        self.last_ticket
    }

    fn tell_status(&mut self) {
        if !self.client.status || !self.ready {
            return;
        }
        let state = match (self.settings.enable, self.walking) {
            (false, _) => "off",
            (true, 0) => "ready",
            (true, _) => "busy",
        };
        if self.status.as_ref().is_some_and(|status| status.state == state) {
            return;
        }
        let status =
            Status { state: state.into(), version: env!("CARGO_PKG_VERSION").into(), files: self.folders.file_count() };
        self.status = Some(status.clone());
        self.outbox.send(Outgoing::Status(status));
    }

    pub(crate) fn log(&self, kind: MessageType, text: String) {
        self.outbox.send(Outgoing::Log(kind, text));
    }
}
