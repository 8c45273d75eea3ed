//! Requests about a document. They are answered from the findings of the very text the document has when the answer is
//! given; if its analysis is still under way, the request waits for it.

use std::time::Instant;

use seaworthy_core::{Change, Edit, Finding};
use tower_lsp::lsp_types::{
    CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Hover, HoverParams, Url,
};

use crate::action::{self, FIX_ALL, Style, Target};
use crate::background::analyse_contained;
use crate::disk;
use crate::event::Request;
use crate::folder::{FolderId, Place};
use crate::hover::hover;
use crate::owner::{Owner, Stale};

/// So often are the safe fixes of a file looked for anew after the ones before were applied.
const FIX_ROUNDS: usize = 10;

impl Owner {
    /// Answers a request now, or when its document's analysis has ended.
    pub(crate) fn request(&mut self, request: Request) {
        match self.documents.get_mut(request.url()) {
            Some(document) if self.settings.enable && !document.is_settled() => {
                document.parked.push(request);
                document.schedule.hurry(Instant::now());
            }
            _ => self.answer(request),
        }
    }

    /// Answers a request from what is known.
    pub(crate) fn answer(&mut self, request: Request) {
        // A reply nobody waits for any more is no error: the client may have cancelled.
        match request {
            Request::Actions(params, reply) => drop(reply.send(self.actions(&params))),
            Request::Hover(params, reply) => drop(reply.send(self.hover(&params))),
        }
    }

    fn hover(&self, params: &HoverParams) -> Option<Hover> {
        let at = &params.text_document_position_params;
        let document = self.documents.get(&at.text_document.uri).filter(|document| document.is_settled())?;
        let byte = document.snapshot.offset(at.position, self.unit);
        let holds = |finding: &&Finding| finding.range.start <= byte && byte <= finding.range.end;
        let here: Vec<&Finding> = document.findings.iter().filter(holds).collect();
        let range = here.first()?.range;
        hover(&here, document.snapshot.range(range, self.unit), self.client.markdown)
    }

    fn actions(&mut self, params: &CodeActionParams) -> Option<CodeActionResponse> {
        let url = &params.text_document.uri;
        // Another file may have changed what is right here.
        if self.stale.remove(&Stale::Open(url.clone())) {
            self.show(url);
        }
        self.documents.get(url).filter(|document| document.is_settled())?;
        let only = params.context.only.as_deref();
        let mut actions = Vec::new();
        if wants(only, CodeActionKind::QUICKFIX.as_str()) {
            actions.extend(self.quick_fixes(params));
        }
        if wants(only, FIX_ALL) {
            actions.extend(self.fix_all(params));
        }
        Some(actions)
    }

    fn quick_fixes(&self, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
        let Some(document) = self.documents.get(&params.text_document.uri) else { return Vec::new() };
        let range = document.snapshot.bytes(params.range, self.unit);
        let resolve = |path: &str| self.resolve(&document.place, path);
        let create = |path: &str| self.new_file(document.place.folder, path);
        let style = self.style(&resolve, &create);
        let mut preferred = true;
        let shown = document.shown.iter().flatten();
        let here = document.findings.iter().zip(shown).filter(|(finding, _)| finding.range.intersects(range));
        here.flat_map(|(finding, diagnostic)| {
            let diagnostic = crate::diagnostic::with_data(diagnostic.clone(), Some(finding), Some(document.version));
            action::quick_fixes(finding, &diagnostic, &document.snapshot.text, &style, &mut preferred)
        })
        .map(CodeActionOrCommand::CodeAction)
        .collect()
    }

    fn fix_all(&mut self, params: &CodeActionParams) -> Option<CodeActionOrCommand> {
        let document = self.documents.get(&params.text_document.uri)?;
        let (place, text) = (document.place.clone(), document.snapshot.text.clone());
        let findings = document.findings.clone();
        let edits = self.safe_edits(&place, &text, findings)?;
        let resolve = |path: &str| self.resolve(&place, path);
        // Only fixes that stay in the file are among them.
        action::fix_all(&edits, &self.style(&resolve, &|_| None)).map(CodeActionOrCommand::CodeAction)
    }

    /// The edits that apply all safe fixes of a file, those that only come to light on the way included. The project is
    /// left as it was.
    fn safe_edits(&mut self, place: &Place, text: &str, mut findings: Vec<Finding>) -> Option<Vec<Edit>> {
        let original = self.folders.get(place.folder)?.project.file(&place.path)?.clone();
        let first = action::safe_edits(&findings, &place.path);
        if first.is_empty() {
            return None;
        }
        let (mut now, mut edits, mut rounds) = (text.to_owned(), first.clone(), 0);
        while !edits.is_empty() && rounds < FIX_ROUNDS {
            let Some(after) = action::apply_edits(&now, &edits) else { break };
            now = after;
            rounds += 1;
            let Some(mut facts) = analyse_contained(&self.engine, &place.path, &now) else { break };
            facts.is_tracked = original.is_tracked;
            self.apply(place.folder, vec![Change::Set(facts)]);
            findings = self.judge(place).map(|judgement| judgement.findings).unwrap_or_default();
            edits = action::safe_edits(&findings, &place.path);
        }
        self.apply(place.folder, vec![Change::Set(Box::new(original))]);
        match rounds {
            0 => None,
            1 => Some(first),
            _ => Some(vec![action::difference(&place.path, text, &now)]),
        }
    }

    fn resolve(&self, place: &Place, path: &str) -> Option<Target> {
        self.target(&Place { folder: place.folder, path: path.into() })
    }

    /// The URL of a file that may be made: nothing is there, on disk or in the editor, and the client can make files.
    fn new_file(&self, id: FolderId, path: &str) -> Option<Url> {
        let place = Place { folder: id, path: path.into() };
        let root = self.folders.get(id)?.root.as_deref()?;
        let is_open = self.documents.values().any(|document| document.place == place);
        let is_free = self.client.creates_files && !is_open && disk::is_free(root, path);
        is_free.then(|| self.folders.url(&place))?
    }

    fn style<'a>(
        &self,
        resolve: &'a dyn Fn(&str) -> Option<Target>,
        create: &'a dyn Fn(&str) -> Option<Url>,
    ) -> Style<'a> {
        Style { unit: self.unit, versioned: self.client.versioned_edits, resolve, create }
    }
}

/// Whether a client that asked for the kinds `only` wants `kind`: kinds are a tree, `source` holds `source.fixAll`.
fn wants(only: Option<&[CodeActionKind]>, kind: &str) -> bool {
    only.is_none_or(|only| {
        only.iter().any(|wanted| {
            let wanted = wanted.as_str();
            wanted.is_empty() || kind == wanted || kind.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_a_tree() {
        for (only, wanted) in [
            (None, true),
            (Some("source"), true),
            (Some("source.fixAll"), true),
            (Some("source.fixAll.seaworthy"), true),
            (Some(""), true),
            (Some("source.fix"), false),
            (Some("source.fixAll.eslint"), false),
            (Some("quickfix"), false),
        ] {
            let only = only.map(|kind| vec![CodeActionKind::new(kind)]);
            assert_eq!(wants(only.as_deref(), FIX_ALL), wanted, "{only:?}");
        }
    }
}
