use std::fs;
use std::path::Path;

use seaworthy_lsp::Engine;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::Client;
use crate::engines::{BAD, SOUND, panicking, tracking};

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn found(count: usize) -> impl Fn(&Value) -> bool {
    move |params| params["diagnostics"].as_array().unwrap().len() == count
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let full = folder.path().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, text).unwrap();
    }
    folder
}

fn in_folder(folder: &TempDir, workspace: bool) -> Value {
    json!({
        "workspaceFolders": [{ "uri": uri(folder.path()), "name": "w" }],
        "initializationOptions": { "seaworthy": { "workspaceDiagnostics": workspace }, "status": true },
    })
}

async fn ready(client: &mut Client) {
    while client.told("seaworthy/status").await["state"] != "ready" {}
}

fn watched(path: &Path, kind: u8) -> Value {
    json!({ "changes": [{ "uri": uri(path), "type": kind }] })
}

#[tokio::test]
async fn closed_files_are_shown_only_on_request() {
    let folder = folder(&[("src/a.ts", BAD)]);
    let file = folder.path().join("src/a.ts");
    let mut client = Client::start(Engine::default(), in_folder(&folder, false)).await;
    ready(&mut client).await;
    let came = client.listen(200).await;
    assert!(came.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"), "{came:?}");
    let on = json!({ "settings": { "seaworthy": { "workspaceDiagnostics": true } } });
    client.notify("workspace/didChangeConfiguration", on).await;
    let published = client.published(&uri(&file), found(1)).await;
    assert_eq!(published["version"], Value::Null);
}

#[tokio::test]
async fn changes_on_disk_are_seen() {
    let folder = folder(&[("src/a.ts", SOUND), ("node_modules/x/b.ts", BAD)]);
    let file = folder.path().join("src/a.ts");
    let mut client = Client::start(Engine::default(), in_folder(&folder, true)).await;
    ready(&mut client).await;
    fs::write(&file, BAD).unwrap();
    client.notify("workspace/didChangeWatchedFiles", watched(&file, 2)).await;
    client.published(&uri(&file), found(1)).await;
    fs::remove_dir_all(folder.path().join("src")).unwrap();
    // A client may name only the folder.
    client.notify("workspace/didChangeWatchedFiles", watched(&folder.path().join("src"), 3)).await;
    client.published(&uri(&file), found(0)).await;
    let generated = folder.path().join("node_modules/x/b.ts");
    client.notify("workspace/didChangeWatchedFiles", watched(&generated, 2)).await;
    assert!(client.listen(200).await.is_empty());
}

#[tokio::test]
async fn an_open_document_wins_over_the_disk() {
    let folder = folder(&[("a.ts", SOUND)]);
    let file = folder.path().join("a.ts");
    let mut client = Client::start(Engine::default(), in_folder(&folder, true)).await;
    client.open(&uri(&file), BAD).await;
    client.published(&uri(&file), found(1)).await;
    fs::write(&file, SOUND).unwrap();
    client.notify("workspace/didChangeWatchedFiles", watched(&file, 2)).await;
    let came = client.listen(300).await;
    assert!(came.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"), "{came:?}");
    // Once it is closed the disk is the truth.
    fs::write(&file, format!("\n{BAD}")).unwrap();
    client.close(&uri(&file)).await;
    let published = client.published(&uri(&file), found(1)).await;
    assert_eq!(published["diagnostics"][0]["range"]["start"]["line"], 1);
}

#[tokio::test]
async fn the_configuration_is_followed_and_a_broken_one_is_not() {
    let folder = folder(&[("a.ts", BAD)]);
    let (file, config) = (uri(&folder.path().join("a.ts")), folder.path().join("seaworthy.toml"));
    let mut client = Client::start(Engine::default(), in_folder(&folder, false)).await;
    client.open(&file, BAD).await;
    client.published(&file, found(1)).await;
    let mut write = async |text: &str| {
        fs::write(&config, text).unwrap();
        client.notify("workspace/didChangeWatchedFiles", watched(&config, 2)).await;
    };
    write("[rules]\ntoken-in-web-storage = \"off\"\n").await;
    client.published(&file, found(0)).await;
    for _ in 0..2 {
        fs::write(&config, "[rules]\ntoken-in-web-storage = \"loud\"\n").unwrap();
        client.notify("workspace/didChangeWatchedFiles", watched(&config, 2)).await;
    }
    let came = client.listen(400).await;
    let shown: Vec<_> = came.iter().filter(|message| message["method"] == "window/showMessage").collect();
    assert_eq!(shown.len(), 1, "{came:?}");
    assert!(shown[0]["params"]["message"].as_str().unwrap().contains("seaworthy.toml"));
    assert!(came.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"), "off stays in force");
    fs::write(&config, "[rules]\ntoken-in-web-storage = \"warning\"\n").unwrap();
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri(&config) } })).await;
    let published = client.published(&file, found(1)).await;
    assert_eq!(published["diagnostics"][0]["severity"], 2);
    fs::remove_file(&config).unwrap();
    client.notify("workspace/didChangeWatchedFiles", watched(&config, 3)).await;
    let published = client.published(&file, found(1)).await;
    assert_eq!(published["diagnostics"][0]["severity"], 1);
}

