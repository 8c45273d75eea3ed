//! What can be done about a finding, as edits.
//!
//! Invariant: an edit is offered only for the very text it was made for; where that cannot be known, nothing is offered.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_core::checklist::Date;
use seaworthy_core::ignore_fix::{ignore_file, ignore_line};
use seaworthy_core::{ColumnUnit, Edit, Finding, Fix, FixLevel, TextRange};
use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CreateFile, CreateFileOptions, Diagnostic, DocumentChangeOperation, DocumentChanges,
    OneOf, OptionalVersionedTextDocumentIdentifier, Range, ResourceOp, TextDocumentEdit, TextEdit, Url, WorkspaceEdit,
};

use crate::convert::Snapshot;

/// The kind of "fix all safe findings of this file".
pub const FIX_ALL: &str = "source.fixAll.seaworthy";

/// A file that edits may be made in, in the state its findings are of.
#[derive(Clone)]
pub struct Target {
    /// Its URL.
    pub url: Url,
    /// The client's version; none when it is not open.
    pub version: Option<i32>,
    /// Its text.
    pub snapshot: Arc<Snapshot>,
}

/// How edits are written for this client.
pub struct Style<'a> {
    /// The unit of columns.
    pub unit: ColumnUnit,
    /// Whether edits may name versions.
    pub versioned: bool,
    /// The last day of an ignore comment that is to end.
    pub month_on: Date,
    /// The file at a project-relative path; `None` when its findings are of another text than it has now.
    pub resolve: &'a dyn Fn(&str) -> Option<Target>,
    /// The URL of a file that may be made at a project-relative path; `None` where one is, or the client cannot make any.
    pub create: &'a dyn Fn(&str) -> Option<Url>,
}

/// The quick fixes of one finding, in the order in which they are offered. `preferred` tells whether one of them may
/// still be marked as the preferred one, and is cleared by it.
pub fn quick_fixes(
    finding: &Finding,
    diagnostic: &Diagnostic,
    text: &str,
    style: &Style<'_>,
    preferred: &mut bool,
) -> Vec<CodeAction> {
    let rule = finding.rule.id;
    let line = ignore_line(text, &finding.path, finding, None);
    let month = ignore_line(text, &finding.path, finding, Some(style.month_on));
    let file = ignore_file(text, &finding.path, finding);
    let mut actions = Vec::new();
    for fix in finding.fixes.iter().filter(|fix| !fix.edits.is_empty()) {
        let is_preferred = *preferred && fix.level == FixLevel::Safe;
        let title = match fix.level {
            FixLevel::Suggestion => format!("{} (suggestion)", fix.title),
            FixLevel::Safe | FixLevel::Guide => fix.title.clone(),
        };
        if let Some(action) = action(title, fix, diagnostic, style, is_preferred) {
            *preferred &= !is_preferred;
            actions.push(action);
        }
    }
    let until = format!("on this line until {}", style.month_on);
    for (fix, place) in [(line, "on this line"), (month, &until), (file, "in this file")] {
        let title = format!("Ignore `{rule}` {place}…");
        actions.extend(fix.and_then(|fix| action(title, &fix, diagnostic, style, false)));
    }
    actions
}

fn action(title: String, fix: &Fix, diagnostic: &Diagnostic, style: &Style<'_>, preferred: bool) -> Option<CodeAction> {
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic.clone()]),
        edit: Some(workspace_edit(&fix.edits, style)?),
        is_preferred: preferred.then_some(true),
        ..CodeAction::default()
    })
}

/// The action that switches a finding's rule off for its file in the configuration.
pub fn ignore_in_configuration(
    finding: &Finding,
    edit: Edit,
    diagnostic: &Diagnostic,
    style: &Style<'_>,
) -> Option<CodeAction> {
    let title = format!("Ignore `{}` for this file in the configuration…", finding.rule.id);
    let fix = Fix { title: title.clone(), level: FixLevel::Suggestion, edits: vec![edit] };
    action(title, &fix, diagnostic, style, false)
}

/// The action that applies all safe fixes of a file, its edit yet to be worked out.
pub fn fix_all_title() -> CodeAction {
    CodeAction {
        title: "Fix all safe Seaworthy findings".into(),
        kind: Some(CodeActionKind::new(FIX_ALL)),
        ..CodeAction::default()
    }
}

/// The action that applies all safe fixes of a file.
pub fn fix_all(edits: &[Edit], style: &Style<'_>) -> Option<CodeAction> {
    Some(CodeAction { edit: Some(workspace_edit(edits, style)?), ..fix_all_title() })
}

