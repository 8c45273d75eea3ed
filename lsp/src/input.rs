//! Lets only whole, well-formed messages through to the framework, which ends for good at the first that is not.
//!
//! What is dropped is told on standard error, without its content.

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};
use tower_lsp::jsonrpc::{Request, Response};

/// A longer message is no message; nobody edits texts of this size.
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// A longer line is no header.
const MAX_HEADER_BYTES: u64 = 4096;

/// Copies messages from `input` to `output` until either ends.
pub async fn pump(input: impl AsyncRead + Unpin, mut output: DuplexStream) {
    let mut input = BufReader::new(input);
    while let Some(length) = next_length(&mut input).await {
        let mut body = Vec::new();
        let whole = (&mut input).take(length).read_to_end(&mut body).await.is_ok_and(|read| read as u64 == length);
        if !whole {
            return;
        }
        if !is_message(&body) {
            eprintln!("seaworthy: a message of {length} bytes is no JSON-RPC and was dropped");
            continue;
        }
        let head = format!("Content-Length: {length}\r\n\r\n");
        if output.write_all(head.as_bytes()).await.is_err() || output.write_all(&body).await.is_err() {
            return;
        }
    }
}

/// The length of the next message's body; `None` at the end of the input. Header lines that make no sense are passed over.
async fn next_length(input: &mut (impl AsyncBufRead + Unpin)) -> Option<u64> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        let read = input.take(MAX_HEADER_BYTES).read_until(b'\n', &mut line).await.ok()?;
        if read == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if let Some((name, value)) = text.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok().filter(|length| *length <= MAX_BYTES);
        } else if let (true, Some(length)) = (text.is_empty(), length) {
            return Some(length);
        }
    }
}

fn is_message(body: &[u8]) -> bool {
    serde_json::from_slice::<Request>(body).is_ok() || serde_json::from_slice::<Response>(body).is_ok()
}
