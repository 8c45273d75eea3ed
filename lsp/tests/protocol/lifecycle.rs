use seaworthy_lsp::Engine;
use serde_json::{Value, json};

use crate::client::{Client, frame};
use crate::engines::{BAD, blind};

const DOCUMENT: &str = "file:///w/a.ts";

#[tokio::test]
async fn initialize_shutdown_exit() {
    let mut client = Client::connect(Engine::default());
    let answer = client.initialize(json!({})).await;
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(answer["capabilities"]["textDocumentSync"]["change"], 2);
    assert_eq!(answer["serverInfo"]["name"], "seaworthy");
    let registration = client.told("client/registerCapability").await;
    assert_eq!(registration["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(client.request("shutdown", Value::Null).await, Value::Null);
    client.notify("exit", Value::Null).await;
    // The pipe stays open: the server must not wait for its end.
    assert!(client.ended().await);
}

#[tokio::test]
async fn the_server_ends_with_its_client() {
    let mut client = Client::start(Engine::default(), json!({})).await;
    client.open(DOCUMENT, BAD).await;
    assert!(!client.hang_up().await, "an end without shutdown is no success");
}

#[tokio::test]
async fn a_client_that_cannot_register_watchers_is_not_asked() {
    let mut client = Client::start(Engine::default(), json!({ "capabilities": {} })).await;
    let came = client.listen(200).await;
    assert!(came.iter().all(|message| message["method"] != "client/registerCapability"), "{came:?}");
}

#[tokio::test]
async fn broken_messages_do_not_end_the_server() {
    let mut client = Client::start(Engine::default(), json!({})).await;
    client.send_bytes(&frame("{ not json")).await;
    client.send_bytes(&frame("[1, 2, 3]")).await;
    client.send_bytes(b"Content-Length: many\r\n\r\n\xff\xfe\r\nX: y\r\n\r\n").await;
    client
        .send_bytes(&frame(r#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":7}}"#))
        .await;
    client.send_bytes(&frame(r#"{"jsonrpc":"2.0","method":"textDocument/didOpen"}"#)).await;
    client.send_bytes(&frame(r#"{"jsonrpc":"2.0","method":"no/such","params":{}}"#)).await;
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "seaworthy": { "run": 7 } } })).await;
    client.change("file:///w/unknown.ts", 9, "x").await;
    let error = client.request("textDocument/hover", json!({ "textDocument": "?" })).await;
    assert_eq!(error["code"], -32602, "{error}");
    client.open(DOCUMENT, BAD).await;
    let found = client.published(DOCUMENT, |_| true).await;
    assert_eq!(found["diagnostics"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_status_is_told_to_those_who_ask() {
    let mut client = Client::start(blind(), json!({ "initializationOptions": { "status": true } })).await;
    let status = client.told("seaworthy/status").await;
    assert_eq!(status["state"], "ready");
    client
        .notify("workspace/didChangeConfiguration", json!({ "settings": { "seaworthy": { "enable": false } } }))
        .await;
    assert_eq!(client.told("seaworthy/status").await["state"], "off");
}
