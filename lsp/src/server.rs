//! The protocol's side: tower-lsp calls these handlers.
//!
//! Invariant: a notification's handler sends one event before its first await and does nothing else. tower-lsp polls
//! handlers in the order in which messages arrive but runs them side by side from their first await on. Nor does a handler wait for a
//! request to the client: with the replies read by the same task, a few of them would wait for ever.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Notify, oneshot};
use tower_lsp::jsonrpc::{self, Result};
use tower_lsp::lsp_types::{
    ClientCapabilities, CodeAction, CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability,
    CodeActionResponse, ConfigurationItem, DiagnosticOptions, DiagnosticServerCapabilities,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReportResult, ExecuteCommandOptions, ExecuteCommandParams, Hover,
    HoverParams, HoverProviderCapability, InitializeParams, InitializeResult, InitializedParams, MarkupKind,
    MessageType, OneOf, Registration, ResourceOperationKind, SaveOptions, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Url,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};
use tower_lsp::{Client, LanguageServer, LspService, Server};

use crate::action::FIX_ALL;
use crate::answer::Offered;
use crate::checklist::Want;
use crate::engine::Engine;
use crate::event::{Client as ClientTraits, Event, Request, Setup};
use crate::input::pump;
use crate::outbox::Outbox;
use crate::settings::Settings;
use crate::{checklist, convert, disk, explain, findings, owner, why};

/// So many requests may wait for an analysis at a time without holding up what comes after them.
const CONCURRENCY: usize = 64;
/// So much of the input is read ahead.
const FEED_BYTES: usize = 64 * 1024;
/// Where `initialize` says that diagnostics may be asked to be asked for again.
const REFRESH_SUPPORT: &str = "/capabilities/workspace/diagnostics/refreshSupport";
/// LSP 3.17, "Response Message": the server let go of a request that may be asked again.
const SERVER_CANCELLED: i64 = -32802;
/// A client that takes longer to answer is not waited for.
const CLIENT_PATIENCE: Duration = Duration::from_secs(10);

/// Serves one client until it says `exit` or closes its end. True when it asked for `shutdown` first.
pub async fn serve<I, O>(input: I, output: O, engine: Engine) -> bool
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
{
    let (events, inbox) = channel();
    let orderly = Arc::new(AtomicBool::new(false));
    let refreshes = Arc::new(AtomicBool::new(false));
    let (service, socket) = LspService::new(|client| {
        let outbox = Outbox::start(client.clone());
        if let Err(error) = owner::start(engine, inbox, &events, outbox) {
            eprintln!("seaworthy: the language server cannot start its threads: {error}");
        }
        let (orderly, refreshes) = (Arc::clone(&orderly), Arc::clone(&refreshes));
        Backend { client, events: events.clone(), orderly, refreshes, traits: OnceLock::new() }
    });
    let exit = Arc::new(Notify::new());
    let service = Watch { inner: service, exit: Arc::clone(&exit), refreshes };
    let (feed, messages) = tokio::io::duplex(FEED_BYTES);
    let server = Server::new(messages, output, socket).concurrency_level(CONCURRENCY).serve(service);
    // The end of the input is passed on to the framework, which then ends by itself.
    let pump = async {
        pump(input, feed).await;
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = server => {}
        () = pump => {}
        () = exit.notified() => {}
    }
    // The owner may have ended already.
    drop(events.send(Event::Stop));
    orderly.load(Ordering::SeqCst)
}

struct Backend {
    client: Client,
    events: Sender<Event>,
    orderly: Arc<AtomicBool>,
    refreshes: Arc<AtomicBool>,
    traits: OnceLock<ClientTraits>,
}

impl Backend {
    fn tell(&self, event: Event) {
        // The owner ends only with the connection.
        drop(self.events.send(event));
    }

    /// Asks the client to watch files and to tell of changed settings, without waiting for its answer.
    fn register(&self, traits: ClientTraits) {
        let watchers: Vec<Value> = disk::WATCHED.iter().map(|glob| json!({ "globPattern": glob })).collect();
        let wanted = [
            (traits.watches, "workspace/didChangeWatchedFiles", Some(json!({ "watchers": watchers }))),
            (traits.settings && traits.settings_notice, "workspace/didChangeConfiguration", None),
        ];
        let registrations: Vec<Registration> = wanted
            .into_iter()
            .filter(|(possible, ..)| *possible)
            .map(|(_, method, register_options)| Registration {
                id: format!("seaworthy/{method}"),
                method: method.into(),
                register_options,
            })
            .collect();
        if registrations.is_empty() {
            return;
        }
        let client = self.client.clone();
        tokio::spawn(async move {
            // A client that refuses is one without watching; open documents work all the same.
            drop(tokio::time::timeout(CLIENT_PATIENCE, client.register_capability(registrations)).await);
        });
    }

