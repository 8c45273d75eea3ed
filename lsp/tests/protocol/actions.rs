use seaworthy_lsp::Engine;
use serde_json::{Value, json};

use crate::client::Client;
use crate::engines::{BAD, fixing, making, nested};

const DOCUMENT: &str = "file:///w/a.ts";

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

/// The edit of an action in a document; columns in ASCII texts are bytes.
fn applied(text: &str, action: &Value, uri: &str) -> String {
    let changes = action["edit"]["documentChanges"].as_array().unwrap();
    let change = changes.iter().find(|change| change["textDocument"]["uri"] == uri).unwrap();
    let mut edits = change["edits"].as_array().unwrap().clone();
    let byte = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + usize::try_from(place["character"].as_u64().unwrap()).unwrap()
    };
    edits.sort_by_key(|edit| std::cmp::Reverse(byte(&edit["range"]["start"])));
    let mut result = text.to_owned();
    for edit in edits {
        let range = byte(&edit["range"]["start"])..byte(&edit["range"]["end"]);
        result.replace_range(range, edit["newText"].as_str().unwrap());
    }
    result
}

#[tokio::test]
async fn quick_fixes_are_offered_where_the_finding_is() {
    let mut client = Client::start(fixing(), json!({})).await;
    let text = format!("one();\n{BAD}three();\n");
    client.open(DOCUMENT, &text).await;
    assert!(client.actions(DOCUMENT, 0, Some("quickfix")).await.is_empty());
    let actions = client.actions(DOCUMENT, 1, Some("quickfix")).await;
    let (month, titles): (Vec<&str>, Vec<&str>) =
        titles(&actions).into_iter().partition(|title| title.contains(" until 2"));
    assert_eq!(month.len(), 1, "one that ends");
    assert_eq!(
        titles,
        [
            "Keep it in a cookie (suggestion)",
            "Remove it",
            "Ignore `token-in-web-storage` on this line…",
            "Ignore `token-in-web-storage` in this file…",
        ],
        "a guide has no edit, and src/other.ts is unknown"
    );
    let preferred: Vec<bool> = actions.iter().map(|action| action["isPreferred"] == true).collect();
    assert_eq!(preferred, [false, true, false, false, false]);
    assert_eq!(actions[1]["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
    assert_eq!(actions[1]["diagnostics"][0]["code"], "token-in-web-storage");
    assert_eq!(applied(&text, &actions[1], DOCUMENT), "one();\ngone();\nthree();\n");
    client.change(DOCUMENT, 2, "one();\ngone();\nthree();\n").await;
    client.published(DOCUMENT, |params| params["diagnostics"] == json!([])).await;
}

#[tokio::test]
async fn actions_are_for_the_text_as_it_is_when_asked() {
    let mut client = Client::start(fixing(), json!({})).await;
    client.open(DOCUMENT, "").await;
    // No wait between the change and the question.
    client.change(DOCUMENT, 2, &format!("\n\n{BAD}")).await;
    let actions = client.actions(DOCUMENT, 2, Some("quickfix")).await;
    assert_eq!(actions.len(), 5);
    assert_eq!(actions[0]["edit"]["documentChanges"][0]["textDocument"]["version"], 2);
}

#[tokio::test]
async fn a_client_without_document_changes_gets_plain_changes() {
    let mut client = Client::start(fixing(), json!({ "capabilities": {} })).await;
    client.open(DOCUMENT, BAD).await;
    let actions = client.actions(DOCUMENT, 0, Some("quickfix")).await;
    assert_eq!(actions[1]["edit"]["changes"][DOCUMENT][0]["newText"], "gone()");
}

#[tokio::test]
async fn ignoring_silences_the_finding() {
    for (title, expected) in [
        ("on this line", "if (x) {\r\n\t// seaworthy-ignore token-in-web-storage: TODO say why\r\n\tBAD\r\n}\r\n"),
        ("in this file", "// seaworthy-ignore-file token-in-web-storage: TODO say why\r\nif (x) {\r\n\tBAD\r\n}\r\n"),
    ] {
        let mut client = Client::start(Engine::default(), json!({})).await;
        let text = format!("if (x) {{\r\n\t{}\r\n}}\r\n", BAD.trim());
        client.open(DOCUMENT, &text).await;
        let actions = client.actions(DOCUMENT, 1, None).await;
        let action = actions.iter().find(|action| action["title"].as_str().unwrap().contains(title)).unwrap();
        let after = applied(&text, action, DOCUMENT);
        assert_eq!(after, expected.replace("BAD", BAD.trim()));
        client.change(DOCUMENT, 2, &after).await;
        client.published(DOCUMENT, |params| params["diagnostics"] == json!([])).await;
    }
}

#[tokio::test]
async fn fix_all_applies_what_is_safe_until_nothing_is_left() {
    let mut client = Client::start(nested(), json!({})).await;
    let text = "localStorage.setItem('token_3');\n  keep();\nlocalStorage.setItem('token_1');\n";
    client.open(DOCUMENT, text).await;
    client.published(DOCUMENT, |params| params["diagnostics"].as_array().unwrap().len() == 2).await;
    let actions = client.actions(DOCUMENT, 1, Some("source.fixAll")).await;
    assert_eq!(actions.len(), 1);
    assert_eq!(actions[0]["kind"], "source.fixAll.seaworthy");
    assert_eq!(applied(text, &actions[0], DOCUMENT), "done();\n  keep();\ndone();\n");
    // Looking for fixes left the project as it was.
    assert!(client.listen(200).await.is_empty());
    assert!(!client.actions(DOCUMENT, 0, Some("quickfix")).await.is_empty());
}

#[tokio::test]
async fn fix_all_is_not_offered_for_suggestions() {
    let mut client = Client::start(Engine::default(), json!({})).await;
    client.open(DOCUMENT, BAD).await;
    assert!(client.actions(DOCUMENT, 0, Some("source.fixAll.seaworthy")).await.is_empty());
}

#[tokio::test]
async fn a_fix_reaches_into_a_file_only_as_it_was_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("src")).unwrap();
    let other = folder.path().join("src/other.ts");
    std::fs::write(&other, "other();\n").unwrap();
    let root = format!("file://{}", folder.path().display());
    let (document, other_uri) = (format!("{root}/src/a.ts"), format!("{root}/src/other.ts"));
    let folders = json!([{ "uri": root, "name": "w" }]);
    let options = json!({ "workspaceFolders": folders, "initializationOptions": { "status": true } });
    let mut client = Client::start(fixing(), options).await;
    while client.told("seaworthy/status").await["state"] != "ready" {}
    client.open(&document, BAD).await;
    let actions = client.actions(&document, 0, Some("quickfix")).await;
    let moved = actions.iter().find(|action| action["title"] == "Move it").expect("other.ts is known");
    assert_eq!(applied("other();\n", moved, &other_uri), "OTHER();\n");
    assert_eq!(applied(BAD, moved, &document), "moved();\n");
    // Changed on disk, and nobody told the server.
    std::fs::write(&other, "// new\nother();\n").unwrap();
    let actions = client.actions(&document, 0, Some("quickfix")).await;
    assert!(actions.iter().all(|action| action["title"] != "Move it"), "{actions:?}");
}

