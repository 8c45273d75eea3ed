//! A HAR file as a snapshot (HTTP Archive 1.2, as browsers and test tools write it).
//!
//! Invariant: what a HAR cannot hold (storage, the cookie jar) is not inspected, with the reason; what was cut out of it by
//! who wrote it (bodies, `Set-Cookie`) is said too.

use std::collections::BTreeSet;

use seaworthy_core::checklist::Date;
use seaworthy_core::site::{
    Document, Mode, NotInspected, PageScript, Request, ResourceKind, Response, SNAPSHOT_VERSION, Seen, Snapshot,
    SourceMap,
};
use serde::Deserialize;

use super::page;

/// Reads a HAR as a snapshot of the first page in it.
///
/// # Errors
/// Text that is no HAR, or one without a page; words that say so.
pub(super) fn read(text: &str) -> Result<Snapshot, String> {
    let file: File =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => format!("it is no HAR file: {error}"),
            _ => format!("it is no JSON: {error}"),
        })?;
    let entries = file.log.entries;
    let at = document_of(&entries).ok_or("it holds no page: no answer with HTML")?;
    let url = entries[at].request.url.clone();
    let html = entries[at].response.content.decoded();
    let responses: Vec<Response> = entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| {
            let wanted =
                index <= at || matches!(entry.kind(), ResourceKind::Script | ResourceKind::Style | ResourceKind::Frame);
            wanted.then(|| entry.response(index <= at))
        })
        .collect();
    let mut not_inspected = Vec::new();
    let mut scripts =
        html.as_deref().map(|html| page::inline_scripts(&Document::read(html, &url), &url)).unwrap_or_default();
    scripts.extend(external_scripts(&entries, &mut not_inspected));
    Ok(Snapshot {
        version: Some(SNAPSHOT_VERSION),
        mode: Mode::AsFound,
        taken_at: file.log.pages.first().and_then(|page| day(&page.started)).or_else(|| day(&entries[at].started)),
        responses: Seen::Inspected { value: responses },
        html: html.map_or_else(
            || missing("The HAR holds no body for the page. Save it \"with content\"."),
            |value| Seen::Inspected { value },
        ),
        requests: Seen::Inspected { value: entries.iter().map(Entry::as_request).collect() },
        scripts: Seen::Inspected { value: scripts },
        storage: missing("A HAR holds no browser storage. The browser extension reads it."),
        cookies: missing("A HAR holds no cookie jar; the Set-Cookie headers in it were read."),
        not_inspected,
        url,
        ..Snapshot::default()
    })
}

fn missing<T>(reason: &str) -> Seen<T> {
    Seen::NotInspected { reason: reason.to_owned() }
}

/// The page: the first answer with HTML that is not a redirect and that no frame or script asked for.
fn document_of(entries: &[Entry]) -> Option<usize> {
    let is_page = |entry: &&Entry| (200..300).contains(&entry.response.status) && entry.response.content.is_html();
    let told = entries.iter().position(|entry| is_page(&entry) && entry.resource_type.as_deref() == Some("document"));
    told.or_else(|| entries.iter().position(|entry| is_page(&entry)))
        .or_else(|| entries.iter().position(|entry| entry.response.content.is_html()))
}

fn external_scripts(entries: &[Entry], not_inspected: &mut Vec<NotInspected>) -> Vec<PageScript> {
    let mut seen = BTreeSet::new();
    let mut scripts = Vec::new();
    let mut without_body = 0_usize;
    for entry in entries.iter().filter(|entry| entry.kind() == ResourceKind::Script) {
        if !(200..300).contains(&entry.response.status) || !seen.insert(entry.request.url.as_str()) {
            continue;
        }
        match entry.response.content.decoded() {
            Some(text) => {
                let source_map = map_of(entries, &entry.request.url, &text);
                scripts.push(PageScript { url: entry.request.url.clone(), text, source_map });
            }
            None => without_body += 1,
        }
    }
    if without_body > 0 {
        not_inspected.push(NotInspected {
            what: if without_body == 1 { "One script".to_owned() } else { format!("{without_body} scripts") },
            reason: "The HAR does not hold their text. Save it \"with content\".".to_owned(),
        });
    }
    scripts
}

/// A source map that was loaded while the HAR was written, or stands in the script.
fn map_of(entries: &[Entry], script: &str, text: &str) -> Option<SourceMap> {
    let address = page::map_address(script, text, None)?;
    if let Some(map) = page::inline_map(&address) {
        return Some(SourceMap { url: script.to_owned(), text: map });
    }
    let entry = entries.iter().find(|entry| entry.request.url == address && entry.response.status == 200)?;
    Some(SourceMap { url: address, text: entry.response.content.decoded()? })
}

/// Seconds since 1970 at the beginning of the day that an ISO 8601 time begins with.
fn day(time: &str) -> Option<f64> {
    let date: Date = time.get(..10)?.parse().ok()?;
    u32::try_from(date.unix_days()).ok().map(|days| f64::from(days) * 86_400.0)
}