    /// Shows a person the chain behind a finding, as it was given with the action they chose.
    async fn tell_why(&self, arguments: Vec<Value>) -> Result<Option<Value>> {
        let chain = arguments.into_iter().next().unwrap_or_default();
        let chain: why::Chain =
            serde_json::from_value(chain).map_err(|error| jsonrpc::Error::invalid_params(error.to_string()))?;
        self.client.show_message(MessageType::INFO, chain.text()).await;
        Ok(None)
    }

    /// Asks the client for its settings; the answer comes as an event.
    fn ask_settings(&self) {
        let (client, events) = (self.client.clone(), self.events.clone());
        tokio::spawn(async move {
            let item = ConfigurationItem { scope_uri: None, section: Some("seaworthy".into()) };
            let asked = tokio::time::timeout(CLIENT_PATIENCE, client.configuration(vec![item])).await;
            if let Ok(Ok(mut values)) = asked
                && let Some(value) = values.pop()
            {
                drop(events.send(Event::Settings(value)));
            }
        });
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let unit = convert::unit(&params.capabilities);
        let traits = ClientTraits { refreshes: self.refreshes.load(Ordering::SeqCst), ..traits(&params) };
        // Only the first `initialize` gets here; the framework refuses others.
        let traits = *self.traits.get_or_init(|| traits);
        let options = params.initialization_options.as_ref();
        let settings = options.and_then(|options| Settings::read(options).transpose());
        let folders = folders(&params);
        self.tell(Event::Initialize(Box::new(Setup { unit, client: traits, folders, settings })));
        let capabilities =
            ServerCapabilities { position_encoding: Some(convert::encoding(unit)), ..capabilities(traits) };
        let server_info =
            Some(ServerInfo { name: "seaworthy".into(), version: Some(env!("CARGO_PKG_VERSION").into()) });
        Ok(InitializeResult { capabilities, server_info })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.tell(Event::Initialized);
        if let Some(traits) = self.traits.get() {
            self.register(*traits);
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.orderly.store(true, Ordering::SeqCst);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.tell(Event::Opened(params));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.tell(Event::Changed(params));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.tell(Event::Saved(params.text_document.uri));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(Event::Closed(params.text_document.uri));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.tell(Event::Watched(params.changes));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.tell(Event::Folders(params.event));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        let pulls = self.traits.get().is_some_and(|traits| traits.settings);
        if params.settings.is_null() && pulls {
            self.ask_settings();
        } else {
            self.tell(Event::Settings(params.settings));
        }
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let (reply, answer) = oneshot::channel();
        self.tell(Event::Request(Request::Actions(Box::new(params), reply)));
        Ok(answer.await.unwrap_or_default())
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        // An action of ours that says nothing has nothing to work out.
        let Some(offered) = Offered::of(&action) else { return Ok(action) };
        let (reply, answer) = oneshot::channel();
        self.tell(Event::Request(Request::Resolve(offered.uri, Box::new(action), reply)));
        answer.await.unwrap_or_default().ok_or_else(|| jsonrpc::Error {
            code: jsonrpc::ErrorCode::ContentModified,
            message: "the text has changed since; ask for the actions again".into(),
            data: None,
        })
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let (reply, answer) = oneshot::channel();
        self.tell(Event::Request(Request::Diagnostics(Box::new(params), reply)));
        let report = answer.await.unwrap_or_default();
        report.map(DocumentDiagnosticReportResult::Report).ok_or_else(ask_again)
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let (reply, answer) = oneshot::channel();
        self.tell(Event::WorkspaceDiagnostics(params.previous_result_ids, reply));
        let report = answer.await.unwrap_or_default();
        report.map(WorkspaceDiagnosticReportResult::Report).ok_or_else(ask_again)
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        let want = match params.command.as_str() {
            checklist::COMMAND => Want::Page,
            findings::COMMAND => Want::Findings,
            explain::COMMAND => return Ok(explain::page(params.arguments.first())),
            why::COMMAND => return self.tell_why(params.arguments).await,
            other => return Err(jsonrpc::Error::invalid_params(format!("there is no command {other}"))),
        };
        let wish = params.arguments.into_iter().next().map_or(Ok(checklist::Wish::default()), serde_json::from_value);
        let wish = wish.map_err(|error| jsonrpc::Error::invalid_params(error.to_string()))?;
        let (reply, answer) = oneshot::channel();
        self.tell(Event::Checklist(checklist::Wish { want, ..wish }, reply));
        Ok(answer.await.unwrap_or_default())
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let (reply, answer) = oneshot::channel();
        self.tell(Event::Request(Request::Hover(Box::new(params), reply)));
        Ok(answer.await.unwrap_or_default())
    }
}

/// "The document was closed meanwhile" as the protocol says it (LSP 3.17, `ServerCancelled`).
fn ask_again() -> jsonrpc::Error {
    jsonrpc::Error {
        code: jsonrpc::ErrorCode::ServerError(SERVER_CANCELLED),
        message: "the document was closed or replaced meanwhile".into(),
        data: Some(json!({ "retriggerRequest": true })),
    }
}

fn capabilities(client: ClientTraits) -> ServerCapabilities {
    let pull = DiagnosticOptions {
        identifier: Some("seaworthy".into()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..DiagnosticOptions::default()
    };
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: [checklist::COMMAND, findings::COMMAND, explain::COMMAND, why::COMMAND]
                .map(String::from)
                .to_vec(),
            ..ExecuteCommandOptions::default()
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::new(FIX_ALL)]),
            resolve_provider: client.resolves.then_some(true),
            ..CodeActionOptions::default()
        })),
        diagnostic_provider: client.pulls.then_some(DiagnosticServerCapabilities::Options(pull)),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

