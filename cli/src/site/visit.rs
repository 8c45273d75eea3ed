//! A live site as a snapshot: its page with redirects, its own scripts, their source maps, and the legal pages it links to.
//!
//! Invariant: GET only, one request at a time; scripts of other sites are named, not asked for; what could not be had is said
//! with the reason. A site that names Seaworthy in its robots.txt (RFC 9309) is obeyed.

use std::path::Path;

use seaworthy_core::site::{
    Document, LARGEST_SCRIPT, LinkedPage, Mode, NotInspected, PageScript, Request, ResourceKind, Response,
    SNAPSHOT_VERSION, Seen, Snapshot, SourceMap, legal_addresses,
};
use url::Url;

use super::client::{Answer, Client, Reach};
use super::{page, robots::Robots};
use crate::Failure;

/// Redirects that are followed; browsers follow 20.
const MOST_REDIRECTS: usize = 20;
const MOST_SCRIPTS: usize = 300;
/// Of all scripts and maps together, in bytes.
const MOST_BYTES: usize = 128 * 1024 * 1024;
const LARGEST_PAGE: usize = 16 * 1024 * 1024;
const LARGEST_MAP: usize = 32 * 1024 * 1024;
const MOST_LEGAL_PAGES: usize = 8;

/// Visits the page at `url`. `progress` is told what is asked for next.
///
/// # Errors
/// A page that cannot be reached or that refuses; words that say why.
pub(super) fn visit(url: &Url, reach: &Reach, ca: Option<&Path>, progress: &dyn Fn(&str)) -> Result<Snapshot, Failure> {
    let client = Client::new(url, reach, ca)?;
    let robots =
        Robots::read(client.get(&join(url, "/robots.txt")?, 512 * 1024).ok().filter(|answer| answer.status == 200));
    if !robots.allows(url.path()) {
        return Err(format!("{url}: its robots.txt asks Seaworthy to stay away"));
    }
    let mut visit =
        Visit { client, robots, progress, left: MOST_BYTES, responses: Vec::new(), not_inspected: Vec::new() };
    let (page, answer) = visit.document(url.clone())?;
    if !(200..300).contains(&answer.status) {
        visit.not_inspected.push(NotInspected {
            what: "The page behind the answer".into(),
            reason: format!("The server answered {}; what it sent along is what was looked at.", answer.status),
        });
    }
    let html = answer.text();
    let document = Document::read(&html, page.as_str());
    let mut scripts = page::inline_scripts(&document, page.as_str());
    scripts.extend(visit.scripts(&document, &page));
    let linked_pages = visit.legal_pages(&document, &page);
    Ok(Snapshot {
        version: Some(SNAPSHOT_VERSION),
        mode: Mode::Requested,
        taken_at: now(),
        requests: Seen::Inspected { value: requests(&document) },
        responses: Seen::Inspected { value: visit.responses },
        html: Seen::Inspected { value: html },
        scripts: Seen::Inspected { value: scripts },
        linked_pages,
        storage: unseen("No browser ran the page, so it stored nothing. The browser extension reads storage."),
        cookies: unseen("No browser ran the page, so there is no cookie jar; the Set-Cookie headers were read."),
        not_inspected: visit.not_inspected,
        url: page.into(),
        ..Snapshot::default()
    })
}

fn unseen<T>(reason: &str) -> Seen<T> {
    Seen::NotInspected { reason: reason.to_owned() }
}

fn now() -> Option<f64> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(since.as_secs_f64())
}

fn join(base: &Url, reference: &str) -> Result<Url, Failure> {
    base.join(reference).map_err(|error| format!("{reference}: {error}"))
}

struct Visit<'a> {
    client: Client,
    robots: Robots,
    progress: &'a dyn Fn(&str),
    /// Bytes that may still be read.
    left: usize,
    responses: Vec<Response>,
    not_inspected: Vec<NotInspected>,
}

