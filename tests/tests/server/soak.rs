//! Ten thousand messages at random, some of them wrong: the server never dies, never says anything about an older text, and
//! ends where a fresh check of the same folder ends. Beside it: what it costs to keep it open.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use seaworthy_workspace::{OpenOptions, ScanRequest, Workspace, config};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Client, PATIENCE, Seen, edit, expected, uri};
use crate::model::{Model, config_of, folder, harbor, scripts, uri_in, write};
use crate::random::Random;
use crate::rounds;

/// What is typed in: findings, sound code, halves of either, and text that is hard to count in.
const SNIPPETS: [&str; 14] = [
    "localStorage.setItem('token', session.token);\n",
    "sessionStorage.setItem(`jwt_${id}`, jwt);\n",
    "localStorage.setItem('theme', t);\n",
    "export async function POST(request: Request) {\n  return Response.json({ ok: true });\n}\n",
    "document.cookie = 'session=' + session;\n",
    "// seaworthy-ignore token-in-web-storage: a test\n",
    "import { save } from './b';\n",
    "export const save = (t) => localStorage.setItem('access_token', t);\n",
    "const emoji = '😀漢字é';\n",
    "function half(a, {\n",
    "}\n",
    "`",
    "\n\n",
    " x",
];
const PATHS: [&str; 8] =
    ["src/a.ts", "src/b.ts", "src/c.tsx", "app/[id]/page.tsx", "app/api/login/route.ts", "d.js", "e.ts", "lib/f.ts"];
const CONFIGS: [&str; 5] = [
    "",
    "[rules]\ntoken-in-web-storage = 'off'\n",
    "[rules]\ntoken-storage = 'info'\n",
    "ignore = ['lib/**']\n",
    "[rules\n",
];

struct Soak {
    folder: TempDir,
    client: Client,
    model: Model,
    random: Random,
    /// The texts of open documents by path.
    open: BTreeMap<String, String>,
    next_version: i64,
}

impl Soak {
    fn start(seed: u64) -> Self {
        let files: Vec<(&str, &str)> = PATHS.iter().map(|path| (*path, SNIPPETS[0])).collect();
        let folder = folder(&files);
        let client = Client::in_folder(folder.path());
        let model = Model::of(folder.path());
        Self { folder, client, model, random: Random::new(seed), open: BTreeMap::new(), next_version: 1 }
    }

    fn uri(&self, path: &str) -> String {
        uri_in(&self.folder, path)
    }

    fn step(&mut self) {
        let path = *self.random.pick(&PATHS);
        let kind = self.random.below(100);
        if !self.open.contains_key(path) && kind < 80 {
            return self.open(path);
        }
        match kind {
            0..62 => self.edit(path),
            62..68 => self.several(path),
            68..72 => self.replace(path),
            72..76 => self.close(path),
            76..84 => self.request(path),
            84..87 => self.configure(),
            87..90 => self.on_disk(path),
            90..92 => self.rename(path),
            92..94 => self.client.save(&uri_in(&self.folder, path)),
            _ => self.nonsense(path),
        }
    }

    fn open(&mut self, path: &str) {
        let text = fs::read_to_string(self.folder.path().join(path)).unwrap_or_default();
        // Versions only grow from here on, wherever a client begins.
        self.next_version += 100;
        let uri = self.uri(path);
        self.client.open(&uri, self.next_version, &text);
        self.open.insert(path.into(), text);
    }

    fn edit(&mut self, path: &str) {
        let Some(mut text) = self.open.remove(path) else { return };
        let change = self.one_edit(&mut text);
        let uri = self.uri(path);
        self.client.change(&uri, &json!([change]));
        self.open.insert(path.into(), text);
    }

    fn several(&mut self, path: &str) {
        let Some(mut text) = self.open.remove(path) else { return };
        let changes: Vec<Value> = (0..4).map(|_| self.one_edit(&mut text)).collect();
        let uri = self.uri(path);
        self.client.change(&uri, &json!(changes));
        self.open.insert(path.into(), text);
    }

    fn one_edit(&mut self, text: &mut String) -> Value {
        let (a, b) = (self.random.place(text), self.random.place(text));
        let range = match self.random.below(4) {
            // Texts stay small enough to be checked often.
            0 if text.len() > 400 => a.min(b)..a.max(b),
            _ => a..a,
        };
        let with = *self.random.pick(&SNIPPETS);
        let change = edit(text, range.clone(), with);
        text.replace_range(range, with);
        change
    }

