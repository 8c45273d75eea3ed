//! The privacy policy, terms and imprint that a page links to: whether they answer, and what they say.
//!
//! Invariant: only what stands in the answer is read. A page that a script fills shows little of its text here.

use super::document::Document;
use super::snapshot::Snapshot;
use crate::policy::{LegalKind, PolicyText, kind_of_address, kind_of_words, prose, read};
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
    /// Its text; none when nobody asked, or there is none.
    pub text: Option<PolicyText>,
}

/// Links of a document to a privacy policy, terms, a cookie policy or an imprint: the kind, and the absolute address without
/// fragment, each once.
pub fn legal_addresses(document: &Document) -> Vec<(LegalKind, String)> {
    let mut found: Vec<(LegalKind, String)> = Vec::new();
    for link in document.all("a") {
        let Some(address) = document.address(link, "href").filter(|address| address.starts_with("http")) else {
            continue;
        };
        let Some(kind) = kind_of_words(&link.text).or_else(|| kind_of_address(&address)) else { continue };
        let address = address.split('#').next().unwrap_or_default();
        if found.iter().all(|(_, known)| known != address) {
            found.push((kind, address.to_owned()));
        }
    }
    found
}

/// The legal links of a page, each address once.
pub(super) fn legal_links(snapshot: &Snapshot, markup: Option<&Document>) -> Vec<LegalLink> {
    let mut found: Vec<LegalLink> = Vec::new();
    for (kind, address) in markup.map(legal_addresses).unwrap_or_default() {
        let url = redact_url(&address);
        if found.iter().any(|known| known.url == url) {
            continue;
        }
        let page = snapshot.linked_pages.iter().find(|page| redact_url(&page.url) == url);
        let text = page.filter(|page| (200..300).contains(&page.status)).map(|page| text_of(&page.text));
        found.push(LegalLink { kind, url, status: page.map(|page| page.status), text });
    }
    found
}

fn text_of(html: &str) -> PolicyText {
    read(prose::of_markup(html, false).prose(html).text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_links_are_found_in_several_languages() {
        let html = "<a href=/about>About</a><a href=/p1>Datenschutzerklärung</a><a href=/legal/privacy#top>x</a>\
            <a href='mailto:privacy@shop.test'>privacy</a><a href=/agb>AGB</a>";
        let found = legal_addresses(&Document::read(html, "https://shop.test/"));
        let addresses: Vec<&str> = found.iter().map(|(_, address)| address.as_str()).collect();
        assert_eq!(addresses, ["https://shop.test/p1", "https://shop.test/legal/privacy", "https://shop.test/agb"]);
    }
}
