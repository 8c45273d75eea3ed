//! Framework knowledge: turns a text into facts. A recogniser never decides whether something is good or bad.

mod access_rules;
mod config;
#[cfg(feature = "dependencies")]
mod dependencies;
mod env_file;
mod headers;
mod json;
mod legal;
mod markup;
mod schema;
mod script;
#[cfg(feature = "sql")]
mod sql;
mod text;

pub(crate) use text::found_in;

use crate::facts::FileFacts;
use crate::suppress::suppressions;
use crate::syntax::digest::digest;
use crate::syntax::{Language, Parsed, parse};
use crate::text::TextRange;

/// Reads one file. `path` is project-relative with forward slashes and decides the language; `text` is its content
/// without a byte order mark.
pub fn analyse(path: &str, text: &str) -> FileFacts {
    let language = Language::from_path(path);
    let mut facts = FileFacts::empty(path, language);
    facts.length = crate::text::offset(text.len());
    facts.ends_with_newline = text.is_empty() || text.ends_with(['\n', '\r']);
    facts.suppressions = suppressions(text);
    if language.has_script() {
        let parsed = parse(text, language);
        let script = digest(&parsed);
        facts.partial = partial_statements(&parsed, text);
        facts.gaps = parsed.units.iter().flat_map(|unit| unit.gaps.iter().copied()).collect();
        legal::in_script(&parsed, &script, text, &mut facts);
        script::recognise(script, text, &mut facts);
        if language.is_markup() {
            markup::recognise(&parsed, text, &mut facts);
            headers::in_markup(&parsed.markup, &mut facts);
            headers::addresses_in_markup(&parsed.markup, &mut facts);
        }
        facts.problems = parsed.problems;
    } else {
        headers::recognise(text, &mut facts);
        legal::in_text(text, &mut facts);
        match language {
            Language::Env => {
                env_file::recognise(text, &mut facts);
                headers::in_environment(text, &mut facts);
            }
            Language::Json => {
                config::recognise(text, &mut facts);
                json::recognise(text, &mut facts);
                access_rules::database(text, &mut facts);
                access_rules::deployment(text, &mut facts);
            }
            Language::Prisma => {
                schema::prisma(text, &mut facts);
                text::recognise(text, &mut facts);
            }
            Language::AccessRules => {
                access_rules::documents(text, &mut facts);
                text::recognise(text, &mut facts);
            }
            #[cfg(feature = "sql")]
            Language::Sql => {
                sql::recognise(text, &mut facts);
                text::recognise(text, &mut facts);
            }
            Language::Toml => {
                config::supabase(text, &mut facts);
                text::recognise(text, &mut facts);
            }
            _ => text::recognise(text, &mut facts),
        }
    }
    #[cfg(feature = "dependencies")]
    dependencies::recognise(text, &mut facts);
    facts
}

/// The top-level statements that meet a gap: what stands in them may be incomplete.
fn partial_statements(parsed: &Parsed, text: &str) -> Vec<TextRange> {
    let mut partial = Vec::new();
    for unit in parsed.units.iter().filter(|unit| !unit.complete) {
        partial.extend(unit.gaps.iter().copied());
        // An error where the text ends is of the last statement, which is still open, whatever blank space is between them.
        let code_end = unit.range.start + crate::text::offset(unit.range.slice(text).trim_end().len());
        let is_open = unit.gaps.iter().any(|gap| gap.start >= code_end);
        partial.extend(unit.module.body.last().filter(|_| is_open).map(crate::syntax::range_of));
        let statements = unit.module.body.iter().map(crate::syntax::range_of);
        partial.extend(statements.filter(|range| unit.gaps.iter().any(|gap| gap.intersects(*range))));
    }
    partial
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Certainty;

    #[test]
    fn a_function_that_is_still_open_was_not_read_whole() {
        for end in ["", " ", "\n", "\n\n  ", "\n// more to come\n"] {
            let facts =
                analyse("a.ts", &format!("export function done() {{}}\nexport function open() {{\n  f({{ a }});{end}"));
            let certainty = facts.functions.iter().map(|function| facts.certainty(function.range)).collect::<Vec<_>>();
            assert_eq!(certainty, [Certainty::Complete, Certainty::Partial], "{end:?}");
        }
    }

    #[test]
    fn the_end_of_every_text_is_known() {
        for (path, text, length, ends_with_newline) in [
            (".gitignore", "node_modules", 12, false),
            (".gitignore", "dist\n", 5, true),
            (".env.example", "A=ü\r\n", 6, true),
            ("a.ts", "x", 1, false),
            ("a.ts", "", 0, true),
        ] {
            let facts = analyse(path, text);
            assert_eq!((facts.length, facts.ends_with_newline), (length, ends_with_newline), "{path} {text:?}");
        }
    }
}
