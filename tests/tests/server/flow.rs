//! What arrives when: bursts, streams, several folders, faults, cancelled questions.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::{Client, edit, uri};
use crate::model::{folder, uri_in, write};

const BAD: &str = "localStorage.setItem('token', token);\n";
const SOUND: &str = "localStorage.setItem('theme', t);\n";
const DOCUMENT: &str = "file:///w/a.ts";

/// A text of so many lines with nothing in it to find.
fn lines(count: usize) -> String {
    let mut text = String::new();
    for line in 0..count {
        text.push_str(
            "export const value = compute(request.body.field, 1);\n".replace("value", &format!("value{line}")).as_str(),
        );
    }
    text
}

#[test]
fn a_burst_of_a_hundred_is_answered_twice_at_most() {
    let mut client = Client::start(&json!({}));
    let mut text = lines(200);
    client.open(DOCUMENT, 1, &text);
    client.wait_for(DOCUMENT, 0);
    std::thread::sleep(Duration::from_millis(100));
    let before = client.count;
    for at in 0..100 {
        // Every second text has a finding, so every analysis would show.
        let change = if at % 2 == 0 { edit(&text, 0..0, BAD) } else { edit(&text, 0..BAD.len(), "") };
        text = if at % 2 == 0 { format!("{BAD}{text}") } else { text[BAD.len()..].to_owned() };
        client.change(DOCUMENT, &json!([change]));
    }
    client.listen(Duration::from_millis(400));
    assert!(client.shown(DOCUMENT).unwrap().set.is_empty());
    assert!(client.count - before <= 2, "{} publications", client.count - before);
    client.end();
}

#[test]
fn a_stream_is_answered_while_it_flows() {
    let mut client = Client::start(&json!({}));
    let mut text = lines(300);
    client.open(DOCUMENT, 1, &text);
    client.wait_for(DOCUMENT, 0);
    let mut waits = Vec::new();
    for _ in 0..5 {
        // The finding comes in the middle of an unbroken stream of keys.
        let started = Instant::now();
        let mut typed = 0;
        client.change(DOCUMENT, &json!([edit(&text, 0..0, BAD)]));
        text.insert_str(0, BAD);
        while client.shown(DOCUMENT).is_none_or(|shown| shown.set.is_empty()) {
            client.change(DOCUMENT, &json!([edit(&text, text.len()..text.len(), "x")]));
            text.push('x');
            typed += 1;
            client.listen(Duration::from_millis(10));
            assert!(typed < 1000, "no answer while the stream flows");
        }
        waits.push(started.elapsed());
        client.change(DOCUMENT, &json!([edit(&text, 0..BAD.len(), "")]));
        text.replace_range(..BAD.len(), "");
        client.wait_for(DOCUMENT, 0);
    }
    println!("answers in a stream after {waits:?}");
    assert!(waits.iter().all(|wait| *wait < Duration::from_secs(1)), "{waits:?}");
    client.end();
}

#[test]
fn nothing_left_is_said_at_once() {
    let folder = folder(&[("a.ts", SOUND)]);
    let mut client = Client::in_folder(folder.path());
    let file = uri_in(&folder, "a.ts");
    client.open(&file, 1, BAD);
    client.wait_for(&file, 1);
    // The finding goes.
    let version = client.replace(&file, SOUND);
    assert_eq!(client.wait_for(&file, 0).version, Some(version));
    client.replace(&file, BAD);
    client.wait_for(&file, 1);
    // The rule goes.
    write(folder.path(), "seaworthy.toml", "[rules]\ntoken-in-web-storage = 'off'\n");
    client.changed_on_disk(&uri_in(&folder, "seaworthy.toml"), 1);
    assert!(client.wait_for(&file, 0).version.is_some());
    write(folder.path(), "seaworthy.toml", "");
    client.changed_on_disk(&uri_in(&folder, "seaworthy.toml"), 2);
    client.wait_for(&file, 1);
    // The document goes.
    client.close(&file);
    client.wait_for(&file, 0);
    client.end();
}

#[test]
fn each_folder_has_its_own_configuration() {
    let (one, two) = (folder(&[("a.ts", SOUND)]), folder(&[("seaworthy.toml", "[rules]\ntoken-storage = 'info'\n")]));
    let folders = json!([{ "uri": uri(one.path()), "name": "one" }, { "uri": uri(two.path()), "name": "two" }]);
    let mut client = Client::start(&json!({ "workspaceFolders": folders }));
    client.ready();
    let (first, second) = (uri_in(&one, "a.ts"), uri_in(&two, "a.ts"));
    client.open(&first, 1, BAD);
    client.open(&second, 1, BAD);
    assert_eq!(client.wait_for(&first, 1).set[0].1, 1);
    assert_eq!(client.wait_for(&second, 1).set[0].1, 3);
    client.end();
}

/// A package opened by itself, in a repository whose configuration is further up.
#[test]
fn the_nearest_configuration_counts() {
    let config = "[[overrides]]\npaths = ['apps/web/a.ts']\nrules = { token-storage = 'info' }\n";
    let repository = folder(&[("seaworthy.toml", config), ("apps/web/a.ts", SOUND), ("apps/web/b.ts", SOUND)]);
    let mut client = Client::in_folder(&repository.path().join("apps/web"));
    let (a, b) = (uri_in(&repository, "apps/web/a.ts"), uri_in(&repository, "apps/web/b.ts"));
    client.open(&a, 1, BAD);
    client.open(&b, 1, BAD);
    assert_eq!((client.wait_for(&a, 1).set[0].1, client.wait_for(&b, 1).set[0].1), (3, 1));
    write(repository.path(), "seaworthy.toml", "[rules]\ntoken-storage = 'off'\n");
    client.save(&uri_in(&repository, "seaworthy.toml"));
    client.wait_for(&a, 0);
    client.wait_for(&b, 0);
    write(repository.path(), "apps/web/seaworthy.toml", "");
    client.changed_on_disk(&uri_in(&repository, "apps/web/seaworthy.toml"), 1);
    client.wait_for(&a, 1);
    client.end();
}