    fn replace(&mut self, path: &str) {
        if self.open.contains_key(path) {
            let text: String = (0..self.random.below(9)).map(|_| *self.random.pick(&SNIPPETS)).collect();
            let uri = self.uri(path);
            self.client.replace(&uri, &text);
            self.open.insert(path.into(), text);
        }
    }

    fn close(&mut self, path: &str) {
        if self.open.remove(path).is_some() {
            let uri = self.uri(path);
            self.client.close(&uri);
        }
    }

    fn request(&mut self, path: &str) {
        let uri = self.uri(path);
        let at = json!({ "line": self.random.below(30), "character": self.random.below(60) });
        let document = json!({ "uri": uri });
        let (method, params) = match self.random.below(3) {
            0 => ("textDocument/hover", json!({ "textDocument": document, "position": at })),
            1 => ("textDocument/diagnostic", json!({ "textDocument": document })),
            _ => {
                let range = json!({ "start": at, "end": { "line": 99, "character": 0 } });
                let params = json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } });
                ("textDocument/codeAction", params)
            }
        };
        let id = self.client.ask(method, params);
        if self.random.below(2) == 0 {
            self.client.notify("$/cancelRequest", json!({ "id": id }));
        }
    }

    fn configure(&mut self) {
        let text = *self.random.pick(&CONFIGS);
        write(self.folder.path(), config::CONFIG_NAME, text);
        if !text.starts_with("[rules\n") {
            self.model.configure(config_of(self.folder.path()));
        }
        let uri = self.uri(config::CONFIG_NAME);
        self.client.changed_on_disk(&uri, 2);
        // An answer means that it was read, before another one takes its place.
        self.client.findings("file:///elsewhere.ts");
    }

    fn on_disk(&mut self, path: &str) {
        let text = *self.random.pick(&SNIPPETS);
        write(self.folder.path(), path, text);
        let uri = self.uri(path);
        self.client.changed_on_disk(&uri, 2);
    }

    /// A file goes, and another one has its text.
    fn rename(&mut self, path: &str) {
        let to = *self.random.pick(&PATHS);
        self.close(path);
        self.close(to);
        if to != path && fs::rename(self.folder.path().join(path), self.folder.path().join(to)).is_ok() {
            let (from, to) = (self.uri(path), self.uri(to));
            self.client.changed_on_disk(&from, 3);
            self.client.changed_on_disk(&to, 1);
        }
    }

    fn nonsense(&mut self, path: &str) {
        let uri = self.uri(path);
        let messages = [
            json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": { "textDocument": 7 } }),
            json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": null }),
            json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": { "uri": "no uri" } } }),
            json!({ "jsonrpc": "2.0", "method": "textDocument/didClose", "params": { "textDocument": { "uri": "file:///no" } } }),
            json!({ "jsonrpc": "2.0", "method": "textDocument/didSave", "params": { "textDocument": { "uri": "untitled:1" } } }),
            json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 1_234_567 } }),
            json!({ "jsonrpc": "2.0", "method": "workspace/didChangeWatchedFiles", "params": { "changes": [{ "uri": uri }] } }),
            json!({ "jsonrpc": "2.0", "method": "no/such", "params": {} }),
            json!({ "jsonrpc": "2.0", "method": "textDocument/didChange",
                "params": { "textDocument": { "uri": uri, "version": "x" }, "contentChanges": [{ "text": "" }] } }),
            json!({ "jsonrpc": "2.0", "id": 7_000_000, "method": "codeAction/resolve", "params": { "title": "x", "data": 5 } }),
            json!({ "jsonrpc": "2.0", "id": 7_000_001, "method": "textDocument/diagnostic", "params": [] }),
            json!([1, 2, 3]),
        ];
        match self.random.below(messages.len() + 1) {
            at if at < messages.len() => self.client.send(&messages[at]),
            _ => self.client.send_text("{ this is no JSON"),
        }
    }

    /// Everything the server says of open files must be what a fresh look at their texts says.
    fn settle(&mut self) {
        self.model.texts.keys().cloned().collect::<Vec<_>>().iter().for_each(|path| self.model.remove(path));
        for path in PATHS {
            let there = fs::read_to_string(self.folder.path().join(path)).ok();
            // The configuration keeps closed files out of the project.
            let there = there.filter(|_| !self.model.ignores(path));
            if let Some(text) = self.open.get(path).cloned().or(there) {
                self.model.set(path, &text);
            }
        }
        let open: Vec<String> = self.open.keys().cloned().collect();
        for path in open.iter().chain(&open) {
            let uri = self.uri(path);
            self.client.findings(&uri);
        }
        for path in &open {
            let uri = self.uri(path);
            let goal = self.model.findings(path);
            let end = Instant::now() + PATIENCE;
            // What changed on disk is read on another thread.
            while self.client.findings(&uri) != goal {
                assert!(Instant::now() < end, "{path} must have {goal:?}:\n{}", self.open[path]);
                self.client.listen(Duration::from_millis(20));
            }
            self.client.wait_for_set(&uri, &goal);
        }
    }

    /// What the command line finds in the folder once all texts are written.
    fn check_whole(&mut self) -> BTreeMap<String, Vec<Seen>> {
        self.open.iter().for_each(|(path, text)| write(self.folder.path(), path, text));
        write(self.folder.path(), config::CONFIG_NAME, "");
        let uri = self.uri(config::CONFIG_NAME);
        self.client.changed_on_disk(&uri, 2);
        self.model.configure(config_of(self.folder.path()));
        let workspace = Workspace::open(self.folder.path(), OpenOptions::default()).unwrap();
        let scan = workspace.scan(&ScanRequest::default(), &());
        let found =
            |path: &String| scan.findings().filter(|finding| finding.path == *path).cloned().collect::<Vec<_>>();
        self.open.iter().map(|(path, text)| (path.clone(), expected(text, &found(path)))).collect()
    }
}

