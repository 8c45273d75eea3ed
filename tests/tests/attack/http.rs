//! As much of HTTP as the app speaks to one client on this machine.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// A server that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_mins(2);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Somebody with a browser.
pub struct Client {
    port: u16,
    cookie: Option<String>,
}

impl Client {
    /// Not signed in.
    pub fn new(port: u16) -> Self {
        Self { port, cookie: None }
    }

    /// Keeps the cookie that the answer sets.
    pub fn sign_in(&mut self, path: &str, body: &Value) {
        let (head, text) = self.exchange("POST", path, body);
        let line = head.lines().find_map(|line| line.strip_prefix("Set-Cookie: "));
        let cookie = line.and_then(|line| line.split(';').next());
        self.cookie = Some(cookie.unwrap_or_else(|| panic!("no cookie: {head}\n{text}")).to_owned());
    }

    /// Sends a request; a body of null is none.
    pub fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        let (head, text) = self.exchange(method, path, body);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer { status: status.unwrap_or_else(|| panic!("no status: {head}")), text }
    }

    /// Head and body of the answer. The app closes the connection behind it.
    fn exchange(&self, method: &str, path: &str, body: &Value) -> (String, String) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let cookie = self.cookie.as_ref().map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
        let kind = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{cookie}{kind}Content-Length: {}\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(format!("{request}\r\n{body}").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        assert!(!answer.contains("Transfer-Encoding: chunked"), "answers come whole: {answer}");
        let (head, text) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{method} {path}: {answer}"));
        (head.to_owned(), text.to_owned())
    }
}
