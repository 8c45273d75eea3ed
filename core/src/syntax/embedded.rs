//! Markup: finds the start tags and the scripts inside them, with offsets into the whole file.
//!
//! html5gum tokenises as the HTML standard says, and its spans are byte offsets. Component formats are not quite HTML, but
//! their `<script>` elements are, and so are plain attributes.

use super::language::Language;
use super::parse::{MarkupAttribute, MarkupElement, UnitRole};
use crate::text::{TextRange, offset};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;

/// A script inside markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Embedded {
    pub range: TextRange,
    pub language: Language,
    pub role: UnitRole,
}

/// What markup holds.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Markup {
    pub elements: Vec<MarkupElement>,
    pub scripts: Vec<Embedded>,
}

/// Reads the tags and scripts of `text`.
pub(super) fn read(text: &str, language: Language) -> Markup {
    let mut markup = Markup::default();
    let mut begin = 0;
    if language == Language::Astro
        && let Some((range, after)) = frontmatter(text)
    {
        markup.scripts.push(Embedded { range, language: Language::TypeScript, role: UnitRole::ServerScript });
        begin = after;
    }
    let mut reader = Reader { text, begin, language, element: None, script: None, markup };
    tokenise(&mut reader);
    reader.finish();
    let mut markup = reader.markup;
    for element in &markup.elements {
        markup.scripts.extend(element.attributes.iter().filter_map(|attribute| handler(text, language, attribute)));
    }
    markup.scripts.sort_by_key(|script| script.range);
    markup
}

/// The code between the `---` lines at the top of an Astro component, and where the markup begins.
fn frontmatter(text: &str) -> Option<(TextRange, usize)> {
    let open = text.len() - text.trim_start().len();
    let rest = text[open..].strip_prefix("---")?;
    let start = open + 3;
    let close = rest
        .match_indices("---")
        .map(|(at, _)| start + at)
        .find(|at| text[..*at].trim_end_matches([' ', '\t']).ends_with('\n'));
    let end = close.unwrap_or(text.len());
    Some((TextRange::new(offset(start), offset(end)), close.map_or(text.len(), |close| close + 3)))
}

fn tokenise(reader: &mut Reader<'_>) {
    let source = &reader.text[reader.begin..];
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        reader.event(&event, span);
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(source, emitter).finish();
}

struct Reader<'a> {
    text: &'a str,
    /// Where the markup begins in the file.
    begin: usize,
    language: Language,
    /// The start tag being read.
    element: Option<MarkupElement>,
    /// The script being read: its element's index.
    script: Option<usize>,
    markup: Markup,
}

impl Reader<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        let range = TextRange::new(
            offset(self.begin + span.start),
            offset(self.begin + span.end.min(self.text.len() - self.begin)),
        );
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let name_range = TextRange::new(range.start + 1, range.start + 1 + offset(name.len()));
                let name = as_written(name_range.slice(self.text), name);
                self.element = Some(MarkupElement { name, range, attributes: Vec::new() });
            }
            CallbackEvent::AttributeName { name } => {
                if let Some(element) = &mut self.element {
                    let name_range = TextRange::new(range.start, range.start + offset(name.len()));
                    element.attributes.push(MarkupAttribute {
                        name: as_written(name_range.slice(self.text), name),
                        name_range,
                        value: String::new(),
                        value_range: TextRange::empty(name_range.end),
                    });
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(attribute) = self.element.as_mut().and_then(|element| element.attributes.last_mut()) {
                    attribute.value = String::from_utf8_lossy(value).into_owned();
                    attribute.value_range = value_range(self.text, range);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => self.close_start_tag(range.end, *self_closing),
            CallbackEvent::EndTag { name } if *name == b"script" => self.end_script(range.start),
            _ => {}
        }
    }

    fn close_start_tag(&mut self, end: u32, self_closing: bool) {
        let Some(mut element) = self.element.take() else { return };
        element.range.end = end;
        let opens_script = element.name.eq_ignore_ascii_case("script") && !self_closing;
        self.markup.elements.push(element);
        if opens_script {
            self.script = Some(self.markup.elements.len() - 1);
        }
    }

    fn end_script(&mut self, end: u32) {
        let Some(element) = self.script.take().and_then(|index| self.markup.elements.get(index)) else { return };
        let range = TextRange::new(element.range.end, end);
        let Some(language) = script_language(element, self.language) else { return };
        if range.slice(self.text).trim().is_empty() {
            return;
        }
        self.markup.scripts.push(Embedded { range, language, role: script_role(element, self.language) });
    }

    /// A script that is still being written has no end tag yet.
    fn finish(&mut self) {
        self.end_script(offset(self.text.len()));
    }
}

