//! Requests about a document. They are answered from the findings of the very text the document has when the answer is
//! given; if its analysis is still under way, the request waits for it.

use std::sync::Arc;
use std::time::Instant;

use seaworthy_core::checklist::Span;
use seaworthy_core::{Change, Edit, Finding, TextRange};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Hover, HoverParams, Url,
};

use crate::action::{self, FIX_ALL, Style, Target};
use crate::background::analyse_contained;
use crate::convert::Snapshot;
use crate::disk;
use crate::document::Document;
use crate::event::Request;
use crate::folder::{FolderId, Place};
use crate::hover::hover;
use crate::ignore_config;
use crate::owner::{Owner, Stale};
use crate::settings::Run;
use crate::why;

/// So often are the safe fixes of a file looked for anew after the ones before were applied.
const FIX_ROUNDS: usize = 10;

impl Owner {
    /// Answers a request now, or when its document's analysis has ended.
    pub(crate) fn request(&mut self, request: Request) {
        match self.documents.get_mut(request.url()) {
            Some(document) if self.settings.enable && must_wait(&request, document, self.settings.run) => {
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
            Request::Resolve(url, action, reply) => drop(reply.send(self.resolve_action(&url, *action))),
            Request::Hover(params, reply) => drop(reply.send(self.hover(&params))),
            Request::Diagnostics(params, reply) => drop(reply.send(Some(self.document_report(&params)))),
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
            let is_news = self.show(url);
            self.refresh_due |= is_news && self.client.pulls;
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
        let url = &params.text_document.uri;
        let Some(document) = self.documents.get(url) else { return Vec::new() };
        let range = document.snapshot.bytes(params.range, self.unit);
        let mut preferred = true;
        let configuration = self.configuration(&document.place);
        let here = document.findings.iter().enumerate().filter(|(_, finding)| finding.range.intersects(range));
        here.flat_map(|(at, _)| {
            let actions = self.actions_of(document, at, &configuration, &mut preferred).into_iter().enumerate();
            actions.map(move |(nth, action)| self.offer(url, document, action, Some((at, nth)))).collect::<Vec<_>>()
        })
        .map(CodeActionOrCommand::CodeAction)
        .collect()
    }

    /// All that can be done about the finding at a position in a document's list.
    fn actions_of(
        &self,
        document: &Document,
        at: usize,
        configuration: &Configuration,
        preferred: &mut bool,
    ) -> Vec<CodeAction> {
        let shown = document.shown.as_ref().and_then(|shown| shown.get(at));
        let (Some(finding), Some(diagnostic)) = (document.findings.get(at), shown) else { return Vec::new() };
        let resolve = |path: &str| match path {
            disk::CONFIG_NAME => configuration.target.clone(),
            _ => self.target(&Place { folder: document.place.folder, path: path.into() }),
        };
        let create = |path: &str| self.new_file(document.place.folder, path);
        let style = self.style(&resolve, &create);
        let diagnostic = crate::diagnostic::with_data(diagnostic.clone(), Some(finding), Some(document.version));
        let mut actions = action::quick_fixes(finding, &diagnostic, &document.snapshot.text, &style, preferred);
        let config = configuration.addition(&document.place.path, finding);
        actions.extend(config.and_then(|edit| action::ignore_in_configuration(finding, edit, &diagnostic, &style)));
        actions.extend(why::action(finding, &diagnostic));
        actions
    }

    /// What is known of the configuration of a document's folder: looked up once for all findings of a request.
    fn configuration(&self, place: &Place) -> Configuration {
        let place = Place { folder: place.folder, path: disk::CONFIG_NAME.into() };
        let target = self.target(&place).or_else(|| self.config_target(&place));
        let root = self.folders.get(place.folder).and_then(|folder| folder.root.as_deref());
        // A configuration of its own would take the place of the one further up.
        let may_grow = root.is_some_and(|root| {
            root.join(disk::CONFIG_NAME).is_file() || !disk::config_folder(root).join(disk::CONFIG_NAME).is_file()
        });
        Configuration { target, may_grow }
    }

    /// An action as this client takes it: with its edit, or with what finds the edit again once it is chosen.
    fn offer(&self, url: &Url, document: &Document, mut action: CodeAction, at: Option<(usize, usize)>) -> CodeAction {
        if self.client.resolves && action.command.is_none() {
            action.edit = None;
            action.data = Some(json!(Offered { uri: url.clone(), ticket: document.ticket, at }));
        }
        action
    }

    /// The action with its edit; `None` when the text is another one than it was offered for.
    fn resolve_action(&mut self, url: &Url, mut action: CodeAction) -> Option<CodeAction> {
        let offered = Offered::of(&action)?;
        let document = self.documents.get(url).filter(|document| document.is_settled())?;
        if document.ticket != offered.ticket {
            return None;
        }
        let found = match offered.at {
            Some((at, nth)) => {
                let configuration = self.configuration(&document.place);
                self.actions_of(document, at, &configuration, &mut true).into_iter().nth(nth)
            }
            None => self.fix_all_action(url),
        };
        action.edit = Some(found.filter(|found| found.title == action.title)?.edit?);
        Some(action)
    }

    fn fix_all(&mut self, params: &CodeActionParams) -> Option<CodeActionOrCommand> {
        let url = &params.text_document.uri;
        let document = self.documents.get(url)?;
        if action::safe_edits(&document.findings, &document.place.path).is_empty() {
            return None;
        }
        // Working the edits out takes an analysis for each round, so it waits until they are wanted, if it can.
        let action = if self.client.resolves { action::fix_all_title() } else { self.fix_all_action(url)? };
        let document = self.documents.get(url)?;
        Some(CodeActionOrCommand::CodeAction(self.offer(url, document, action, None)))
    }

    fn fix_all_action(&mut self, url: &Url) -> Option<CodeAction> {
        let document = self.documents.get(url)?;
        let (place, text) = (document.place.clone(), document.snapshot.text.clone());
        let findings = document.findings.clone();
        let edits = self.safe_edits(&place, &text, findings)?;
        let resolve = |path: &str| self.target(&Place { folder: place.folder, path: path.into() });
        // Only fixes that stay in the file are among them.
        action::fix_all(&edits, &self.style(&resolve, &|_| None))
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

    /// The configuration as it is on disk: it is no file of the project, and what is appended to it fits any text.
    fn config_target(&self, place: &Place) -> Option<Target> {
        let is_open = self.documents.values().any(|document| document.place == *place);
        if place.path != disk::CONFIG_NAME || is_open {
            return None;
        }
        let text = disk::read(self.folders.get(place.folder)?.root.as_deref()?, &place.path)?;
        Some(Target { url: self.folders.url(place)?, version: None, snapshot: Arc::new(Snapshot::new(text)) })
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
        let month_on = disk::today().after(Span::Months(1));
        Style { unit: self.unit, versioned: self.client.versioned_edits, month_on, resolve, create }
    }
}

/// A folder's configuration, as far as a rule can be switched off in it.
struct Configuration {
    /// The file, if it is there.
    target: Option<Target>,
    /// Whether something may be written to it.
    may_grow: bool,
}

impl Configuration {
    /// The edit that switches a finding's rule off for the file at a path.
    fn addition(&self, path: &str, finding: &Finding) -> Option<Edit> {
        let before = self.target.as_ref().map_or("", |target| &target.snapshot.text);
        let text = ignore_config::addition(before, path, finding.rule.id).filter(|_| self.may_grow)?;
        let end = u32::try_from(before.len()).ok()?;
        Some(Edit { path: disk::CONFIG_NAME.into(), range: TextRange::empty(end), text })
    }
}

/// What finds an action's edit again: the state of the document it was offered for, and which it was; none for "fix all".
#[derive(Serialize, Deserialize)]
pub(crate) struct Offered {
    /// The document.
    pub uri: Url,
    ticket: u64,
    at: Option<(usize, usize)>,
}

impl Offered {
    /// What an action carries; `None` when it is none of ours.
    pub fn of(action: &CodeAction) -> Option<Self> {
        Self::deserialize(action.data.as_ref()?).ok()
    }
}

/// Whether an answer has to wait for the analysis of the text as it is. Who wants findings only when a file is saved is
/// not given others for asking.
fn must_wait(request: &Request, document: &Document, run: Run) -> bool {
    let on_save = run == Run::OnSave && document.shown.is_some() && matches!(request, Request::Diagnostics(..));
    !document.is_settled() && !on_save
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
