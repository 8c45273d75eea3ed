//! Policies, terms, links to them, and what people are asked for.
//!
//! Invariant: a link counts for the site's own text only; links to the policies of the services it uses say nothing.

mod asked;
mod links;

use crate::facts::{FileFacts, LegalTrace, Shows};
use crate::policy::prose::{Prose, of_json, of_markdown, of_markup};
use crate::policy::{self, LegalKind, Mark, MarkKind, PolicyText, kind_of_address, kind_of_path};
use crate::syntax::digest::Script;
use crate::syntax::words::words;
use crate::syntax::{Language, Parsed};
use crate::text::{TextRange, offset};

/// Fewer words in a file of translations are labels, not a policy.
const FEWEST_TRANSLATED: usize = 40;
/// Larger configuration files hold data.
const LARGEST: usize = 256 * 1024;

/// Reads a script or a component. `script` is its digest.
pub fn in_script(parsed: &Parsed, script: &Script, text: &str, facts: &mut FileFacts) {
    asked::in_script(script, facts);
    asked::in_markup(&parsed.markup, facts);
    facts.legal.page = kind_of_path(&facts.path);
    let may_be_text = facts.legal.page.is_some() || is_for_texts(&facts.path);
    if !may_be_text && !policy::mentions(text) {
        return;
    }
    facts.legal.may_hold_more = !parsed.problems.is_empty();
    let words = words(parsed);
    links::in_words(&words, &mut facts.legal.traces);
    let mut ranges = Vec::new();
    if facts.language.is_markup() {
        let page = of_markup(text, is_template(&facts.path, facts.language, text));
        links::in_markup(&page, &mut facts.legal.traces);
        let is_script = |range: &TextRange| parsed.units.iter().any(|unit| unit.range.intersects(*range));
        ranges.extend(page.texts.into_iter().filter(|range| !is_script(range)));
    }
    links::put_in_order(&mut facts.legal.traces);
    if may_be_text {
        // A page's own scripts say nothing that people read as its text.
        let is_page = facts.language == Language::Html;
        if !is_page {
            ranges.extend(words.texts);
        }
        let is_whole = is_page && !is_template(&facts.path, facts.language, text);
        let read = text_of(&Prose::of(text, ranges), is_whole);
        keep(read, text, facts);
    }
}

/// Reads a file that is no script: Markdown, translations, configuration.
pub fn in_text(text: &str, facts: &mut FileFacts) {
    facts.legal.page = kind_of_path(&facts.path);
    let is_translation = facts.language == Language::Json && is_translation(&facts.path);
    if is_prose(&facts.path) && facts.legal.page.is_some() {
        keep(text_of(&of_markdown(text), true), text, facts);
    } else if is_translation && policy::mentions(text) {
        let read = text_of(&of_json(text), false);
        if read.words >= FEWEST_TRANSLATED {
            facts.legal.page = read.kind;
            keep(read, text, facts);
        }
    } else if matches!(facts.language, Language::Json | Language::Toml | Language::Yaml) && text.len() <= LARGEST {
        facts.legal.traces = addresses(text);
    }
}

/// Whether the file is one of Markdown.
fn is_prose(path: &str) -> bool {
    [".md", ".mdx", ".markdown"].iter().any(|ending| path.ends_with(ending))
}

/// Keeps a text that is one: by its place, or by what it says.
fn keep(read: PolicyText, source: &str, facts: &mut FileFacts) {
    let mut read = read;
    facts.legal.page = facts.legal.page.or(read.kind);
    if facts.legal.page.is_none() {
        return;
    }
    read.kind = read.kind.or(facts.legal.page);
    if facts.language.has_script()
        && let Some(range) = policy::is_written_by_clock(source)
    {
        read.marks.push(Mark { range, kind: MarkKind::Clock, text: range.slice(source).into() });
        read.marks.sort_by_key(|mark| mark.range);
    }
    facts.legal.text = Some(read);
}

/// Reads prose; ranges become those of its file.
fn text_of(prose: &Prose, is_whole: bool) -> PolicyText {
    let mut read = policy::read(prose.text());
    read.is_whole = is_whole;
    read.marks.iter_mut().for_each(|mark| mark.range = prose.place(mark.range));
    read.generators.iter_mut().for_each(|(_, range)| *range = prose.place(*range));
    read.services.iter_mut().for_each(|(_, range)| *range = prose.place(*range));
    read.speakers.iter_mut().for_each(|(_, range)| *range = prose.place(*range));
    read.year = read.year.map(|(year, range)| (year, prose.place(range)));
    read
}

/// Pages of that name hold one text or another of this kind, or lead to them.
fn is_for_texts(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let folder = folders.rsplit('/').next().unwrap_or("");
    matches!(stem.as_str(), "policy" | "policies" | "legal" | "legalpage")
        || matches!(stem.as_str(), "page" | "index" | "+page") && matches!(folder, "policy" | "policies" | "legal")
}

/// Whether braces are code: in components and in templates that a server fills in.
fn is_template(path: &str, language: Language, text: &str) -> bool {
    language != Language::Html
        || path.ends_with(".component.html")
        || path.split('/').any(|folder| matches!(folder, "templates" | "views" | "layouts"))
        || text.contains("{%")
}

fn is_translation(path: &str) -> bool {
    const FOLDERS: [&str; 8] =
        ["locales", "locale", "messages", "i18n", "lang", "langs", "translations", "dictionaries"];
    path.split('/').any(|folder| FOLDERS.contains(&folder))
}

/// Addresses of such pages in configuration: redirects, navigation.
fn addresses(text: &str) -> Vec<LegalTrace> {
    if !policy::mentions(text) {
        return Vec::new();
    }
    let mut at = 0;
    let mut found: Vec<LegalTrace> = Vec::new();
    for part in text.split(['"', '\'', ' ', '\n']) {
        let start = at;
        at += part.len() + 1;
        if part.len() > 200 || !part.contains('/') || links::is_of_others(part) {
            continue;
        }
        let kind = kind_of_address(part.trim());
        if let Some(kind) = kind.filter(|kind| !found.iter().any(|trace| trace.kind == *kind)) {
            let range = TextRange::new(offset(start), offset(start + part.len()));
            found.push(LegalTrace { kind, shows: Shows::Page, range });
        }
    }
    found
}

/// The kind that both the address and the words of a link may tell.
fn kind_of_link(target: Option<&str>, words: &str) -> Option<LegalKind> {
    target.and_then(kind_of_address).or_else(|| policy::kind_of_words(words))
}

#[cfg(test)]
mod tests;