#[tokio::test]
async fn folders_come_and_go() {
    let (first, second) = (folder(&[]), folder(&[("seaworthy.toml", "ignore = [\"a.ts\"]")]));
    let mut client = Client::start(Engine::default(), in_folder(&first, false)).await;
    let (one, two) = (uri(&first.path().join("a.ts")), uri(&second.path().join("a.ts")));
    client.open(&one, BAD).await;
    client.published(&one, found(1)).await;
    client.open(&two, BAD).await;
    client.published(&two, found(1)).await;
    let second_folder = json!({ "uri": uri(second.path()), "name": "second" });
    let change = |added: Value, removed: Value| json!({ "event": { "added": added, "removed": removed } });
    client.notify("workspace/didChangeWorkspaceFolders", change(json!([second_folder]), json!([]))).await;
    // It has a configuration of its own now.
    client.published(&two, found(0)).await;
    client.notify("workspace/didChangeWorkspaceFolders", change(json!([]), json!([second_folder]))).await;
    client.published(&two, found(1)).await;
    assert_eq!(client.publications(&one).len(), 1);
}

#[tokio::test]
async fn a_file_that_cannot_be_analysed_is_left_out() {
    let folder = folder(&[("bad.ts", "PANIC"), ("a.ts", BAD)]);
    let mut client = Client::start(panicking(), in_folder(&folder, true)).await;
    client.published(&uri(&folder.path().join("a.ts")), found(1)).await;
    let logs = client.seen.iter().filter(|message| message["method"] == "window/logMessage");
    let text: Vec<_> = logs.map(|message| message["params"]["message"].as_str().unwrap().to_owned()).collect();
    assert_eq!(text, ["the analysis of bad.ts failed; the file is left out"]);
}

fn git(folder: &TempDir, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    let output = command.args(arguments).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn what_git_tracks_is_known_and_asked_again() {
    let folder = folder(&[(".gitignore", ".env*\n"), (".env", "A=1\n"), (".env.local", "A=1\n")]);
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "-f", ".env"]);
    let file = folder.path().join(".env");
    let mut client = Client::start(tracking(), in_folder(&folder, true)).await;
    client.published(&uri(&file), found(1)).await;

    // It is taken out of git, and its ignore file is touched on the way: it no longer belongs to the project.
    git(&folder, &["rm", "-q", "--cached", ".env"]);
    client.notify("workspace/didChangeWatchedFiles", watched(&folder.path().join(".gitignore"), 2)).await;
    client.published(&uri(&file), found(0)).await;

    // An open document is told apart too, and again when it is saved.
    client.open(&uri(&file), "A=1\n").await;
    client.published(&uri(&file), found(0)).await;
    git(&folder, &["add", "-f", ".env"]);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri(&file) } })).await;
    client.published(&uri(&file), found(1)).await;

    // One that is ignored and not tracked is not read when it changes.
    let local = folder.path().join(".env.local");
    git(&folder, &["add", "-f", ".env.local"]);
    client.notify("workspace/didChangeWatchedFiles", watched(&local, 2)).await;
    client.published(&uri(&local), found(1)).await;
    git(&folder, &["rm", "-q", "--cached", ".env.local"]);
    client.notify("workspace/didChangeWatchedFiles", watched(&local, 2)).await;
    client.published(&uri(&local), found(0)).await;
}

