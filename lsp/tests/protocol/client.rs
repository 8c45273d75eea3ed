//! A client that speaks the protocol's bytes and remembers everything it was told.

use std::time::Duration;

use seaworthy_lsp::{Engine, serve};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf, split};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Far beyond what a busy machine needs; reached only by a test that fails.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Client {
    writer: WriteHalf<DuplexStream>,
    inbox: mpsc::UnboundedReceiver<Value>,
    /// Every message so far that was no answer, in order.
    pub seen: Vec<Value>,
    next_id: i64,
    server: JoinHandle<bool>,
}

impl Client {
    /// A server with this engine, not yet initialized.
    pub fn connect(engine: Engine) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (input, output) = split(theirs);
        let server = tokio::spawn(serve(input, output, engine));
        let (reader, writer) = split(ours);
        let (sender, inbox) = mpsc::unbounded_channel();
        tokio::spawn(read_messages(reader, sender));
        Self { writer, inbox, seen: Vec::new(), next_id: 0, server }
    }

    /// An initialized server; `extra` is merged into the parameters of `initialize`.
    pub async fn start(engine: Engine, extra: Value) -> Self {
        let mut client = Self::connect(engine);
        client.initialize(extra).await;
        client
    }

    pub async fn initialize(&mut self, extra: Value) -> Value {
        let mut params = json!({
            "processId": null,
            "rootUri": null,
            "capabilities": {
                "workspace": {
                    "workspaceEdit": { "documentChanges": true },
                    "didChangeWatchedFiles": { "dynamicRegistration": true },
                },
                "textDocument": { "hover": { "contentFormat": ["markdown"] } },
            },
        });
        for (key, value) in extra.as_object().unwrap() {
            params[key] = value.clone();
        }
        let answer = self.request("initialize", params).await;
        self.notify("initialized", json!({})).await;
        answer
    }

    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// Sends a request without waiting; gives its id.
    pub async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message).await;
        id
    }

    pub async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        self.answer(id).await
    }

    /// The result of an earlier request, or its error.
    pub async fn answer(&mut self, id: i64) -> Value {
        loop {
            let message = self.next().await;
            if message["method"].is_null() && message["id"] == id {
                return if message["error"].is_null() { message["result"].clone() } else { message["error"].clone() };
            }
        }
    }

    pub async fn send(&mut self, message: &Value) {
        self.send_bytes(&frame(&message.to_string())).await;
    }

    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).await.unwrap();
    }

    /// The next message. The server's own requests are answered on the way.
    async fn next(&mut self) -> Value {
        let message =
            timeout(PATIENCE, self.inbox.recv()).await.expect("an answer in time").expect("an open connection");
        self.take(&message).await;
        message
    }

    async fn take(&mut self, message: &Value) {
        if !message["method"].is_null() {
            self.seen.push(message.clone());
            if !message["id"].is_null() {
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null })).await;
            }
        }
    }

    /// The next publication for a document that `wanted` accepts.
    pub async fn published(&mut self, uri: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.next().await;
            let params = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri && wanted(params) {
                return params.clone();
            }
        }
    }

    /// The next message with this method.
    pub async fn told(&mut self, method: &str) -> Value {
        loop {
            let message = self.next().await;
            if message["method"] == method {
                return message["params"].clone();
            }
        }
    }

    /// Listens for a while and gives what came.
    pub async fn listen(&mut self, milliseconds: u64) -> Vec<Value> {
        let from = self.seen.len();
        let end = tokio::time::Instant::now() + Duration::from_millis(milliseconds);
        while let Ok(Some(message)) = tokio::time::timeout_at(end, self.inbox.recv()).await {
            self.take(&message).await;
        }
        self.seen[from..].to_vec()
    }

    /// Every publication for a document so far.
    pub fn publications(&self, uri: &str) -> Vec<Value> {
        let published = self.seen.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics");
        published.map(|message| message["params"].clone()).filter(|params| params["uri"] == uri).collect()
    }

    pub async fn open(&mut self, uri: &str, text: &str) {
        let item = json!({ "uri": uri, "languageId": "typescript", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item })).await;
    }

    /// Replaces the whole text.
    pub async fn change(&mut self, uri: &str, version: i32, text: &str) {
        self.notify("textDocument/didChange", change(uri, version, &json!({ "text": text }))).await;
    }

    pub async fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    }

    /// The code actions for a line of a document, or all of one kind.
    pub async fn actions(&mut self, uri: &str, line: u32, only: Option<&str>) -> Vec<Value> {
        let id = self.ask("textDocument/codeAction", actions(uri, line, only)).await;
        self.answer(id).await.as_array().cloned().unwrap_or_default()
    }

    /// Ends the connection; gives what the server says of it.
    pub async fn hang_up(self) -> bool {
        let Self { mut writer, inbox, server, .. } = self;
        writer.shutdown().await.unwrap();
        drop((writer, inbox));
        timeout(PATIENCE, server).await.expect("an end in time").unwrap()
    }

    /// Whether the server ended, the connection still being open.
    pub async fn ended(self) -> bool {
        timeout(PATIENCE, self.server).await.expect("an end in time").unwrap()
    }
}

pub fn change(uri: &str, version: i32, change: &Value) -> Value {
    json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [change] })
}

pub fn actions(uri: &str, line: u32, only: Option<&str>) -> Value {
    let at = json!({ "line": line, "character": 0 });
    let end = json!({ "line": line, "character": 999 });
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    json!({ "textDocument": { "uri": uri }, "range": { "start": at, "end": end }, "context": context })
}

pub fn frame(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

async fn read_messages(mut reader: ReadHalf<DuplexStream>, sender: mpsc::UnboundedSender<Value>) {
    let mut buffer = Vec::new();
    loop {
        while let Some((message, used)) = first_message(&buffer) {
            buffer.drain(..used);
            if sender.send(message).is_err() {
                return;
            }
        }
        if reader.read_buf(&mut buffer).await.unwrap_or(0) == 0 {
            return;
        }
    }
}

/// The first whole message of a buffer and how many bytes it takes.
pub fn first_message(buffer: &[u8]) -> Option<(Value, usize)> {
    let head = buffer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&buffer[..head]).unwrap();
    let length = text.split("\r\n").find_map(|line| line.strip_prefix("Content-Length: ")).unwrap();
    let end = head + length.parse::<usize>().unwrap();
    let body = buffer.get(head..end)?;
    Some((serde_json::from_slice(body).unwrap(), end))
}
