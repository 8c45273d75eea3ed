//! Diagnostics for clients that ask for them, code actions that are worked out when they are chosen.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, uri};
use crate::model::{folder, uri_in, write};

const BAD: &str = "localStorage.setItem('token', token);\n";
const SOUND: &str = "localStorage.setItem('theme', t);\n";

fn pulling(root: &tempfile::TempDir, text_document: &Value) -> Client {
    let capabilities = json!({
        "textDocument": text_document,
        "workspace": { "diagnostics": { "refreshSupport": true }, "workspaceEdit": { "documentChanges": true } },
    });
    let options = json!({ "status": true, "seaworthy": { "workspaceDiagnostics": true } });
    let folders = json!([{ "uri": uri(root.path()), "name": "w" }]);
    let extra = json!({ "capabilities": capabilities, "workspaceFolders": folders, "initializationOptions": options });
    let mut client = Client::start(&extra);
    client.ready();
    client
}

fn pull(client: &mut Client, uri: &str, known: Option<&Value>) -> Value {
    let mut params = json!({ "textDocument": { "uri": uri } });
    if let Some(known) = known {
        params["previousResultId"] = known.clone();
    }
    client.request("textDocument/diagnostic", params)
}

#[test]
fn a_client_that_asks_is_answered_and_not_told() {
    let folder = folder(&[("a.ts", SOUND), ("b.ts", BAD)]);
    let mut client = pulling(&folder, &json!({ "diagnostic": {} }));
    assert_eq!(client.capabilities["diagnosticProvider"]["interFileDependencies"], true);
    let file = uri_in(&folder, "a.ts");
    client.open(&file, 1, BAD);
    let first = pull(&mut client, &file, None);
    assert_eq!((&first["kind"], first["items"].as_array().map(Vec::len)), (&json!("full"), Some(1)), "{first}");
    let id = first["resultId"].clone();
    // The same findings at the same places are the same set, whatever else changed.
    client.replace(&file, &format!("{BAD}other();\n"));
    assert_eq!(pull(&mut client, &file, Some(&id)), json!({ "kind": "unchanged", "resultId": id }));
    client.replace(&file, &format!("\n{BAD}"));
    let moved = pull(&mut client, &file, Some(&id));
    assert_eq!(moved["items"][0]["range"]["start"]["line"], 1);
    client.replace(&file, SOUND);
    let none = pull(&mut client, &file, Some(&moved["resultId"]));
    assert_eq!((&none["kind"], &none["items"]), (&json!("full"), &json!([])));
    // A file that is not open is one of the project.
    let closed = pull(&mut client, &uri_in(&folder, "b.ts"), None);
    assert_eq!(closed["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(client.count, 0, "nothing is sent unasked");
    client.end();
}

#[test]
fn a_client_that_takes_both_is_told_unless_it_asks_for_the_other() {
    let folder = folder(&[("a.ts", BAD)]);
    let mut client = pulling(&folder, &json!({ "diagnostic": {}, "publishDiagnostics": {} }));
    assert_eq!(client.capabilities["diagnosticProvider"], Value::Null);
    client.wait_for(&uri_in(&folder, "a.ts"), 1);
    client.end();
    let extra = json!({
        "capabilities": { "textDocument": { "diagnostic": {}, "publishDiagnostics": {} } },
        "initializationOptions": { "pullDiagnostics": true },
    });
    let mut client = Client::start(&extra);
    assert_eq!(client.capabilities["diagnosticProvider"]["workspaceDiagnostics"], true);
    client.open("file:///w/a.ts", 1, BAD);
    assert_eq!(client.findings("file:///w/a.ts").len(), 1);
    assert_eq!(client.count, 0);
    client.end();
}

#[test]
fn all_files_are_asked_about_at_once() {
    let folder = folder(&[("a.ts", SOUND), ("b.ts", BAD)]);
    let mut client = pulling(&folder, &json!({ "diagnostic": {} }));
    let ask = |client: &mut Client, known: Value| {
        client.request("workspace/diagnostic", json!({ "previousResultIds": known }))["items"].clone()
    };
    let first = ask(&mut client, json!([]));
    assert_eq!((first.as_array().unwrap().len(), &first[0]["uri"]), (1, &json!(uri_in(&folder, "b.ts"))), "{first}");
    let known = json!([{ "uri": first[0]["uri"], "value": first[0]["resultId"] }]);
    let again = ask(&mut client, known.clone());
    assert_eq!((&again[0]["kind"], &again[0]["items"]), (&json!("unchanged"), &Value::Null));
    // It is mended outside the editor: the client is told to ask again, and what it has is taken back.
    write(folder.path(), "b.ts", SOUND);
    client.changed_on_disk(&uri_in(&folder, "b.ts"), 2);
    let told = |client: &Client| client.told.iter().any(|message| message["method"] == "workspace/diagnostic/refresh");
    client.until("a call to ask again", told);
    let mut mended = ask(&mut client, known.clone());
    while mended[0]["kind"] != "full" {
        client.listen(Duration::from_millis(20));
        mended = ask(&mut client, known.clone());
    }
    assert_eq!((&mended[0]["kind"], &mended[0]["items"]), (&json!("full"), &json!([])), "{mended}");
    client.end();
}

#[test]
fn a_question_about_a_closed_document_may_be_asked_again() {
    let mut client = Client::start(&json!({}));
    client.open("file:///w/a.ts", 1, BAD);
    client.replace("file:///w/a.ts", SOUND);
    let id = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": "file:///w/a.ts" } }));
    client.close("file:///w/a.ts");
    let answer = client.answer(id);
    // It was answered before the document went, or let go of.
    assert!(answer["kind"] == "full" || answer["data"]["retriggerRequest"] == true, "{answer}");
    client.end();
}

#[test]
fn an_action_is_worked_out_when_it_is_chosen_and_for_no_other_text() {
    let folder = folder(&[("a.ts", SOUND)]);
    let support = json!({ "codeAction": { "dataSupport": true, "resolveSupport": { "properties": ["edit"] } } });
    let mut client = pulling(&folder, &support);
    assert_eq!(client.capabilities["codeActionProvider"]["resolveProvider"], true);
    let file = uri_in(&folder, "a.ts");
    client.open(&file, 1, BAD);
    let actions = client.actions(&file, 0, Some("quickfix"));
    assert!(actions.iter().all(|action| action["edit"].is_null()), "{actions:?}");
    let ignore = actions.iter().find(|action| action["title"].as_str().unwrap().contains("on this line")).unwrap();
    let resolved = client.request("codeAction/resolve", ignore.clone());
    let change = &resolved["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    assert!(change["edits"][0]["newText"].as_str().unwrap().contains("seaworthy-ignore token-in-web-storage"));
    client.replace(&file, &format!("\n{BAD}"));
    let refused = client.request("codeAction/resolve", ignore.clone());
    assert_eq!(refused["code"], -32801, "the text is another one: {refused}");
    client.end();
}

#[test]
fn a_rule_can_be_ignored_in_the_configuration() {
    let folder = folder(&[("app/[id]/a.ts", BAD), ("seaworthy.toml", "ignore = ['old/**']")]);
    let mut client = Client::in_folder(folder.path());
    let file = uri_in(&folder, "app/[id]/a.ts");
    client.open(&file, 1, BAD);
    let actions = client.actions(&file, 0, Some("quickfix"));
    let wanted = |action: &&Value| action["title"].as_str().unwrap().ends_with("for this file in the configuration…");
    let action = actions.iter().find(wanted).unwrap();
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["uri"], uri_in(&folder, "seaworthy.toml"));
    let edit = &change["edits"][0];
    assert_eq!(edit["range"]["start"], json!({ "line": 0, "character": 19 }));
    write(folder.path(), "seaworthy.toml", &format!("ignore = ['old/**']{}", edit["newText"].as_str().unwrap()));
    client.changed_on_disk(&uri_in(&folder, "seaworthy.toml"), 2);
    client.wait_for(&file, 0);
    client.end();
}

#[test]
fn the_chain_behind_a_finding_is_shown() {
    let save = "export function save(key, value) {\n  localStorage.setItem(key, value);\n}\n";
    let folder = folder(&[("save.ts", save), ("a.ts", SOUND)]);
    let mut client = Client::in_folder(folder.path());
    let file = uri_in(&folder, "a.ts");
    client.open(&file, 1, "import { save } from './save';\nsave('token', token);\n");
    let actions = client.actions(&file, 1, None);
    let why = actions.iter().find(|action| action["command"]["command"] == "seaworthy.why").unwrap();
    let command = json!({ "command": "seaworthy.why", "arguments": why["command"]["arguments"] });
    client.request("workspace/executeCommand", command);
    let shown = |message: &&Value| message["method"] == "window/showMessage";
    client.until("the chain", |client| client.told.iter().any(|message| shown(&message)));
    let text = client.told.iter().find(shown).unwrap()["params"]["message"].as_str().unwrap();
    assert!(text.contains("save.ts:2"), "{text}");
    let wrong = client.request("workspace/executeCommand", json!({ "command": "seaworthy.why", "arguments": [7] }));
    assert_eq!(wrong["code"], -32602);
    client.end();
}
