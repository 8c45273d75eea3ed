//! Diagnostics for clients that ask for them instead of being told (LSP 3.17, "Pull Diagnostics").
//!
//! Invariant: an answer about a document is of the text it has when the answer is given. A result id names a set of
//! diagnostics by its content, so the same set has the same id in every session and is not sent twice.

use std::collections::BTreeMap;

use seaworthy_core::Finding;
use tower_lsp::lsp_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport, PreviousResultId,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Url, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use crate::background::hash;
use crate::event::Reply;
use crate::outbox::Outgoing;
use crate::owner::{Owner, Stale};
use crate::publish::decorate;

/// A question about all files: the sets the client has, and where the answer goes.
pub type Asked = (Vec<PreviousResultId>, Reply<WorkspaceDiagnosticReport>);

/// What is known of one file.
struct Set<'a> {
    plain: &'a [Diagnostic],
    findings: &'a [Finding],
    version: Option<i32>,
}

impl Set<'_> {
    fn full(&self, id: String) -> FullDocumentDiagnosticReport {
        let items = decorate(self.plain, self.findings, self.version);
        FullDocumentDiagnosticReport { result_id: Some(id), items }
    }
}

impl Owner {
    /// What is found in one file, open or not.
    pub(crate) fn document_report(&mut self, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReport {
        let url = &params.text_document.uri;
        // Another file may have changed what is right here.
        if self.stale.remove(&Stale::Open(url.clone())) {
            self.show(url);
        }
        let known = params.previous_result_id.as_deref();
        if let Some(document) = self.documents.get(url) {
            let plain = document.shown.as_deref().unwrap_or_default();
            let version = Some(document.version);
            return report(&Set { plain, findings: &document.findings, version }, known);
        }
        let place = url.to_file_path().ok().and_then(|full| self.folders.place_of_file(&full));
        let closed = place.and_then(|place| {
            let (judgement, target) = (self.judge(&place)?, self.target(&place)?);
            let plain = self.diagnostics(&place, &judgement, &target.snapshot);
            Some((plain, judgement.findings))
        });
        let (plain, findings) = closed.unwrap_or_default();
        report(&Set { plain: &plain, findings: &findings, version: None }, known)
    }

    /// Answers what can be answered now, and tells the client to ask again where it should.
    pub(crate) fn answer_pulls(&mut self) {
        if !self.stale.is_empty() {
            return;
        }
        if std::mem::take(&mut self.refresh_due) && self.client.refreshes {
            self.outbox.send(Outgoing::Refresh);
        }
        if self.is_reading() {
            return;
        }
        for (known, reply) in std::mem::take(&mut self.pulls) {
            // The client may have cancelled; then nobody listens.
            drop(reply.send(Some(self.workspace_report(known))));
        }
    }

    /// What is found in all open files, and in closed ones where those are wanted.
    fn workspace_report(&self, known: Vec<PreviousResultId>) -> WorkspaceDiagnosticReport {
        let mut known: BTreeMap<Url, String> = known.into_iter().map(|known| (known.uri, known.value)).collect();
        let mut items = Vec::new();
        for (url, document) in self.documents.iter().filter(|(_, document)| document.is_settled()) {
            let plain = document.shown.as_deref().unwrap_or_default();
            let set = Set { plain, findings: &document.findings, version: Some(document.version) };
            items.push(workspace_item(url.clone(), &set, known.remove(url).as_deref()));
        }
        for (place, plain) in &self.closed {
            let Some(url) = self.folders.url(place) else { continue };
            let known = known.remove(&url);
            let set = Set { plain, findings: &[], version: None };
            items.push(workspace_item(url, &set, known.as_deref()));
        }
        // What a client has of other files is no longer so; open ones that are being read answer for themselves.
        let gone = known.into_iter().filter(|(url, _)| !self.documents.contains_key(url));
        let none = Set { plain: &[], findings: &[], version: None };
        items.extend(gone.map(|(url, id)| workspace_item(url, &none, Some(&id))));
        WorkspaceDiagnosticReport { items }
    }
}

/// Names a set of diagnostics by its content.
fn result_id(plain: &[Diagnostic]) -> String {
    // Diagnostics always have a JSON form: they are what the protocol sends.
    format!("{:016x}", hash(&serde_json::to_string(plain).unwrap_or_default()))
}

fn report(set: &Set<'_>, known: Option<&str>) -> DocumentDiagnosticReport {
    let id = result_id(set.plain);
    if known == Some(&*id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report,
        })
    } else {
        let full_document_diagnostic_report = set.full(id);
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report,
        })
    }
}

fn workspace_item(uri: Url, set: &Set<'_>, known: Option<&str>) -> WorkspaceDocumentDiagnosticReport {
    let id = result_id(set.plain);
    let version = set.version.map(i64::from);
    if known == Some(&*id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
        let item = WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report };
        WorkspaceDocumentDiagnosticReport::Unchanged(item)
    } else {
        let full_document_diagnostic_report = set.full(id);
        let item = WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report };
        WorkspaceDocumentDiagnosticReport::Full(item)
    }
}