/// The folders a client has open; an old client names one root.
fn folders(params: &InitializeParams) -> Vec<Url> {
    match &params.workspace_folders {
        Some(folders) if !folders.is_empty() => folders.iter().map(|folder| folder.uri.clone()).collect(),
        _ => params.root_uri.iter().cloned().collect(),
    }
}

fn traits(params: &InitializeParams) -> ClientTraits {
    let ClientCapabilities { workspace, text_document, .. } = &params.capabilities;
    let workspace = workspace.as_ref();
    let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
    let operations = edits.and_then(|edits| edits.resource_operations.as_ref());
    let hover = text_document.as_ref().and_then(|document| document.hover.as_ref());
    let formats = hover.and_then(|hover| hover.content_format.as_ref());
    let watched = workspace.and_then(|workspace| workspace.did_change_watched_files);
    let notice = workspace.and_then(|workspace| workspace.did_change_configuration);
    let option = |name: &str| {
        let options = params.initialization_options.as_ref();
        options.and_then(|options| options.get(name)).and_then(Value::as_bool)
    };
    let document = text_document.as_ref();
    let can_pull = document.is_some_and(|document| document.diagnostic.is_some());
    let takes_pushes = document.is_some_and(|document| document.publish_diagnostics.is_some());
    let actions = document.and_then(|document| document.code_action.as_ref());
    let resolve = actions.and_then(|actions| actions.resolve_support.as_ref());
    let keeps_data = actions.and_then(|actions| actions.data_support).unwrap_or(false);
    ClientTraits {
        versioned_edits: edits.and_then(|edits| edits.document_changes).unwrap_or(false),
        creates_files: operations.is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
        markdown: formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
        status: option("status").unwrap_or(false),
        watches: watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false),
        settings: workspace.and_then(|workspace| workspace.configuration).unwrap_or(false),
        settings_notice: notice.and_then(|notice| notice.dynamic_registration).unwrap_or(false),
        // Of a client that can do both, what is sent arrives sooner and reaches files it would not ask about.
        pulls: can_pull && option("pullDiagnostics").unwrap_or(!takes_pushes),
        refreshes: false,
        resolves: keeps_data && resolve.is_some_and(|resolve| resolve.properties.iter().any(|name| name == "edit")),
    }
}

/// Lets the process end at `exit`, even if the client keeps its end of the pipe open, and reads of `initialize` what the
/// framework's types do not: they have `workspace.diagnostics` (LSP 3.17) under another name.
struct Watch<S> {
    inner: S,
    exit: Arc<Notify>,
    refreshes: Arc<AtomicBool>,
}

impl<S> tower_service::Service<jsonrpc::Request> for Watch<S>
where
    S: tower_service::Service<jsonrpc::Request>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<std::result::Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: jsonrpc::Request) -> Self::Future {
        if request.method() == "exit" {
            self.exit.notify_one();
        } else if request.method() == "initialize" {
            let support = request.params().and_then(|params| params.pointer(REFRESH_SUPPORT)).and_then(Value::as_bool);
            self.refreshes.store(support.unwrap_or(false), Ordering::SeqCst);
        }
        self.inner.call(request)
    }
}
