//! What the server says on its own: a channel and the task that empties it, so that nobody waits for a slow client.
//!
//! Invariant: messages about one document keep their order; one that was overtaken before it was sent is not sent.

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::lsp_types::notification::Notification;
use tower_lsp::lsp_types::{Diagnostic, MessageType, Url};

/// A client that takes longer to answer is not waited for.
const CLIENT_PATIENCE: Duration = Duration::from_secs(10);

/// `seaworthy/status`: what a status item shows. Sent to clients that ask for it in their initialization options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// `busy`, `ready` or `off`.
    pub state: String,
    /// The server's version.
    pub version: String,
    /// How many files are known.
    pub files: usize,
}

enum StatusNotification {}

impl Notification for StatusNotification {
    type Params = Status;
    const METHOD: &'static str = "seaworthy/status";
}

/// Something to say.
pub enum Outgoing {
    /// The findings of a document.
    Publish {
        /// Which document.
        url: Url,
        /// Its diagnostics.
        diagnostics: Vec<Diagnostic>,
        /// The version they belong to; none for a closed file.
        version: Option<i32>,
    },
    /// A line for the log.
    Log(MessageType, String),
    /// A message a person sees.
    Show(MessageType, String),
    /// What the status item shows.
    Status(Status),
    /// Diagnostics the client asked for may be others now.
    Refresh,
}

/// The sending end. Sending never waits.
#[derive(Clone)]
pub struct Outbox(mpsc::UnboundedSender<Outgoing>);

impl Outbox {
    /// Starts the task that speaks to the client.
    pub fn start(client: Client) -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        tokio::spawn(empty(client, receiver));
        Self(sender)
    }

    /// Says something.
    pub fn send(&self, message: Outgoing) {
        // After the connection is gone nobody listens.
        drop(self.0.send(message));
    }
}

async fn empty(client: Client, mut receiver: mpsc::UnboundedReceiver<Outgoing>) {
    let mut batch = Vec::new();
    while receiver.recv_many(&mut batch, 1024).await > 0 {
        drop_overtaken(&mut batch);
        for message in batch.drain(..) {
            match message {
                Outgoing::Publish { url, diagnostics, version } => {
                    client.publish_diagnostics(url, diagnostics, version).await;
                }
                Outgoing::Log(kind, text) => client.log_message(kind, text).await,
                Outgoing::Show(kind, text) => client.show_message(kind, text).await,
                Outgoing::Status(status) => client.send_notification::<StatusNotification>(status).await,
                // The answer says nothing, and waiting for it would hold up what comes after.
                Outgoing::Refresh => refresh(client.clone()),
            }
        }
    }
}

fn refresh(client: Client) {
    tokio::spawn(async move {
        drop(tokio::time::timeout(CLIENT_PATIENCE, client.workspace_diagnostic_refresh()).await);
    });
}

/// Leaves only the last answer for each document.
fn drop_overtaken(batch: &mut Vec<Outgoing>) {
    let mut last = HashMap::new();
    for (at, message) in batch.iter().enumerate() {
        if let Outgoing::Publish { url, .. } = message {
            last.insert(url.clone(), at);
        }
    }
    let mut at = 0;
    batch.retain(|message| {
        at += 1;
        !matches!(message, Outgoing::Publish { url, .. } if last.get(url) != Some(&(at - 1)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_answer_for_a_document_is_sent() {
        let publish = |name: &str, version| Outgoing::Publish {
            url: Url::parse(&format!("file:///{name}")).unwrap(),
            diagnostics: Vec::new(),
            version: Some(version),
        };
        let log = Outgoing::Log(MessageType::INFO, "hello".into());
        let mut batch = vec![publish("a", 1), publish("b", 1), log, publish("a", 2)];
        drop_overtaken(&mut batch);
        let left: Vec<_> = batch
            .iter()
            .filter_map(|m| {
                if let Outgoing::Publish { url, version, .. } = m { Some((url.path(), *version)) } else { None }
            })
            .collect();
        assert_eq!(left, [("/b", Some(1)), ("/a", Some(2))]);
        assert_eq!(batch.len(), 3);
    }
}
