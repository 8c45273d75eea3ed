//! A finding as a diagnostic. People and agents often see the message alone, so it says what is wrong, what to do and
//! what an attacker could do, in this order.

use seaworthy_core::{ColumnUnit, Finding, FixLevel, Notice, Related, Severity};
use serde_json::json;
use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Url,
};

use crate::convert::Snapshot;

/// The name findings go by in an editor's problem list.
pub const SOURCE: &str = "seaworthy";
/// The code of a note about an ignore comment.
const NOTICE_CODE: &str = "ignore-comment";

/// The diagnostic of a finding, without its data.
pub fn diagnostic(
    finding: &Finding,
    snapshot: &Snapshot,
    unit: ColumnUnit,
    locate: &dyn Fn(&Related) -> Option<Location>,
) -> Diagnostic {
    let related: Vec<_> = finding
        .related
        .iter()
        .filter_map(|related| {
            Some(DiagnosticRelatedInformation { location: locate(related)?, message: related.note.clone() })
        })
        .collect();
    Diagnostic {
        range: snapshot.range(finding.range, unit),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.id.into())),
        code_description: Url::parse(&finding.rule.url()).ok().map(|href| CodeDescription { href }),
        source: Some(SOURCE.into()),
        message: message(finding),
        related_information: if related.is_empty() { None } else { Some(related) },
        ..Diagnostic::default()
    }
}

/// The diagnostic of a note about an ignore comment.
pub fn notice(notice: &Notice, snapshot: &Snapshot, unit: ColumnUnit) -> Diagnostic {
    Diagnostic {
        range: snapshot.range(notice.range, unit),
        severity: Some(DiagnosticSeverity::INFORMATION),
        code: Some(NumberOrString::String(NOTICE_CODE.into())),
        source: Some(SOURCE.into()),
        message: notice.message.clone(),
        ..Diagnostic::default()
    }
}

/// Adds to a diagnostic the version it belongs to and what can be done about it.
pub fn with_data(mut diagnostic: Diagnostic, finding: Option<&Finding>, version: Option<i32>) -> Diagnostic {
    let fixes: Vec<_> = finding.iter().flat_map(|finding| &finding.fixes).collect();
    let fixes: Vec<_> = fixes.iter().map(|fix| json!({ "title": fix.title, "level": fix.level })).collect();
    diagnostic.data = Some(json!({ "version": version, "fixes": fixes }));
    diagnostic
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}

/// What and remedy on the first line, the risk on the second. A guide stands for the remedy's details.
pub fn message(finding: &Finding) -> String {
    let message = &finding.message;
    let mut text = format!("{} {}", sentence(&message.what), sentence(&message.remedy));
    for guide in finding.fixes.iter().filter(|fix| fix.level == FixLevel::Guide) {
        text.push(' ');
        text.push_str(&sentence(&guide.title));
    }
    if !message.risk.is_empty() {
        text.push('\n');
        text.push_str(&sentence(&message.risk));
    }
    text
}

/// The text with a full stop, unless it ends a sentence already.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) { text.into() } else { format!("{text}.") }
}
