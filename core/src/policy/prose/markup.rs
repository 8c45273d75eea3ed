//! HTML and the templates of Vue, Svelte, Astro and Angular: text, links and fields.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::Prose;
use crate::text::{TextRange, offset};

/// What a page's markup says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Where its text stands, in order.
    pub texts: Vec<TextRange>,
    /// Its links.
    pub anchors: Vec<Anchor>,
}

impl Page {
    /// Its text, of the file it was read from.
    pub fn prose(&self, file: &str) -> Prose {
        Prose::of(file, self.texts.clone())
    }
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Where it leads, as written; none when it has no address, or one that a script makes.
    pub target: Option<String>,
    /// Whether a script makes the address, or acts when it is clicked.
    pub is_scripted: bool,
    /// Its text.
    pub text: String,
    /// Its start tag.
    pub range: TextRange,
}

/// Elements that are links: of HTML, and of the routers of Vue, Nuxt, Angular and React.
const LINKS: [&[u8]; 5] = [b"a", b"router-link", b"routerlink", b"nuxtlink", b"link-to"];

/// Reads markup. `masks` says whether `{…}` and `{{…}}` are code, as in the templates of components.
pub fn of_markup(text: &str, masks: bool) -> Page {
    let mut reader = Reader {
        text,
        masks,
        hidden: None,
        open: None,
        attribute: None,
        element: None,
        ranges: Vec::new(),
        anchors: Vec::new(),
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        reader.event(&event, span.start.min(text.len()), span.end.min(text.len()));
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
    let Reader { ranges, anchors, .. } = reader;
    Page { texts: ranges, anchors }
}

struct Reader<'t> {
    text: &'t str,
    masks: bool,
    /// The script or style whose content is being passed over.
    hidden: Option<Vec<u8>>,
    /// The link whose text is being read, by its place among the anchors.
    open: Option<usize>,
    /// The attribute whose value comes next, in lower case.
    attribute: Option<Vec<u8>>,
    /// The link whose start tag is being read.
    element: Option<Anchor>,
    ranges: Vec<TextRange>,
    anchors: Vec<Anchor>,
}

impl Reader<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, start: usize, end: usize) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let range = TextRange::new(offset(start), offset(end));
                let is_link = LINKS.iter().any(|link| name.eq_ignore_ascii_case(link));
                self.element = is_link.then(|| Anchor { target: None, is_scripted: false, text: String::new(), range });
                if [b"script".as_slice(), b"style", b"noscript", b"svg"].contains(name) {
                    self.hidden = Some(name.to_vec());
                }
            }
            CallbackEvent::AttributeName { name } => {
                let name = name.to_ascii_lowercase();
                if let Some(anchor) = &mut self.element {
                    anchor.is_scripted |= is_scripted(&name);
                    // An empty value is told by its name alone.
                    if matches!(name.as_slice(), b"href" | b"to" | b"routerlink") {
                        anchor.target = Some(String::new());
                    }
                }
                self.attribute = Some(name);
            }
            CallbackEvent::AttributeValue { value } => self.attribute_value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                if *self_closing {
                    self.hidden = None;
                }
                if let Some(mut anchor) = self.element.take() {
                    anchor.range.end = offset(end);
                    self.anchors.push(anchor);
                    self.open = (!self_closing).then(|| self.anchors.len() - 1);
                }
            }
            CallbackEvent::EndTag { name } => {
                if self.hidden.as_deref() == Some(name) {
                    self.hidden = None;
                } else if LINKS.iter().any(|link| name.eq_ignore_ascii_case(link)) {
                    self.open = None;
                }
            }
            CallbackEvent::String { .. } if self.hidden.is_none() => self.words(start, end),
            _ => {}
        }
    }

    fn attribute_value(&mut self, value: &[u8]) {
        let (Some(anchor), Some(name)) = (&mut self.element, &self.attribute) else { return };
        let value = String::from_utf8_lossy(value).trim().to_owned();
        match name.as_slice() {
            b"href" | b"to" | b"routerlink" if value.contains(['{', '$']) => {
                anchor.is_scripted = true;
                anchor.target = None;
            }
            b"href" | b"to" | b"routerlink" => anchor.target = Some(value),
            // Bound to an expression: a literal in it may be the address.
            b":to" | b":href" | b"[routerlink]" | b"[href]" | b"v-bind:href" | b"v-bind:to" => {
                anchor.target = value.split(['\'', '"', '`']).nth(1).map(str::to_owned);
            }
            b"title" | b"aria-label" => anchor.text.push_str(&value),
            _ => {}
        }
    }

    fn words(&mut self, start: usize, end: usize) {
        let piece = self.text.get(start..end).unwrap_or_default();
        if let Some(anchor) = self.open.and_then(|open| self.anchors.get_mut(open))
            && anchor.text.len() < 200
        {
            anchor.text.push_str(piece);
        }
        let mut from = start;
        if self.masks {
            while let Some(open) = self.text[from..end].find('{').map(|at| from + at) {
                self.ranges.push(TextRange::new(offset(from), offset(open)));
                from = self.text[open..end].find('}').map_or(end, |at| open + at + 1);
            }
            while self.text[from..end].starts_with('}') {
                from += 1;
            }
        }
        self.ranges.push(TextRange::new(offset(from), offset(end)));
    }
}

/// Whether an attribute makes a script act, or make the address.
fn is_scripted(name: &[u8]) -> bool {
    name.starts_with(b"on")
        || name.starts_with(b"@")
        || name.starts_with(b"(")
        || name.starts_with(b":")
        || name.starts_with(b"v-")
        || name.starts_with(b"[")
        || name.starts_with(b"data-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_links_are_read() {
        let text = "<script>var a='x';</script><h1>Privacy</h1><a class=b href='/p'>The <b>policy</b></a><a href=\"#\">Terms</a>{{ hidden }} seen";
        let page = of_markup(text, true);
        assert_eq!(page.prose(text).text(), "Privacy\nThe \npolicy\nTerms\n seen\n");
        let anchors: Vec<_> =
            page.anchors.iter().map(|one| (one.target.as_deref(), one.text.as_str(), one.range.slice(text))).collect();
        assert_eq!(
            anchors,
            [(Some("/p"), "The policy", "<a class=b href='/p'>"), (Some("#"), "Terms", "<a href=\"#\">")]
        );
    }

    #[test]
    fn components_links_are_read() {
        for (text, target, is_scripted) in [
            ("<router-link to=\"/privacy\">x</router-link>", Some("/privacy"), false),
            ("<RouterLink :to=\"'/privacy'\">x</RouterLink>", Some("/privacy"), true),
            ("<NuxtLink :to=\"{ name: 'privacy' }\">x</NuxtLink>", Some("privacy"), true),
            ("<a [routerLink]=\"['/privacy']\">x</a>", Some("/privacy"), true),
            ("<a href={url}>x</a>", None, true),
            ("<a href=\"#\" @click=\"open\">x</a>", Some("#"), true),
            ("<a>x</a>", None, false),
        ] {
            let page = of_markup(text, true);
            let anchor = &page.anchors[0];
            assert_eq!((anchor.target.as_deref(), anchor.is_scripted), (target, is_scripted), "{text}");
        }
        for text in ["", "<a", "<a href", "{", "<p>{{", "}}}", "<é{}é"] {
            of_markup(text, true);
        }
    }
}