/// The name as the author wrote it: html5gum gives it in lower case.
fn as_written(written: &str, lower: &[u8]) -> String {
    if written.as_bytes().eq_ignore_ascii_case(lower) {
        written.to_owned()
    } else {
        String::from_utf8_lossy(lower).into_owned()
    }
}

/// The value's place without quotes, whichever way the span counts them.
fn value_range(text: &str, range: TextRange) -> TextRange {
    let mut range = range;
    let before = text.as_bytes().get((range.start as usize).wrapping_sub(1)).copied();
    if let Some(first @ (b'"' | b'\'')) = text.as_bytes().get(range.start as usize).copied()
        && before == Some(b'=')
    {
        range.start += 1;
        if text.as_bytes().get((range.end as usize).saturating_sub(1)) == Some(&first) && range.end > range.start {
            range.end -= 1;
        }
    }
    range
}

/// The language of a script element; `None` if it holds data (JSON, templates, import maps) or another language.
fn script_language(element: &MarkupElement, file: Language) -> Option<Language> {
    let value = |name: &str| element.attribute(name).map(|attribute| attribute.value.trim().to_ascii_lowercase());
    let kind = value("type").unwrap_or_default();
    let by_type = match kind.as_str() {
        ""
        | "module"
        | "text/javascript"
        | "application/javascript"
        | "text/ecmascript"
        | "application/ecmascript"
        | "application/x-javascript" => None,
        "text/babel" | "text/jsx" => Some(Language::Jsx),
        "text/typescript" | "application/typescript" => Some(Language::TypeScript),
        _ => return None,
    };
    match value("lang").as_deref() {
        Some("ts" | "typescript") => Some(Language::TypeScript),
        Some("tsx") => Some(Language::Tsx),
        Some("jsx") => Some(Language::Jsx),
        Some("js" | "javascript") => Some(Language::JavaScript),
        Some(_) => None,
        // Astro compiles its scripts as TypeScript unless they are inline.
        None if file == Language::Astro && element.attribute("is:inline").is_none() && by_type.is_none() => {
            Some(Language::TypeScript)
        }
        None => Some(by_type.unwrap_or(Language::JavaScript)),
    }
}

fn script_role(element: &MarkupElement, file: Language) -> UnitRole {
    match file {
        Language::Vue if element.attribute("setup").is_some() => UnitRole::Setup,
        Language::Svelte
            if element.attribute("module").is_some()
                || element.attribute("context").is_some_and(|context| context.value == "module") =>
        {
            UnitRole::ModuleScript
        }
        _ => UnitRole::Script,
    }
}