#[test]
fn generated_folders_are_neither_read_nor_followed() {
    let folder = folder(&[("src/a.ts", SOUND)]);
    let options = json!({ "status": true, "seaworthy": { "workspaceDiagnostics": true } });
    let folders = json!([{ "uri": uri(folder.path()), "name": "w" }]);
    let generated =
        ["node_modules/x/i.js", ".next/server/a.js", "dist/a.js", "build/a.js", "coverage/a.js", ".git/a.js"];
    for path in generated {
        write(folder.path(), path, BAD);
    }
    let mut client = Client::start(&json!({ "workspaceFolders": folders, "initializationOptions": options }));
    client.ready();
    for path in generated {
        write(folder.path(), path, &format!("\n{BAD}"));
        client.changed_on_disk(&uri_in(&folder, path), 2);
    }
    write(folder.path(), "src/a.ts", BAD);
    client.changed_on_disk(&uri_in(&folder, "src/a.ts"), 2);
    client.wait_for(&uri_in(&folder, "src/a.ts"), 1);
    client.listen(Duration::from_millis(200));
    assert_eq!(client.count, 1, "{:?}", client.published.keys());
    client.end();
}

/// An agent writes through a shell: the editor sees the file only on disk.
#[test]
fn what_changes_outside_the_editor_reaches_open_files() {
    let folder = folder(&[("save.ts", "export function save(key, value) {}\n"), ("a.ts", SOUND)]);
    let mut client = Client::in_folder(folder.path());
    let file = uri_in(&folder, "a.ts");
    client.open(&file, 1, "import { save } from './save';\nsave('token', token);\n");
    client.wait_for(&file, 0);
    write(folder.path(), "save.ts", "export function save(key, value) {\n  localStorage.setItem(key, value);\n}\n");
    client.changed_on_disk(&uri_in(&folder, "save.ts"), 2);
    client.wait_for(&file, 1);
    std::fs::remove_file(folder.path().join("save.ts")).unwrap();
    client.changed_on_disk(&uri_in(&folder, "save.ts"), 3);
    client.wait_for(&file, 0);
    client.end();
}

#[test]
fn a_question_can_be_taken_back() {
    let mut client = Client::start(&json!({}));
    let mut text = lines(4_000);
    client.open(DOCUMENT, 1, &text);
    let mut asked = Vec::new();
    for _ in 0..20 {
        client.change(DOCUMENT, &json!([edit(&text, 0..0, BAD)]));
        text.insert_str(0, BAD);
        let id = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": DOCUMENT } }));
        client.notify("$/cancelRequest", json!({ "id": id }));
        asked.push(id);
    }
    assert_eq!(client.findings(DOCUMENT).len(), 20);
    for id in asked {
        client.until("an answer", |client| client.is_answered(id));
        let answer = client.answer(id);
        assert!(answer["code"] == -32800 || answer["kind"] == "full", "{answer}");
    }
    client.end();
}

#[test]
fn a_file_that_breaks_the_analysis_is_set_aside_by_name() {
    let folder = folder(&[("broken.ts", "BREAK\n"), ("a.ts", SOUND)]);
    let folders = json!([{ "uri": uri(folder.path()), "name": "w" }]);
    let mut client = Client::start_with(&json!({ "workspaceFolders": folders }), &[("SEAWORTHY_TEST_PANIC", "BREAK")]);
    client.ready();
    let (broken, sound) = (uri_in(&folder, "broken.ts"), uri_in(&folder, "a.ts"));
    let named = |client: &Client| {
        let logs = client.told.iter().filter(|message| message["method"] == "window/logMessage");
        let texts = logs.filter_map(|message| message["params"]["message"].as_str());
        texts.filter(|text| text.contains("broken.ts") && !text.contains("BREAK")).count()
    };
    client.until("a word about the file on disk", |client| named(client) == 1);
    client.open(&broken, 1, "BREAK\n");
    client.open(&sound, 1, BAD);
    client.wait_for(&sound, 1);
    for version in 0..20 {
        client.replace(&broken, &format!("BREAK {version}\n"));
        client.findings(&broken);
    }
    assert_eq!(named(&client), 2, "once for the disk, once for the editor");
    // Once it can be read again it is as any other.
    client.replace(&broken, BAD);
    client.wait_for(&broken, 1);
    client.end();
}

#[test]
fn an_ignore_comment_ends_on_its_day() {
    let mut client = Client::start(&json!({}));
    let with = |day: &str| format!("// seaworthy-ignore token-in-web-storage until {day}: kiosk\n{BAD}");
    client.open(DOCUMENT, 1, &with("2001-01-01"));
    assert_eq!(client.findings(DOCUMENT).len(), 1);
    client.replace(DOCUMENT, &with("2999-12-31"));
    assert_eq!(client.findings(DOCUMENT), []);
    client.replace(DOCUMENT, BAD);
    let actions = client.actions(DOCUMENT, 0, Some("quickfix"));
    let until = actions.iter().find(|action| action["title"].as_str().unwrap().contains(" until 2")).unwrap();
    let text = until["edit"]["documentChanges"][0]["edits"][0]["newText"].as_str().unwrap();
    client.replace(DOCUMENT, &format!("{text}{BAD}"));
    assert_eq!(client.findings(DOCUMENT), [], "{text}");
    client.end();
}