#[test]
fn ten_thousand_messages() {
    let mut soak = Soak::start(42);
    for message in 1..=10_000 * rounds() {
        soak.step();
        if message % 400 == 0 {
            soak.settle();
        }
    }
    let whole = soak.check_whole();
    soak.settle();
    for (path, goal) in whole {
        let uri = soak.uri(&path);
        assert_eq!(soak.client.shown(&uri).unwrap().set, goal, "{path}");
    }
    println!("soak: {} publications", soak.client.count);
    soak.client.end();
}

#[cfg(target_os = "linux")]
#[test]
fn what_it_costs_to_keep_it_open() {
    let folder = harbor();
    let model = Model::of(folder.path());
    let mut client = Client::in_folder(folder.path());
    let at_start = client.memory("VmRSS");
    let open = fifty(&mut client, folder.path(), &model);
    let with_fifty = client.memory("VmRSS");
    let mut random = Random::new(3);
    let mut texts = open.clone();
    for _ in 0..10_000 {
        let at = random.below(texts.len());
        let (uri, text) = &mut texts[at];
        let place = random.place(text);
        let with = *random.pick(&SNIPPETS);
        let change = edit(text, place..place, with);
        text.insert_str(place, with);
        client.change(uri, &json!([change]));
        // As many again take it back, so that growth would be the server's own.
        let back = edit(text, place..place + with.len(), "");
        text.replace_range(place..place + with.len(), "");
        client.change(uri, &json!([back]));
    }
    for (uri, _) in &open {
        client.findings(uri);
    }
    client.listen(Duration::from_millis(500));
    let after = client.memory("VmRSS");
    let before = client.ticks();
    client.listen(Duration::from_secs(3));
    let idle = client.ticks() - before;
    println!(
        "memory in kB: {at_start} at the start, {with_fifty} with {} files open, {after} after 20,000 edits, {} at most; \
         {idle} clock ticks in 3 s of rest",
        open.len(),
        client.memory("VmHWM"),
    );
    assert_eq!(idle, 0, "nothing to do must cost nothing");
    assert!(after < with_fifty + 24 * 1024, "{with_fifty} kB became {after} kB");
    client.end();
}

/// Opens fifty files: those of the folder, and copies of them where there are fewer.
#[cfg(target_os = "linux")]
fn fifty(client: &mut Client, root: &Path, model: &Model) -> Vec<(String, String)> {
    let paths = scripts(model);
    let mut open = Vec::new();
    for (at, path) in paths.iter().cycle().take(50).enumerate() {
        let uri = uri(&root.join(if at < paths.len() { path.clone() } else { format!("copy/{at}/{path}") }));
        let text = model.texts[path].clone();
        client.open(&uri, 1, &text);
        client.findings(&uri);
        open.push((uri, text));
    }
    open
}