#[derive(Deserialize)]
struct File {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    #[serde(default)]
    pages: Vec<Page>,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Page {
    #[serde(rename = "startedDateTime", default)]
    started: String,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "startedDateTime", default)]
    started: String,
    request: Asked,
    response: Answered,
    /// Chromium's own field.
    #[serde(rename = "_resourceType", default)]
    resource_type: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    url: String,
}

#[derive(Deserialize)]
struct Answered {
    #[serde(default)]
    status: u16,
    #[serde(default)]
    headers: Vec<Named>,
    #[serde(default)]
    content: Content,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    #[serde(default)]
    value: String,
}

#[derive(Default, Deserialize)]
struct Content {
    #[serde(rename = "mimeType", default)]
    mime_type: String,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    encoding: Option<String>,
}

impl Content {
    fn is_html(&self) -> bool {
        let essence = self.mime_type.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("text/html") || essence.eq_ignore_ascii_case("application/xhtml+xml")
    }

    fn decoded(&self) -> Option<String> {
        let text = self.text.as_ref().filter(|text| !text.is_empty())?;
        if self.encoding.as_deref() != Some("base64") {
            return Some(text.clone());
        }
        page::from_base64(text)
    }
}

impl Entry {
    fn kind(&self) -> ResourceKind {
        if let Some(told) = &self.resource_type {
            return match told.as_str() {
                "document" => ResourceKind::Document,
                "script" => ResourceKind::Script,
                "stylesheet" => ResourceKind::Style,
                "image" => ResourceKind::Image,
                "font" => ResourceKind::Font,
                "media" => ResourceKind::Media,
                "xhr" | "fetch" | "eventsource" => ResourceKind::Fetch,
                "ping" | "beacon" => ResourceKind::Beacon,
                "websocket" => ResourceKind::WebSocket,
                _ => ResourceKind::Other,
            };
        }
        page::kind_of(&self.request.url, &self.response.content.mime_type)
    }

    fn response(&self, is_document: bool) -> Response {
        let headers: Vec<_> = self.response.headers.iter().flat_map(split_cookies).collect();
        Response {
            url: self.request.url.clone(),
            kind: if is_document { ResourceKind::Document } else { self.kind() },
            status: self.response.status,
            shows_set_cookie: headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("set-cookie")),
            headers,
            is_rerequested: false,
        }
    }

    fn as_request(&self) -> Request {
        Request {
            url: self.request.url.clone(),
            kind: self.kind(),
            status: Some(self.response.status).filter(|status| *status > 0),
            ..Request::default()
        }
    }
}

/// Firefox writes several `Set-Cookie` headers as one, joined by line feeds.
fn split_cookies(header: &Named) -> Vec<(String, String)> {
    if header.name.eq_ignore_ascii_case("set-cookie") {
        return header.value.lines().map(|value| (header.name.clone(), value.to_owned())).collect();
    }
    vec![(header.name.clone(), header.value.clone())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn har(entries: &str) -> String {
        format!(
            r#"{{"log":{{"version":"1.2","pages":[{{"startedDateTime":"2026-11-01T10:00:00Z"}}],"entries":[{entries}]}}}}"#
        )
    }

    fn entry(url: &str, status: u16, mime: &str, text: &str) -> String {
        let text = serde_json::to_string(text).expect("a string");
        format!(
            r#"{{"startedDateTime":"2026-11-01T10:00:00Z","request":{{"method":"GET","url":"{url}"}},"response":{{"status":{status},"headers":[{{"name":"Set-Cookie","value":"a=1\nb=2"}}],"content":{{"mimeType":"{mime}","text":{text}}}}}}}"#
        )
    }

    #[test]
    fn a_page_with_its_redirects_and_scripts_is_read() {
        let entries = [
            entry("http://shop.test/", 301, "text/html", ""),
            entry(
                "https://shop.test/",
                200,
                "text/html; charset=utf-8",
                "<script>let a = 1</script><script src=app.js></script>",
            ),
            entry("https://shop.test/app.js", 200, "text/javascript", "let b = 2"),
            entry("https://shop.test/gone.js", 200, "text/javascript", ""),
        ];
        let snapshot = read(&har(&entries.join(","))).expect("a HAR");
        assert_eq!(snapshot.url, "https://shop.test/");
        let responses = snapshot.responses.value().expect("responses");
        assert_eq!(responses.iter().map(|response| response.status).collect::<Vec<_>>(), [301, 200, 200, 200]);
        assert_eq!(responses[1].headers.len(), 2);
        let scripts = snapshot.scripts.value().expect("scripts");
        let urls: Vec<&str> = scripts.iter().map(|script| script.url.as_str()).collect();
        assert_eq!(urls, ["https://shop.test/#inline-1", "https://shop.test/app.js"]);
        assert_eq!(snapshot.not_inspected.len(), 1);
        assert_eq!(snapshot.taken_at, Some(1_793_491_200.0));
    }

    #[test]
    fn what_is_no_har_is_said_to_be_none() {
        for (text, expected) in [
            ("", "it is no JSON"),
            ("{}", "it is no HAR file"),
            ("[1]", "it is no HAR file"),
            (r#"{"log":{"entries":[]}}"#, "it holds no page"),
        ] {
            let words = read(text).expect_err(text);
            assert!(words.starts_with(expected), "{text}: {words}");
        }
    }
}
