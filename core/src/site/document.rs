//! The markup of a page: its elements with their attributes and the text of those whose text matters, and addresses
//! resolved as a browser resolves them.
//!
//! Invariant: elements that extensions of the browser added are not the page's and are left out.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;

/// The markup of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What relative addresses are relative to: the page's URL, or its `<base>`.
    pub base: String,
    /// Elements in the order of their start tags.
    pub elements: Vec<Element>,
}

/// An element of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name in lower case.
    pub name: String,
    /// Names in lower case, and values; without a value, empty.
    pub attributes: Vec<(String, String)>,
    /// The text in a `script`, `style`, `title`, `a`, `button`, `label` or heading; elsewhere empty.
    pub text: String,
}

/// What a script element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptKind {
    /// Code, classic or a module.
    Code,
    /// JSON for scripts to read.
    Data,
    /// Anything else: templates, import maps, speculation rules.
    Other,
}

/// Schemes of what browsers and their extensions put into a page.
const FOREIGN: &[&str] = &["chrome-extension:", "moz-extension:", "safari-web-extension:", "chrome:", "resource:"];

/// Elements whose text is kept.
const TEXTUAL: &[&str] = &["script", "style", "title", "a", "button", "label", "h1", "h2", "h3"];

/// The most text that is kept of an element that is no script or style, in bytes.
const LONGEST_TEXT: usize = 1000;

impl Document {
    /// Reads the markup of the page at `url`.
    pub fn read(html: &str, url: &str) -> Self {
        let mut reader = Reader::default();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<usize>| -> Option<Infallible> {
            reader.event(&event);
            None
        });
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
        let mut elements = reader.elements;
        elements.retain(|element| {
            let is_foreign = |value: &str| FOREIGN.iter().any(|scheme| value.starts_with(scheme));
            !element.attribute("src").or_else(|| element.attribute("href")).is_some_and(is_foreign)
        });
        let own_base = elements.iter().find(|element| element.name == "base").and_then(|base| base.attribute("href"));
        let base = own_base.and_then(|href| resolve(url, href)).unwrap_or_else(|| url.to_owned());
        Self { base, elements }
    }

    /// Elements of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// The absolute address in an attribute of an element; none when it is absent, empty or no address.
    pub fn address(&self, element: &Element, attribute: &str) -> Option<String> {
        element.attribute(attribute).and_then(|value| resolve(&self.base, value))
    }
}

impl Element {
    /// An attribute's value without white space around it; none when it is absent or empty.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Whether an attribute is there, with or without a value.
    pub fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(known, _)| known == name)
    }

    /// What a script element holds (HTML standard, "the `type` attribute" of `script`).
    pub fn script_kind(&self) -> ScriptKind {
        let kind = self.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        let is_code = matches!(essence, "" | "module")
            || ["javascript", "ecmascript", "x-javascript", "x-ecmascript"].iter().any(|name| {
                essence.strip_prefix("text/").or_else(|| essence.strip_prefix("application/")) == Some(*name)
            });
        if is_code {
            ScriptKind::Code
        } else if essence.starts_with("application/") && essence.ends_with("json") {
            ScriptKind::Data
        } else {
            ScriptKind::Other
        }
    }
}

/// Resolves an address against a base (WHATWG URL, in what pages use of it). None for an empty one.
pub fn resolve(base: &str, reference: &str) -> Option<String> {
    let reference = reference.trim();
    if reference.is_empty() {
        return None;
    }
    if has_scheme(reference) {
        return Some(reference.to_owned());
    }
    let (scheme, rest) = base.split_once("://")?;
    if let Some(after) = reference.strip_prefix("//") {
        return Some(format!("{scheme}://{after}"));
    }
    let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(authority_end);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if reference.starts_with('#') || reference.starts_with('?') {
        return Some(format!("{scheme}://{authority}{}{reference}", if path.is_empty() { "/" } else { path }));
    }
    let at = reference.find(['?', '#']).unwrap_or(reference.len());
    let (way, tail) = reference.split_at(at);
    let joined = if way.starts_with('/') {
        way.to_owned()
    } else {
        let folder = path.rfind('/').map_or("/", |slash| &path[..=slash]);
        format!("{folder}{way}")
    };
    Some(format!("{scheme}://{authority}{}{tail}", without_dots(&joined)))
}

fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else { return false };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// A path without `.` and `..` (RFC 3986, section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    for (at, part) in parts.iter().enumerate() {
        let is_last = at + 1 == parts.len();
        match *part {
            "." if is_last => kept.push(""),
            "." => {}
            ".." => {
                kept.pop();
                if is_last {
                    kept.push("");
                }
            }
            part => kept.push(part),
        }
    }
    format!("/{}", kept.join("/"))
}

