//! The privacy policy, terms and imprint that a page links to: whether they answer, and what their authors left open.
//!
//! Invariant: only what stands in the answer is judged. A page that a script fills shows little of its text here, so that
//! a text is never called short or missing.

use super::document::Document;
use super::snapshot::Snapshot;
use crate::policy::{FaultKind, LegalKind, Services, faults, kind_of_address, kind_of_words, prose, read};
use crate::redact::redact_url;

/// A link to a text by which the site speaks of law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalLink {
    /// What it leads to.
    pub kind: LegalKind,
    /// Where it leads, without query.
    pub url: String,
    /// The HTTP status of the answer; none when nobody asked.
    pub status: Option<u16>,
    /// What was left open in the text, as clauses without a full stop.
    pub open: Vec<String>,
}

/// The legal links of a page, each address once.
pub(super) fn legal_links(snapshot: &Snapshot, markup: Option<&Document>) -> Vec<LegalLink> {
    let mut found: Vec<LegalLink> = Vec::new();
    for link in markup.into_iter().flat_map(|document| document.all("a").map(move |link| (document, link))) {
        let (document, link) = link;
        let Some(address) = document.address(link, "href").filter(|address| address.starts_with("http")) else {
            continue;
        };
        let Some(kind) = kind_of_words(&link.text).or_else(|| kind_of_address(&address)) else { continue };
        let url = redact_url(&address);
        if found.iter().any(|known| known.url == url) {
            continue;
        }
        let same = |page: &&super::snapshot::LinkedPage| redact_url(&page.url) == url;
        let page = snapshot.linked_pages.iter().find(same);
        let open = page.filter(|page| (200..300).contains(&page.status)).map(|page| open(&page.text));
        found.push(LegalLink { kind, url, status: page.map(|page| page.status), open: open.unwrap_or_default() });
    }
    found
}

/// What is left open in the text of a page.
fn open(html: &str) -> Vec<String> {
    let prose = prose::of_markup(html, false).prose(html);
    let text = read(prose.text());
    let is_open =
        |kind| matches!(kind, FaultKind::Blank | FaultKind::Sample | FaultKind::Leftover | FaultKind::BrokenDate);
    faults(&text, &Services::default())
        .into_iter()
        .filter(|fault| is_open(fault.kind))
        .map(|fault| fault.what)
        .collect()
}
