//! What the owner is told. Events are taken in the order in which they were put on the channel.

use seaworthy_core::{ColumnUnit, FileFacts};
use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionParams, CodeActionResponse, DidChangeTextDocumentParams, DidOpenTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReport, FileEvent, Hover, HoverParams, PreviousResultId, Url,
    WorkspaceDiagnosticReport, WorkspaceFoldersChangeEvent,
};

use crate::checklist::Wish;
use crate::disk::Tracked;
use crate::folder::FolderId;
use crate::settings::Settings;

/// What was agreed on at the start.
pub struct Setup {
    /// The unit of columns.
    pub unit: ColumnUnit,
    /// What the client can do.
    pub client: Client,
    /// The folders it has open.
    pub folders: Vec<Url>,
    /// The settings it started with.
    pub settings: Option<Result<Settings, String>>,
}

/// What a client can do, as far as it changes what is sent.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent trait of the client")]
pub struct Client {
    /// Edits may name the version of the document they are for.
    pub versioned_edits: bool,
    /// Edits may make files.
    pub creates_files: bool,
    /// Hovers may be Markdown.
    pub markdown: bool,
    /// It wants `seaworthy/status`.
    pub status: bool,
    /// It can be asked to watch files.
    pub watches: bool,
    /// It can be asked for its settings.
    pub settings: bool,
    /// It can be asked to tell of changed settings.
    pub settings_notice: bool,
    /// It asks for diagnostics, so none are sent to it unasked.
    pub pulls: bool,
    /// It can be told that diagnostics it asked for may be others now.
    pub refreshes: bool,
    /// It asks for an action's edit only when it is chosen.
    pub resolves: bool,
}

/// A file as it was read from disk; `None` when it is gone or cannot be read.
pub struct DiskFile {
    /// Project-relative.
    pub path: String,
    /// Its facts, and the hash of the text they are of.
    pub content: Option<(Box<FileFacts>, u64)>,
}

/// Where the answer to a request goes.
pub type Reply<T> = oneshot::Sender<Option<T>>;

/// A request that is answered from a document's findings.
pub enum Request {
    /// `textDocument/codeAction`
    Actions(Box<CodeActionParams>, Reply<CodeActionResponse>),
    /// `codeAction/resolve`: an action that was offered for this document
    Resolve(Url, Box<CodeAction>, Reply<CodeAction>),
    /// `textDocument/hover`
    Hover(Box<HoverParams>, Reply<Hover>),
    /// `textDocument/diagnostic`
    Diagnostics(Box<DocumentDiagnosticParams>, Reply<DocumentDiagnosticReport>),
}

impl Request {
    /// The document it asks about.
    pub fn url(&self) -> &Url {
        match self {
            Self::Actions(params, _) => &params.text_document.uri,
            Self::Resolve(url, ..) => url,
            Self::Hover(params, _) => &params.text_document_position_params.text_document.uri,
            Self::Diagnostics(params, _) => &params.text_document.uri,
        }
    }

    /// Answers that there is nothing.
    pub fn answer_nothing(self) {
        // The client may have cancelled; then nobody listens.
        match self {
            Self::Actions(_, reply) => drop(reply.send(None)),
            Self::Resolve(_, _, reply) => drop(reply.send(None)),
            Self::Hover(_, reply) => drop(reply.send(None)),
            Self::Diagnostics(_, reply) => drop(reply.send(None)),
        }
    }
}

/// What the owner is told.
pub enum Event {
    /// The client introduced itself.
    Initialize(Box<Setup>),
    /// The client is ready.
    Initialized,
    /// A document was opened.
    Opened(DidOpenTextDocumentParams),
    /// A document changed.
    Changed(DidChangeTextDocumentParams),
    /// A document was saved.
    Saved(Url),
    /// A document was closed.
    Closed(Url),
    /// Files changed on disk.
    Watched(Vec<FileEvent>),
    /// Folders were opened or closed.
    Folders(WorkspaceFoldersChangeEvent),
    /// The editor's settings changed.
    Settings(Value),
    /// Something was asked.
    Request(Request),
    /// The diagnostics of all files were asked for, by a client that has these already.
    WorkspaceDiagnostics(Vec<PreviousResultId>, Reply<WorkspaceDiagnosticReport>),
    /// The launch checklist was asked for.
    Checklist(Wish, Reply<Value>),
    /// A worker read a document.
    Analysed {
        /// Which document.
        url: Url,
        /// Which state of its text.
        ticket: u64,
        /// Its facts; none when the analysis panicked.
        facts: Option<Box<FileFacts>>,
    },
    /// The background thread read files from disk.
    Read {
        /// Whose files.
        folder: FolderId,
        /// What was read.
        files: Vec<DiskFile>,
        /// Whether these are all files there are.
        whole: bool,
        /// Which environment files git tracks, when it was asked anew.
        tracked: Option<Tracked>,
        /// Project-relative paths of files whose analysis panicked.
        failures: Vec<String>,
    },
    /// The connection is gone.
    Stop,
}