#[tokio::test]
async fn an_ignore_file_changes_what_belongs_to_the_project() {
    let folder = folder(&[(".gitignore", "old\n"), ("old/a.ts", BAD), ("src/b.ts", BAD)]);
    let mut client = Client::start(Engine::default(), in_folder(&folder, true)).await;
    client.published(&uri(&folder.path().join("src/b.ts")), found(1)).await;
    fs::write(folder.path().join(".gitignore"), "src\n").unwrap();
    client.notify("workspace/didChangeWatchedFiles", watched(&folder.path().join(".gitignore"), 2)).await;
    client.published(&uri(&folder.path().join("src/b.ts")), found(0)).await;
    client.published(&uri(&folder.path().join("old/a.ts")), found(1)).await;
}

async fn checklist(client: &mut Client, wish: Value) -> Value {
    client.request("workspace/executeCommand", json!({ "command": "seaworthy.checklist", "arguments": [wish] })).await
}

#[tokio::test]
async fn the_checklist_is_a_page_of_the_whole_folder() {
    let folder = folder(&[("src/a.ts", &format!("one();\n{BAD}")), ("src/<b>.ts", SOUND)]);
    let mut client = Client::start(Engine::default(), in_folder(&folder, false)).await;
    // No wait for the project to be read.
    let page = checklist(&mut client, json!({ "links": "command" })).await;
    let page = page.as_str().unwrap();
    assert!(page.contains("<h1>Not seaworthy yet: 1 of 10 items falls short"), "{page}");
    assert!(
        page.contains("href=\"command:seaworthy.openPlace?%5B%22file%3A///") && page.contains("src/<wbr>a.ts:2</a>")
    );
    // What is typed counts, not what is on disk.
    client.open(&uri(&folder.path().join("src/a.ts")), SOUND).await;
    client.published(&uri(&folder.path().join("src/a.ts")), found(0)).await;
    let page = checklist(&mut client, json!({ "folder": uri(folder.path()) })).await;
    assert!(page.as_str().unwrap().contains("<h1>Seaworthy: 1 of 10 items holds, "), "{page}");
}

#[tokio::test]
async fn the_findings_of_the_whole_folder_are_listed() {
    let folder = folder(&[("src/a.ts", &format!("one();\n{BAD}")), ("b.ts", SOUND)]);
    let mut client = Client::start(Engine::default(), in_folder(&folder, false)).await;
    let command = |name: &str, argument: Value| json!({ "command": name, "arguments": [argument] });
    let listed = client.request("workspace/executeCommand", command("seaworthy.findings", json!({}))).await;
    assert_eq!((&listed["files"], listed["findings"].as_array().unwrap().len()), (&json!(2), 1), "{listed}");
    let finding = &listed["findings"][0];
    assert_eq!(finding["uri"], uri(&folder.path().join("src/a.ts")));
    assert_eq!((&finding["rule"], &finding["range"]["start"]["line"]), (&json!("token-in-web-storage"), &json!(1)));
    let page = client.request("workspace/executeCommand", command("seaworthy.explain", json!("missing-csp"))).await;
    assert!(page.as_str().unwrap().starts_with("# missing-csp\n"), "{page}");
    let none = client.request("workspace/executeCommand", command("seaworthy.explain", json!("no-such-rule"))).await;
    assert_eq!(none, Value::Null);
}

#[tokio::test]
async fn a_checklist_of_nothing_is_none() {
    let folder = folder(&[("a.ts", SOUND)]);
    let mut client = Client::start(Engine::default(), in_folder(&folder, false)).await;
    assert_eq!(checklist(&mut client, json!({ "folder": "file:///elsewhere" })).await, Value::Null);
    let wrong =
        client.request("workspace/executeCommand", json!({ "command": "seaworthy.sail", "arguments": [] })).await;
    assert!(wrong["message"].as_str().unwrap().contains("no command seaworthy.sail"), "{wrong}");
    let wrong = checklist(&mut client, json!({ "folder": 5 })).await;
    assert_eq!(wrong["code"], -32602, "{wrong}");
}
