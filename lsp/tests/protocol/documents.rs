use std::sync::atomic::Ordering;
use std::time::Duration;

use seaworthy_lsp::Engine;
use serde_json::{Value, json};

use crate::client::{Client, actions, change};
use crate::engines::{BAD, SOUND, panicking, slow};

const DOCUMENT: &str = "file:///w/a.ts";
const OTHER: &str = "file:///w/b.ts";

fn count(params: &Value) -> usize {
    params["diagnostics"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_finding_says_everything_in_its_message() {
    let mut client = Client::start(Engine::default(), json!({})).await;
    client.open(DOCUMENT, &format!("\n  {BAD}")).await;
    let found = client.published(DOCUMENT, |_| true).await;
    assert_eq!(found["version"], 1);
    let diagnostic = &found["diagnostics"][0];
    assert_eq!(diagnostic["source"], "seaworthy");
    assert_eq!(diagnostic["code"], "token-in-web-storage");
    assert_eq!(diagnostic["severity"], 1);
    assert!(diagnostic["codeDescription"]["href"].as_str().unwrap().ends_with("token-in-web-storage.md"));
    let message = diagnostic["message"].as_str().unwrap();
    let (first, second) = message.split_once('\n').unwrap();
    assert!(first.contains("is kept in localStorage under `token`. Have the server set it as a cookie"), "{message}");
    assert!(second.starts_with("Any script on the page"), "{message}");
    assert_eq!(diagnostic["data"]["version"], 1);
    assert_eq!(diagnostic["range"]["start"], json!({ "line": 1, "character": 2 }));
}

#[tokio::test]
async fn columns_are_in_the_agreed_unit() {
    for (offered, encoding, column) in [
        (json!(["utf-8", "utf-16"]), "utf-8", 12),
        (json!(["utf-16"]), "utf-16", 8),
        (json!(["utf-32", "utf-16"]), "utf-16", 8),
    ] {
        let mut client = Client::connect(Engine::default());
        let extra = json!({ "capabilities": { "general": { "positionEncodings": offered } } });
        let answer = client.initialize(extra).await;
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        client.open(DOCUMENT, &format!("'😀字';{BAD}")).await;
        let found = client.published(DOCUMENT, |_| true).await;
        let expected = if encoding == "utf-8" { 10 } else { 6 };
        assert_eq!(found["diagnostics"][0]["range"]["start"]["character"], expected);
        // An edit right after it, in the same unit: `;` in front.
        let at = json!({ "line": 0, "character": expected });
        let edit = json!({ "range": { "start": at, "end": at }, "text": ";;" });
        client.notify("textDocument/didChange", change(DOCUMENT, 2, &edit)).await;
        let found = client.published(DOCUMENT, |_| true).await;
        assert_eq!(found["diagnostics"][0]["range"]["start"]["character"], column);
    }
}

#[tokio::test]
async fn a_burst_ends_in_the_right_findings_and_costs_little() {
    let (engine, analyses) = slow(5);
    let mut client = Client::start(engine, json!({})).await;
    client.open(DOCUMENT, "").await;
    client.published(DOCUMENT, |_| true).await;
    // Two hundred edits, each of which counts on the one before it: the text is typed character by character.
    let line = "localStorage.setItem('token_😀漢', session.token); // ";
    let typed: Vec<char> = line.chars().chain(std::iter::repeat_n('x', 200 - line.chars().count())).collect();
    assert_eq!(typed.len(), 200);
    let mut column = 0;
    for (at, character) in typed.iter().enumerate() {
        let place = json!({ "line": 0, "character": column });
        let edit = json!({ "range": { "start": place, "end": place }, "text": character.to_string() });
        client.notify("textDocument/didChange", change(DOCUMENT, i32::try_from(at).unwrap() + 2, &edit)).await;
        column += character.len_utf16();
    }
    let last = client.published(DOCUMENT, |params| params["version"] == 201).await;
    assert_eq!(count(&last), 1);
    let end = line.find(");").map(|at| line[..=at].encode_utf16().count());
    assert_eq!(last["diagnostics"][0]["range"]["end"]["character"], json!(end));
    assert!(last["diagnostics"][0]["message"].as_str().unwrap().contains("`token_😀漢`"));
    let versions: Vec<i64> =
        client.publications(DOCUMENT).iter().map(|params| params["version"].as_i64().unwrap()).collect();
    assert!(versions.is_sorted(), "{versions:?}");
    let analyses = analyses.load(Ordering::SeqCst);
    assert!(analyses <= 12, "{analyses} analyses for one opening and a burst of 200");
}

#[tokio::test]
async fn results_for_an_older_text_are_never_published() {
    let (engine, _) = slow(60);
    let mut client = Client::start(engine, json!({})).await;
    client.open(DOCUMENT, SOUND).await;
    client.published(DOCUMENT, |params| count(params) == 0).await;
    for round in 0..4 {
        client.change(DOCUMENT, 10 * round + 2, BAD).await;
        tokio::time::sleep(Duration::from_millis(30)).await;
        client.change(DOCUMENT, 10 * round + 3, SOUND).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let came = client.listen(300).await;
    assert!(came.is_empty(), "nothing was found in any text that stayed: {came:?}");
}

#[tokio::test]
async fn a_document_opened_again_is_not_the_one_before() {
    let (engine, _) = slow(80);
    let mut client = Client::start(engine, json!({})).await;
    client.open(DOCUMENT, BAD).await;
    client.close(DOCUMENT).await;
    client.open(DOCUMENT, SOUND).await;
    let first = client.published(DOCUMENT, |_| true).await;
    assert_eq!(count(&first), 0);
    assert!(client.listen(300).await.is_empty());
}

#[tokio::test]
async fn what_did_not_change_is_not_said_again() {
    let mut client = Client::start(Engine::default(), json!({})).await;
    client.open(DOCUMENT, BAD).await;
    client.published(DOCUMENT, |_| true).await;
    client.change(DOCUMENT, 2, &format!("{BAD}// more")).await;
    assert!(client.listen(300).await.is_empty());
    client.change(DOCUMENT, 3, &format!("\n{BAD}")).await;
    assert_eq!(client.published(DOCUMENT, |_| true).await["version"], 3);
    client.change(DOCUMENT, 4, "").await;
    assert_eq!(count(&client.published(DOCUMENT, |_| true).await), 0);
}

#[tokio::test]
async fn the_end_of_a_burst_is_confirmed() {
    let mut client = Client::start(Engine::default(), json!({})).await;
    client.open(DOCUMENT, SOUND).await;
    client.published(DOCUMENT, |_| true).await;
    // The first change is answered at once; the last one gives the same set.
    for version in 2..=61 {
        client.change(DOCUMENT, version, if version % 2 == 0 { BAD } else { SOUND }).await;
    }
    client.change(DOCUMENT, 62, BAD).await;
    let last = client.published(DOCUMENT, |params| params["version"] == 62).await;
    assert_eq!(count(&last), 1);
    assert!(client.publications(DOCUMENT).len() < 20);
}

#[tokio::test]
async fn closing_takes_findings_back() {
    let mut client = Client::start(Engine::default(), json!({})).await;
    client.open(DOCUMENT, BAD).await;
    client.published(DOCUMENT, |params| count(params) == 1).await;
    client.close(DOCUMENT).await;
    let last = client.published(DOCUMENT, |_| true).await;
    assert_eq!((count(&last), &last["version"]), (0, &Value::Null));
}

#[tokio::test]
async fn a_panic_costs_one_document_its_news() {
    let mut client = Client::start(panicking(), json!({})).await;
    client.open(DOCUMENT, "PANIC").await;
    let log = client.told("window/logMessage").await;
    assert!(log["message"].as_str().unwrap().contains("w/a.ts failed"), "{log}");
    // Said once; asking gives nothing rather than no answer.
    client.change(DOCUMENT, 2, "PANIC again").await;
    assert!(client.actions(DOCUMENT, 0, None).await.is_empty());
    client.open(OTHER, BAD).await;
    client.published(OTHER, |params| count(params) == 1).await;
    client.change(DOCUMENT, 3, BAD).await;
    client.published(DOCUMENT, |params| count(params) == 1).await;
    let logs = client.seen.iter().filter(|message| message["method"] == "window/logMessage");
    assert_eq!(logs.count(), 1);
}

#[tokio::test]
async fn switching_off_takes_findings_back_and_on_brings_them() {
    let mut client = Client::start(Engine::default(), json!({})).await;
    client.open(DOCUMENT, BAD).await;
    client.published(DOCUMENT, |params| count(params) == 1).await;
    let switch = |on: bool| json!({ "settings": { "seaworthy": { "enable": on } } });
    client.notify("workspace/didChangeConfiguration", switch(false)).await;
    client.published(DOCUMENT, |params| count(params) == 0).await;
    client.change(DOCUMENT, 2, &format!("\n{BAD}")).await;
    assert!(client.actions(DOCUMENT, 1, None).await.is_empty());
    client.notify("workspace/didChangeConfiguration", switch(true)).await;
    let back = client.published(DOCUMENT, |params| count(params) == 1).await;
    assert_eq!(back["version"], 2);
}

#[tokio::test]
async fn on_save_waits_for_the_save() {
    let options = json!({ "initializationOptions": { "seaworthy": { "run": "onSave" } } });
    let mut client = Client::start(Engine::default(), options).await;
    client.open(DOCUMENT, SOUND).await;
    client.published(DOCUMENT, |_| true).await;
    client.change(DOCUMENT, 2, BAD).await;
    assert!(client.listen(300).await.is_empty());
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": DOCUMENT } })).await;
    client.published(DOCUMENT, |params| count(params) == 1).await;
}

#[tokio::test]
async fn many_waiting_requests_hold_nothing_up() {
    let (engine, _) = slow(100);
    let mut client = Client::start(engine, json!({})).await;
    client.open(DOCUMENT, SOUND).await;
    let mut asked = Vec::new();
    for version in 2..32 {
        asked.push(client.ask("textDocument/codeAction", actions(DOCUMENT, 0, None)).await);
        client.change(DOCUMENT, version, BAD).await;
    }
    for id in asked {
        client.answer(id).await;
    }
    let actions = client.actions(DOCUMENT, 0, None).await;
    assert!(!actions.is_empty());
}