impl Visit<'_> {
    /// Follows redirects to the page itself.
    fn document(&mut self, mut url: Url) -> Result<(Url, Answer), Failure> {
        for _ in 0..=MOST_REDIRECTS {
            (self.progress)(url.as_str());
            let answer = self.client.get(&url, LARGEST_PAGE).map_err(|words| format!("{url}: {words}"))?;
            self.note(&url, ResourceKind::Document, &answer);
            let target = answer.header("location").filter(|_| (300..400).contains(&answer.status));
            let Some(target) = target else { return Ok((url, answer)) };
            let next = join(&url, target)?;
            if !matches!(next.scheme(), "http" | "https") {
                return Err(format!("{url} leads to {next}, which is no web page"));
            }
            url = next;
        }
        Err(format!("{url}: more than {MOST_REDIRECTS} redirects"))
    }

    fn note(&mut self, url: &Url, kind: ResourceKind, answer: &Answer) {
        self.responses.push(Response {
            url: url.to_string(),
            kind,
            status: answer.status,
            headers: answer.headers.clone(),
            is_rerequested: false,
            shows_set_cookie: true,
        });
    }

    fn scripts(&mut self, document: &Document, page: &Url) -> Vec<PageScript> {
        let addresses = page::script_addresses(document);
        let (own, foreign): (Vec<Url>, Vec<Url>) = addresses
            .iter()
            .filter_map(|address| Url::parse(address).ok())
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .partition(|url| url.origin() == page.origin());
        self.name_foreign(&foreign);
        if own.len() > MOST_SCRIPTS {
            let what = format!("{} further scripts", own.len() - MOST_SCRIPTS);
            self.miss(&what, &format!("The first {MOST_SCRIPTS} scripts of a page are read."));
        }
        own.iter().take(MOST_SCRIPTS).filter_map(|url| self.script(url)).collect()
    }

    fn name_foreign(&mut self, foreign: &[Url]) {
        let mut hosts: Vec<String> = foreign.iter().map(|url| url.origin().ascii_serialization()).collect();
        hosts.sort_unstable();
        hosts.dedup();
        for host in hosts {
            self.miss(&format!("Scripts from {host}"), "Only the page's own origin is asked for scripts.");
        }
    }

    fn script(&mut self, url: &Url) -> Option<PageScript> {
        if !self.robots.allows(url.path()) {
            self.miss(url.as_str(), "The site's robots.txt asks Seaworthy not to read it.");
            return None;
        }
        (self.progress)(url.as_str());
        let answer = match self.client.get(url, LARGEST_SCRIPT.min(self.left)) {
            Ok(answer) => answer,
            Err(words) => {
                self.miss(url.as_str(), &words);
                return None;
            }
        };
        self.note(url, ResourceKind::Script, &answer);
        let content_type = answer.header("content-type").unwrap_or_default();
        if answer.status != 200 || content_type.starts_with("text/html") {
            let words = if answer.status == 200 { "a page".to_owned() } else { answer.status.to_string() };
            self.miss(url.as_str(), &format!("The server answered {words}."));
            return None;
        }
        self.left -= answer.body.len().min(self.left);
        let text = answer.text();
        let source_map =
            self.source_map(url, &text, answer.header("sourcemap").or_else(|| answer.header("x-sourcemap")));
        Some(PageScript { url: url.to_string(), text, source_map })
    }

    /// The map a script names, or the one that would lie beside it. Only its content tells whether it is one, so a host that
    /// answers everything with a page is no finding.
    fn source_map(&mut self, script: &Url, text: &str, header: Option<&str>) -> Option<SourceMap> {
        let named = page::map_address(script.as_str(), text, header);
        if let Some(map) = named.as_deref().and_then(page::inline_map) {
            return Some(SourceMap { url: script.to_string(), text: map });
        }
        let beside = || {
            let mut url = script.clone();
            url.set_query(None);
            url.set_path(&format!("{}.map", script.path()));
            url
        };
        let url = named.and_then(|address| Url::parse(&address).ok()).unwrap_or_else(beside);
        if url.origin() != script.origin() || !self.robots.allows(url.path()) {
            return None;
        }
        let answer = self.client.get(&url, LARGEST_MAP.min(self.left)).ok().filter(|answer| answer.status == 200)?;
        let text = answer.text();
        if !text.trim_start_matches(")]}'").trim_start().starts_with('{') {
            return None;
        }
        self.left -= text.len().min(self.left);
        Some(SourceMap { url: url.to_string(), text })
    }

    fn legal_pages(&mut self, document: &Document, page: &Url) -> Vec<LinkedPage> {
        let mut pages = Vec::new();
        for (_, address) in legal_addresses(document).into_iter().take(MOST_LEGAL_PAGES) {
            let Ok(url) = Url::parse(&address) else { continue };
            if url.origin() != page.origin() || !self.robots.allows(url.path()) {
                continue;
            }
            (self.progress)(url.as_str());
            match self.follow(url) {
                Ok(answer) => pages.push(LinkedPage { url: address, status: answer.status, text: answer.text() }),
                Err(words) => self.miss(&address, &words),
            }
        }
        pages
    }

    fn follow(&self, mut url: Url) -> Result<Answer, String> {
        for _ in 0..5 {
            let answer = self.client.get(&url, LARGEST_PAGE)?;
            let target = answer.header("location").filter(|_| (300..400).contains(&answer.status));
            match target.and_then(|target| url.join(target).ok()) {
                Some(next) if next.origin() == url.origin() => url = next,
                _ => return Ok(answer),
            }
        }
        Err("It redirects too often.".to_owned())
    }

    fn miss(&mut self, what: &str, reason: &str) {
        self.not_inspected.push(NotInspected { what: what.to_owned(), reason: reason.to_owned() });
    }
}

/// What the markup would have a browser load.
fn requests(document: &Document) -> Vec<Request> {
    let kind_of = |name: &str| match name {
        "script" => Some((ResourceKind::Script, "src")),
        "img" => Some((ResourceKind::Image, "src")),
        "iframe" | "frame" => Some((ResourceKind::Frame, "src")),
        "video" | "audio" | "source" | "track" => Some((ResourceKind::Media, "src")),
        _ => None,
    };
    let mut found = Vec::new();
    for element in &document.elements {
        let style = element.name == "link"
            && element.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("stylesheet"));
        let kind = if style { Some((ResourceKind::Style, "href")) } else { kind_of(&element.name) };
        let Some((kind, attribute)) = kind else { continue };
        let Some(url) = document.address(element, attribute).filter(|url| url.starts_with("http")) else { continue };
        found.push(Request { url, kind, ..Request::default() });
    }
    found
}
