//! "Why?": the places behind a finding as a chain a person can follow.

use seaworthy_core::{Finding, Gap};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::lsp_types::{CodeAction, CodeActionKind, Command, Diagnostic, DiagnosticRelatedInformation, Url};

use crate::diagnostic::sentence;

/// The command that shows a chain.
pub const COMMAND: &str = "seaworthy.why";

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// What was found.
    pub what: String,
    /// The places behind it, from first to last.
    pub steps: Vec<Step>,
}

/// A place and what it has to do with the finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The file.
    pub uri: Url,
    /// The line, from 1.
    pub line: u32,
    /// Why it matters, as a clause.
    pub note: String,
}

impl Chain {
    /// The chain as one message.
    pub fn text(&self) -> String {
        let steps = self.steps.iter().enumerate().map(|(at, step)| {
            let path = step
                .uri
                .path_segments()
                .and_then(|mut segments| segments.next_back())
                .unwrap_or_else(|| step.uri.path());
            format!("{}. {path}:{}: {}", at + 1, step.line, sentence(&step.note))
        });
        std::iter::once(sentence(&self.what)).chain(steps).collect::<Vec<_>>().join("\n")
    }
}

/// The action that shows why something was found; none where no other place has to do with it.
pub fn action(finding: &Finding, diagnostic: &Diagnostic) -> Option<CodeAction> {
    let related = diagnostic.related_information.as_ref()?;
    let step = |related: &DiagnosticRelatedInformation| Step {
        uri: related.location.uri.clone(),
        line: related.location.range.start.line + 1,
        note: related.message.clone(),
    };
    let chain = Chain { what: finding.message.what.clone(), steps: related.iter().map(step).collect() };
    let title = title(finding);
    let command = Command { title: title.clone(), command: COMMAND.into(), arguments: Some(vec![json!(chain)]) };
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic.clone()]),
        command: Some(command),
        ..CodeAction::default()
    })
}

fn title(finding: &Finding) -> String {
    match finding.rule.gap {
        Gap::TenantIsolation => "Why is this tenant-scoped? Show the chain".into(),
        Gap::ClientSecret => "Why is this in the browser? Show the chain".into(),
        _ => format!("Why `{}`? Show the chain", finding.rule.id),
    }
}