/// The edits as the protocol writes them; `None` when one of the files is not in the state they are for, or cannot be
/// made.
fn workspace_edit(edits: &[Edit], style: &Style<'_>) -> Option<WorkspaceEdit> {
    let mut by_file: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(&edit.path).or_default().push(edit);
    }
    let mut new_files = Vec::new();
    let mut changed = Vec::new();
    for (path, edits) in by_file {
        match (style.resolve)(path) {
            Some(target) => {
                let range = |edit: &Edit| target.snapshot.range(edit.range, style.unit);
                let edits = edits.iter().map(|edit| TextEdit::new(range(edit), edit.text.clone())).collect();
                changed.push((target.url, target.version, edits));
            }
            None if edits.iter().all(|edit| edit.range == TextRange::empty(0)) => {
                let text = edits.iter().map(|edit| edit.text.as_str()).collect();
                let url = (style.create)(path)?;
                new_files.push(url.clone());
                changed.push((url, None, vec![TextEdit::new(Range::default(), text)]));
            }
            None => return None,
        }
    }
    if !style.versioned {
        let changes = changed.into_iter().map(|(url, _, edits)| (url, edits)).collect();
        return new_files.is_empty().then(|| WorkspaceEdit::new(changes));
    }
    let documents = changed.into_iter().map(|(uri, version, edits)| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    });
    let changes = if new_files.is_empty() {
        DocumentChanges::Edits(documents.collect())
    } else {
        let made = new_files.into_iter().map(creation);
        DocumentChanges::Operations(made.chain(documents.map(DocumentChangeOperation::Edit)).collect())
    };
    Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
}

/// Makes an empty file, or fails: the text is meant for no other file that came there meanwhile.
fn creation(uri: Url) -> DocumentChangeOperation {
    let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
    let create = CreateFile { uri, options: Some(options), annotation_id: None };
    DocumentChangeOperation::Op(ResourceOp::Create(create))
}

/// The edits of each finding's first safe fix that stay within the file at `path` and do not touch each other. Later
/// ones that touch an earlier one are left for the next round.
pub fn safe_edits(findings: &[Finding], path: &str) -> Vec<Edit> {
    let mut taken: Vec<Edit> = Vec::new();
    for finding in findings {
        let Some(fix) = finding.fixes.iter().find(|fix| fix.level == FixLevel::Safe) else { continue };
        let here = !fix.edits.is_empty() && fix.edits.iter().all(|edit| edit.path == path);
        let clear = |edit: &Edit| !taken.iter().any(|other| other.range.intersects(edit.range));
        if here && fix.edits.iter().all(clear) {
            taken.extend(fix.edits.iter().cloned());
        }
    }
    taken.sort_by_key(|edit| edit.range);
    taken
}

/// The text after edits that do not overlap; `None` when one does not fit it.
pub fn apply_edits(text: &str, edits: &[Edit]) -> Option<String> {
    let mut order: Vec<&Edit> = edits.iter().collect();
    order.sort_by_key(|edit| edit.range);
    let (mut result, mut at) = (String::with_capacity(text.len()), 0);
    for edit in order {
        result.push_str(text.get(at..edit.range.start as usize)?);
        result.push_str(&edit.text);
        at = edit.range.end as usize;
    }
    result.push_str(text.get(at..)?);
    Some(result)
}

/// The one edit that turns `before` into `after`, without what they have in common at both ends.
pub fn difference(path: &str, before: &str, after: &str) -> Edit {
    let mut start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
        start -= 1;
    }
    let ends = before[start..].bytes().rev().zip(after[start..].bytes().rev());
    let mut tail = ends.take_while(|(a, b)| a == b).count();
    while !before.is_char_boundary(before.len() - tail) || !after.is_char_boundary(after.len() - tail) {
        tail -= 1;
    }
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let range = TextRange::new(byte(start), byte(before.len() - tail));
    Edit { path: path.into(), range, text: after[start..after.len() - tail].into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { path: "a.ts".into(), range: TextRange::new(start, end), text: text.into() }
    }

    #[test]
    fn edits_are_applied_by_place_not_by_order() {
        let edits = [edit(4, 5, "E"), edit(0, 1, "AA"), edit(2, 2, "-")];
        assert_eq!(apply_edits("abcde", &edits).as_deref(), Some("AAb-cdE"));
        assert_eq!(apply_edits("abc", &[edit(2, 9, "")]), None);
        assert_eq!(apply_edits("é", &[edit(1, 2, "")]), None);
    }

    #[test]
    fn a_difference_turns_one_text_into_the_other() {
        for (before, after) in
            [("abc", "abXc"), ("aaa", "aa"), ("", "x"), ("é漢x", "è字x"), ("same", "same"), ("aXa", "aXaXa")]
        {
            let edit = difference("a.ts", before, after);
            assert_eq!(apply_edits(before, &[edit]).as_deref(), Some(after), "{before} {after}");
        }
    }
}