#[derive(Default)]
struct Reader {
    elements: Vec<Element>,
    /// The start tag being read.
    tag: Option<Element>,
    /// Open elements whose text is kept, by index.
    open: Vec<usize>,
}

impl Reader {
    fn event(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some(Element { name: lower(name), ..Element::default() });
            }
            CallbackEvent::AttributeName { name } => {
                if let Some(tag) = &mut self.tag {
                    tag.attributes.push((lower(name), String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, kept)) = self.tag.as_mut().and_then(|tag| tag.attributes.last_mut()) {
                    *kept = String::from_utf8_lossy(value).into_owned();
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => self.begin(*self_closing),
            CallbackEvent::String { value } => self.text(value),
            CallbackEvent::EndTag { name } => {
                let name = lower(name);
                if let Some(at) = self.open.iter().rposition(|index| self.elements[*index].name == name) {
                    self.open.truncate(at);
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, self_closing: bool) {
        let Some(tag) = self.tag.take() else { return };
        if TEXTUAL.contains(&tag.name.as_str()) && !self_closing {
            // A link in a link, or a heading that was never closed, ends where the next of its kind begins.
            self.open.retain(|index| self.elements[*index].name != tag.name);
            self.open.push(self.elements.len());
        }
        self.elements.push(tag);
    }

    fn text(&mut self, value: &[u8]) {
        let text = String::from_utf8_lossy(value);
        for index in &self.open {
            let element = &mut self.elements[*index];
            let is_whole = matches!(element.name.as_str(), "script" | "style");
            if is_whole || element.text.len() < LONGEST_TEXT {
                element.text.push_str(&text);
            }
        }
    }
}

fn lower(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_resolve_as_in_a_browser() {
        let base = "https://shop.test:8443/a/b/page.html?q=1#top";
        for (reference, expected) in [
            ("app.js", "https://shop.test:8443/a/b/app.js"),
            ("./app.js?v=1", "https://shop.test:8443/a/b/app.js?v=1"),
            ("../app.js", "https://shop.test:8443/a/app.js"),
            ("../../../app.js", "https://shop.test:8443/app.js"),
            ("/app.js", "https://shop.test:8443/app.js"),
            ("//cdn.test/x.js", "https://cdn.test/x.js"),
            ("http://other.test/y", "http://other.test/y"),
            ("#part", "https://shop.test:8443/a/b/page.html#part"),
            ("?q=2", "https://shop.test:8443/a/b/page.html?q=2"),
            ("mailto:a@shop.test", "mailto:a@shop.test"),
            (" a:b/c ", "a:b/c"),
            ("..", "https://shop.test:8443/a/"),
        ] {
            assert_eq!(resolve(base, reference).as_deref(), Some(expected), "{reference}");
        }
        assert_eq!(resolve(base, "  "), None);
        assert_eq!(resolve("https://shop.test", "x").as_deref(), Some("https://shop.test/x"));
    }

    #[test]
    fn elements_keep_attributes_and_text() {
        let html = "<!doctype html><base href='/app/'><script src=main.js integrity='sha384-x'></script>\
            <SCRIPT type='application/json' id=__NEXT_DATA__>{\"a\":1}</SCRIPT><a href=privacy>Our <b>privacy</b> policy</a>\
            <script src='chrome-extension://x/y.js'></script><script>let x = '<a>'</script>";
        let document = Document::read(html, "https://shop.test/x/");
        assert_eq!(document.base, "https://shop.test/app/");
        let scripts: Vec<_> =
            document.all("script").map(|script| (script.script_kind(), script.text.as_str())).collect();
        let expected = [(ScriptKind::Code, ""), (ScriptKind::Data, "{\"a\":1}"), (ScriptKind::Code, "let x = '<a>'")];
        assert_eq!(scripts, expected);
        let link = document.all("a").next().expect("a link");
        assert_eq!(link.text, "Our privacy policy");
        assert_eq!(document.address(link, "href").as_deref(), Some("https://shop.test/app/privacy"));
    }

    #[test]
    fn script_types_are_told_apart() {
        for (kind, expected) in [
            ("module", ScriptKind::Code),
            ("text/javascript; charset=utf-8", ScriptKind::Code),
            ("application/ld+json", ScriptKind::Data),
            ("importmap", ScriptKind::Other),
            ("text/template", ScriptKind::Other),
        ] {
            let element = Element { attributes: vec![("type".into(), kind.into())], ..Element::default() };
            assert_eq!(element.script_kind(), expected, "{kind}");
        }
    }

    #[test]
    fn broken_markup_never_panics() {
        for html in
            ["", "<", "<a", "<a href", "<script>", "</", "<a><a></a></a>", "\u{0}<p =\"", "<script><!--<script>"]
        {
            let _ = Document::read(html, "");
        }
    }
}
