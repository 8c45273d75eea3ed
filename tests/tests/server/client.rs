//! A client that speaks the protocol's bytes to a server process and holds every publication against the protocol's promises.
//!
//! Invariant: it fails as soon as a publication for an open document has no version, an older version than the one before
//! it, or one that was never sent.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use seaworthy_core::{ColumnUnit, Finding, LineIndex, Severity};
use serde_json::{Value, json};

/// Far beyond what a busy machine needs; reached only by a test that fails.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A diagnostic as far as it is compared: rule, severity, start and end as line and UTF-16 column.
pub type Seen = (String, u64, (u64, u64), (u64, u64));

/// One publication.
#[derive(Clone, Debug)]
pub struct Publication {
    pub version: Option<i64>,
    pub set: Vec<Seen>,
}

pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    inbox: Receiver<Value>,
    next_id: i64,
    answers: HashMap<i64, Value>,
    /// The last version sent of each open document.
    versions: HashMap<String, i64>,
    /// Every publication since a document was opened last.
    pub published: HashMap<String, Vec<Publication>>,
    /// Every other message that was no answer.
    pub told: Vec<Value>,
    /// How many publications came in all.
    pub count: usize,
    pub capabilities: Value,
}

impl Client {
    /// An initialized server; the fields of `extra` replace those of the parameters of `initialize`.
    pub fn start(extra: &Value) -> Self {
        Self::start_with(extra, &[])
    }

    pub fn start_with(extra: &Value, environment: &[(&str, &str)]) -> Self {
        let program = std::env::var("SEAWORTHY_SERVER").unwrap_or_else(|_| env!("CARGO_BIN_EXE_server").into());
        let mut words = program.split(' ');
        let mut command = Command::new(words.next().unwrap());
        command.args(words).envs(environment.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let (output, input) = (child.stdout.take().unwrap(), child.stdin.take());
        let (sender, inbox) = channel();
        std::thread::spawn(move || read_messages(output, &sender));
        let mut client = Self {
            child,
            input,
            inbox,
            next_id: 0,
            answers: HashMap::new(),
            versions: HashMap::new(),
            published: HashMap::new(),
            told: Vec::new(),
            count: 0,
            capabilities: Value::Null,
        };
        let mut params = json!({
            "processId": null,
            "rootUri": null,
            "capabilities": {
                "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } },
                "textDocument": { "publishDiagnostics": { "versionSupport": true } },
            },
            "initializationOptions": { "status": true },
        });
        for (key, value) in extra.as_object().unwrap() {
            params[key] = value.clone();
        }
        client.capabilities = client.request("initialize", params)["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    pub fn in_folder(folder: &Path) -> Self {
        let mut client = Self::start(&json!({ "workspaceFolders": [{ "uri": uri(folder), "name": "w" }] }));
        client.ready();
        client
    }

    /// Waits until all folders are read.
    pub fn ready(&mut self) {
        self.until("the project to be read", |client| client.state().as_deref() == Some("ready"));
    }

    fn state(&self) -> Option<String> {
        let status = self.told.iter().rev().find(|message| message["method"] == "seaworthy/status")?;
        status["params"]["state"].as_str().map(str::to_owned)
    }

    #[expect(clippy::needless_pass_by_value, reason = "calls that make the value on the spot read better")]
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request without waiting; gives its id.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        id
    }

    /// The result of a request, or its error.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id)
    }

    pub fn answer(&mut self, id: i64) -> Value {
        self.until("an answer", |client| client.answers.contains_key(&id));
        let message = self.answers.remove(&id).unwrap();
        if message["error"].is_null() { message["result"].clone() } else { message["error"].clone() }
    }

    /// Whether a request was answered by now.
    pub fn is_answered(&self, id: i64) -> bool {
        self.answers.contains_key(&id)
    }

    pub fn send(&mut self, message: &Value) {
        self.send_text(&message.to_string());
    }

    pub fn send_text(&mut self, body: &str) {
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
    }

