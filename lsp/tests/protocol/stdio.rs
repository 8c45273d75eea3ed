//! The same over a process's standard input and output.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{first_message, frame};
use crate::engines::BAD;

/// Cargo builds the examples of a package before it runs its tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().unwrap().parent().unwrap().join("examples").join(format!("server{}", std::env::consts::EXE_SUFFIX))
}

struct Process {
    child: Child,
    inbox: Receiver<Value>,
}

impl Process {
    fn start() -> Self {
        let mut command = Command::new(program());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut output = child.stdout.take().unwrap();
        let (sender, inbox) = channel();
        std::thread::spawn(move || {
            let (mut buffer, mut chunk) = (Vec::new(), [0; 4096]);
            while let Ok(count @ 1..) = output.read(&mut chunk) {
                buffer.extend_from_slice(&chunk[..count]);
                while let Some((message, used)) = first_message(&buffer) {
                    buffer.drain(..used);
                    if sender.send(message).is_err() {
                        return;
                    }
                }
            }
        });
        Self { child, inbox }
    }

    fn send(&mut self, message: &Value) {
        self.child.stdin.as_mut().unwrap().write_all(&frame(&message.to_string())).unwrap();
    }

    fn receive(&self) -> Value {
        self.inbox.recv_timeout(Duration::from_secs(30)).unwrap()
    }

    /// The exit code.
    fn end(&mut self) -> Option<i32> {
        let end = Instant::now() + Duration::from_secs(30);
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        self.child.kill().unwrap();
        panic!("the server did not end");
    }

    fn initialize(&mut self) {
        let params = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        self.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
        assert_eq!(self.receive()["result"]["serverInfo"]["name"], "seaworthy");
        self.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    }
}

#[test]
fn a_whole_session() {
    let mut server = Process::start();
    server.initialize();
    let item = json!({ "uri": "file:///w/a.ts", "languageId": "typescript", "version": 3, "text": BAD });
    server.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } }));
    let published = server.receive();
    assert_eq!(published["params"]["version"], 3);
    assert_eq!(published["params"]["diagnostics"][0]["code"], "token-in-web-storage");
    server.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    assert_eq!(server.receive(), json!({ "jsonrpc": "2.0", "id": 2, "result": null }));
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.end(), Some(0), "standard input is still open");
}

#[test]
fn a_client_that_dies_takes_the_server_along() {
    let mut server = Process::start();
    server.initialize();
    drop(server.child.stdin.take());
    assert_eq!(server.end(), Some(1));
}

#[test]
fn an_exit_without_shutdown_is_a_failure() {
    let mut server = Process::start();
    server.initialize();
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.end(), Some(1));
}