#[tokio::test]
async fn hover_explains_the_finding() {
    let mut client = Client::start(Engine::default(), json!({})).await;
    client.open(DOCUMENT, &format!("one();\n{BAD}")).await;
    let at = |line, character| json!({ "textDocument": { "uri": DOCUMENT }, "position": { "line": line, "character": character } });
    let hover = client.request("textDocument/hover", at(1, 4)).await;
    let text = hover["contents"]["value"].as_str().unwrap();
    assert_eq!(hover["contents"]["kind"], "markdown");
    for part in
        ["`token-in-web-storage`", "**Risk:** Any script", "**Do:** Have the server", "token-in-web-storage.md)"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(client.request("textDocument/hover", at(0, 1)).await, Value::Null);
}

#[tokio::test]
async fn a_fix_can_make_a_file_where_the_client_can() {
    let folder = tempfile::tempdir().unwrap();
    let uri = |path: &str| format!("file://{}/{path}", folder.path().display());
    let edits = |edit: Value| json!({ "workspace": { "workspaceEdit": edit } });
    let making_client = edits(json!({ "documentChanges": true, "resourceOperations": ["create", "rename"] }));
    for (capabilities, expected) in [
        (making_client.clone(), 5),
        (edits(json!({ "documentChanges": true, "resourceOperations": ["rename"] })), 3),
        (edits(json!({ "documentChanges": true })), 3),
        (edits(json!({ "resourceOperations": ["create"] })), 3),
        (json!({}), 3),
    ] {
        let extra = json!({ "capabilities": capabilities, "workspaceFolders": [{ "uri": uri(""), "name": "w" }] });
        let mut client = Client::start(making(), extra).await;
        client.open(&uri("a.ts"), BAD).await;
        let actions = client.actions(&uri("a.ts"), 0, Some("quickfix")).await;
        assert_eq!(actions.len(), expected, "{capabilities}: {:?}", titles(&actions));
    }
    let extra = json!({ "capabilities": making_client, "workspaceFolders": [{ "uri": uri(""), "name": "w" }] });
    let mut client = Client::start(making(), extra).await;
    client.open(&uri("a.ts"), BAD).await;
    let actions = client.actions(&uri("a.ts"), 0, Some("quickfix")).await;
    let changes = actions[0]["edit"]["documentChanges"].as_array().unwrap();
    let new = uri("new/.env.example");
    assert_eq!(
        changes[0],
        json!({ "kind": "create", "uri": new, "options": { "overwrite": false, "ignoreIfExists": false } })
    );
    let filled = changes.iter().find(|change| change["textDocument"]["uri"] == new.as_str()).unwrap();
    let start = json!({ "line": 0, "character": 0 });
    let edit = json!({ "range": { "start": start, "end": start }, "newText": "ONE=\nTWO=\n" });
    assert_eq!((&filled["edits"], &filled["textDocument"]["version"]), (&json!([edit]), &Value::Null));
    assert_eq!(applied(BAD, &actions[0], &uri("a.ts")), "gone();\n");

    // Whatever is there stays, whether the project reads it or not.
    std::fs::create_dir(folder.path().join("new")).unwrap();
    std::fs::write(folder.path().join("new/.env.example"), "MINE=1\n").unwrap();
    assert_eq!(client.actions(&uri("a.ts"), 0, Some("quickfix")).await.len(), 4);
    std::fs::remove_file(folder.path().join("new/.env.example")).unwrap();
    client.open(&new, "not saved yet").await;
    assert_eq!(client.actions(&uri("a.ts"), 0, Some("quickfix")).await.len(), 4);
}