/// An event handler written as an attribute: `onclick="…"`, Vue's `@click="…"` and `v-on:click="…"`.
fn handler(text: &str, file: Language, attribute: &MarkupAttribute) -> Option<Embedded> {
    let name = attribute.name.to_ascii_lowercase();
    let html = name.starts_with("on") && name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let vue = file == Language::Vue && (name.starts_with('@') || name.starts_with("v-on:"));
    let written = attribute.value_range.slice(text);
    // With a character reference inside, places in the value are not places in the file.
    let plain = written == attribute.value && !written.trim().is_empty();
    // Svelte and Astro write `on:click={…}`, which HTML's rules cut into pieces.
    let braces = written.starts_with('{');
    let language = if vue { Language::TypeScript } else { Language::JavaScript };
    (plain && !braces && (html || vue)).then_some(Embedded {
        range: attribute.value_range,
        language,
        role: UnitRole::TemplateExpression,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scripts(text: &str, language: Language) -> Vec<(&str, Language, UnitRole)> {
        read(text, language)
            .scripts
            .iter()
            .map(|script| (script.range.slice(text), script.language, script.role))
            .collect()
    }

    #[test]
    fn scripts_are_found_with_their_places() {
        use Language::{Astro, Html, JavaScript, Jsx, Svelte, TypeScript, Vue};
        use UnitRole::{ModuleScript, Script, ServerScript, Setup, TemplateExpression};
        type Expected = &'static [(&'static str, Language, UnitRole)];
        let table: [(Language, &str, Expected); 17] = [
            (Html, "<p>é漢😀</p>\r\n<script>let a</script>", &[("let a", JavaScript, Script)]),
            (
                Html,
                "<script type=module>a</script><script type='text/babel'>b</script>",
                &[("a", JavaScript, Script), ("b", Jsx, Script)],
            ),
            (Html, "<script type=\"application/ld+json\">{}</script><script type=importmap>{}</script>", &[]),
            (Html, "<script src=x.js></script>", &[]),
            (Html, "<SCRIPT>a < b && c</SCRIPT >", &[("a < b && c", JavaScript, Script)]),
            (Html, "<!-- <script>no</script> --><script>yes</script>", &[("yes", JavaScript, Script)]),
            (Html, "<script>let a = '<\\/script>'; still", &[("let a = '<\\/script>'; still", JavaScript, Script)]),
            (Html, "<a onclick=\"go('漢')\">", &[("go('漢')", JavaScript, TemplateExpression)]),
            (Html, "<a onclick=\"go(&quot;x&quot;)\">", &[]),
            (
                Vue,
                "<template><b @click=\"go\" :x=\"1\"/></template>\n<script setup lang=\"ts\">let a: T</script>",
                &[("go", TypeScript, TemplateExpression), ("let a: T", TypeScript, Setup)],
            ),
            (Vue, "<script>a</script><script setup>b</script>", &[("a", JavaScript, Script), ("b", JavaScript, Setup)]),
            (Vue, "<script lang=\"coffee\">a</script>", &[]),
            (
                Svelte,
                "<script context=\"module\">a</script><script lang=ts>b</script>",
                &[("a", JavaScript, ModuleScript), ("b", TypeScript, Script)],
            ),
            (Svelte, "<script module>a</script>{#if x < 1}<b/>{/if}", &[("a", JavaScript, ModuleScript)]),
            (
                Astro,
                "---\nconst é = 1\n---\n<p/>\n<script>b</script>",
                &[("\nconst é = 1\n", TypeScript, ServerScript), ("b", TypeScript, Script)],
            ),
            (
                Astro,
                "---\nconst a = '---'\n---\n<script is:inline>b</script>",
                &[("\nconst a = '---'\n", TypeScript, ServerScript), ("b", JavaScript, Script)],
            ),
            (Astro, "---\nstill typ", &[("\nstill typ", TypeScript, ServerScript)]),
        ];
        for (language, text, expected) in table {
            assert_eq!(scripts(text, language), expected, "{text}");
        }
    }

    #[test]
    fn elements_and_attributes_have_true_places() {
        let text = "漢<MyLink\n  :To=\"a &amp; b\" id=x\tdata-é='😀' disabled empty=\"\">";
        let markup = read(text, Language::Vue);
        let element = &markup.elements[0];
        assert_eq!(element.name, "MyLink");
        assert_eq!(element.range.slice(text), &text[3..]);
        let seen: Vec<_> = element
            .attributes
            .iter()
            .map(|attribute| {
                (attribute.name_range.slice(text), attribute.value.as_str(), attribute.value_range.slice(text))
            })
            .collect();
        let expected = [
            (":To", "a & b", "a &amp; b"),
            ("id", "x", "x"),
            ("data-é", "😀", "😀"),
            ("disabled", "", ""),
            ("empty", "", ""),
        ];
        assert_eq!(seen, expected);
    }
}