    /// Takes messages until something is so.
    pub fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !so(self) {
            let left = end.saturating_duration_since(Instant::now());
            let message = self.inbox.recv_timeout(left);
            self.take(message.unwrap_or_else(|error| panic!("no {what}: {error}; {}", self.last_words())));
        }
    }

    fn last_words(&self) -> String {
        let mut text = String::new();
        for message in self.told.iter().rev().take(5) {
            write!(text, "{message} ").unwrap();
        }
        text
    }

    /// Takes what comes for a while.
    pub fn listen(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while let Ok(message) = self.inbox.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.take(message);
        }
    }

    fn take(&mut self, message: Value) {
        let (method, id) = (message["method"].as_str().map(str::to_owned), message["id"].as_i64());
        match (method, id) {
            (None, Some(id)) => drop(self.answers.insert(id, message)),
            (Some(_), Some(_)) => {
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
                self.told.push(message);
            }
            (Some(method), None) if method == "textDocument/publishDiagnostics" => self.take_publication(&message),
            _ => self.told.push(message),
        }
    }

    fn take_publication(&mut self, message: &Value) {
        let params = &message["params"];
        let uri = params["uri"].as_str().unwrap().to_owned();
        let version = params["version"].as_i64();
        self.count += 1;
        let before = self.published.entry(uri.clone()).or_default();
        // Without a version it is about a file as it was before it was opened, or after it was closed.
        if let (Some(sent), Some(version)) = (self.versions.get(&uri), version) {
            assert!(version <= *sent, "{uri}: version {version} was never sent, only {sent}");
            let last = before.iter().rev().find_map(|one| one.version).unwrap_or(version);
            assert!(version >= last, "{uri}: version {version} after {last}");
        }
        before.push(Publication { version, set: seen(&params["diagnostics"]) });
    }

    pub fn open(&mut self, uri: &str, version: i64, text: &str) {
        self.versions.insert(uri.into(), version);
        self.published.remove(uri);
        let item = json!({ "uri": uri, "languageId": language(uri), "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Sends changes as the next version; gives it.
    pub fn change(&mut self, uri: &str, changes: &Value) -> i64 {
        let version = self.versions.get_mut(uri).unwrap();
        *version += 1;
        let version = *version;
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        version
    }

    pub fn replace(&mut self, uri: &str, text: &str) -> i64 {
        self.change(uri, &json!([{ "text": text }]))
    }

    pub fn close(&mut self, uri: &str) {
        self.versions.remove(uri);
        self.published.remove(uri);
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    pub fn save(&mut self, uri: &str) {
        self.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    }

    /// Tells that files changed on disk: 1 made, 2 changed, 3 deleted.
    pub fn changed_on_disk(&mut self, uri: &str, kind: u8) {
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": kind }] }));
    }

    /// What is found in the text as it is now; the answer waits for its analysis.
    pub fn findings(&mut self, uri: &str) -> Vec<Seen> {
        let report = self.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        assert_eq!(report["kind"], "full", "{report}");
        seen(&report["items"])
    }

    /// What was published last.
    pub fn shown(&self, uri: &str) -> Option<&Publication> {
        self.published.get(uri)?.last()
    }

    /// Waits until this many findings are shown.
    pub fn wait_for(&mut self, uri: &str, count: usize) -> Publication {
        let so = |client: &Self| client.shown(uri).is_some_and(|shown| shown.set.len() == count);
        self.until(&format!("publication of {count} for {uri}"), so);
        self.shown(uri).unwrap().clone()
    }

    /// Waits until just this is shown.
    pub fn wait_for_set(&mut self, uri: &str, set: &[Seen]) {
        let so = |client: &Self| client.shown(uri).is_some_and(|shown| shown.set == set);
        self.until(&format!("publication of {set:?} for {uri}"), so);
    }

    pub fn actions(&mut self, uri: &str, line: u64, only: Option<&str>) -> Vec<Value> {
        let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 999 } });
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        self.request("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
    }

    /// A number the system keeps of the process, in kB: `VmRSS`, `VmHWM`.
    #[cfg(target_os = "linux")]
    pub fn memory(&self, field: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
        line.trim_matches([':', ' ', '\t', 'k', 'B']).parse().unwrap()
    }

    /// The time the process has run in user and kernel mode, in clock ticks (proc(5), `utime` and `stime`).
    #[cfg(target_os = "linux")]
    pub fn ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }

    /// Ends the session as the protocol wants; the process must end well.
    pub fn end(mut self) {
        let answer = self.request("shutdown", Value::Null);
        assert_eq!(answer, Value::Null);
        self.notify("exit", Value::Null);
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "{status}");
                return;
            }
            assert!(Instant::now() < end, "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // After a failed test it may still run, after an orderly end it is gone.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn read_messages(output: ChildStdout, sender: &Sender<Value>) {
    let mut output = BufReader::new(output);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            match line.trim().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        if output.read_exact(&mut body).is_err() || sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
            return;
        }
    }
}

pub fn uri(path: &Path) -> String {
    let text = path.to_str().unwrap();
    let escaped: String = text
        .chars()
        .map(|character| match character {
            '[' => "%5B".into(),
            ']' => "%5D".into(),
            ' ' => "%20".into(),
            other => other.to_string(),
        })
        .collect();
    format!("file://{escaped}")
}

fn language(uri: &str) -> &'static str {
    match uri.rsplit('.').next() {
        Some("tsx") => "typescriptreact",
        Some("js" | "mjs") => "javascript",
        _ => "typescript",
    }
}

/// Findings as the protocol shows them; notes about ignore comments are left out.
fn seen(diagnostics: &Value) -> Vec<Seen> {
    let place = |value: &Value| (value["line"].as_u64().unwrap(), value["character"].as_u64().unwrap());
    let all = diagnostics.as_array().unwrap().iter();
    let mut seen: Vec<Seen> = all
        .filter(|one| one["code"] != "ignore-comment")
        .map(|one| {
            let (code, severity) = (one["code"].as_str().unwrap().to_owned(), one["severity"].as_u64().unwrap());
            (code, severity, place(&one["range"]["start"]), place(&one["range"]["end"]))
        })
        .collect();
    seen.sort();
    seen
}

/// The same of what the core found.
pub fn expected(text: &str, findings: &[Finding]) -> Vec<Seen> {
    let index = LineIndex::new(text);
    let place = |at: u32| {
        let position = index.position(text, at, ColumnUnit::Utf16);
        (u64::from(position.line), u64::from(position.column))
    };
    let severity = |severity| match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Info => 3,
    };
    let all = findings.iter();
    let mut seen: Vec<Seen> = all
        .map(|one| (one.rule.id.into(), severity(one.severity), place(one.range.start), place(one.range.end)))
        .collect();
    seen.sort();
    seen
}

/// The protocol's position of a byte.
pub fn position(text: &str, at: usize) -> Value {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    json!({ "line": before.matches('\n').count(), "character": before[start..].encode_utf16().count() })
}

/// The change that replaces some bytes of a text.
pub fn edit(text: &str, range: std::ops::Range<usize>, with: &str) -> Value {
    json!({ "range": { "start": position(text, range.start), "end": position(text, range.end) }, "text": with })
}
