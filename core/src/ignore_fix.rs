//! The edits behind "ignore this": an ignore comment in the form the place allows, with a reason for the author to replace.
//!
//! Invariant: a comment is offered only where it is one. Inside a template literal, a tag of a markup language or a JSON
//! file no comment can stand, so nothing is offered there.

mod scan;

use crate::checklist::Date;
use crate::finding::{Edit, Finding, Fix, FixLevel};
use crate::text::{LineIndex, TextRange};
use scan::{Grammar, Site};

/// Stands where the author is to say why.
pub const REASON_PLACEHOLDER: &str = "TODO say why";

/// How a comment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Slashes,
    Hash,
    Block,
    Jsx,
    Markup,
}

impl Form {
    fn write(self, content: &str) -> String {
        match self {
            Self::Slashes => format!("// {content}"),
            Self::Hash => format!("# {content}"),
            Self::Block => format!("/* {content} */"),
            Self::Jsx => format!("{{/* {content} */}}"),
            Self::Markup => format!("<!-- {content} -->"),
        }
    }
}

/// What a file's comments depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Scanned(Grammar),
    Always(Form),
    Never,
}

/// The fix that ignores a finding's rule on the line it begins on: a comment line above it with the same indentation
/// and line ending, which counts until the end of the day `until` if there is one. `path` decides the language. `None`
/// where no comment can stand.
pub fn ignore_line(text: &str, path: &str, finding: &Finding, until: Option<Date>) -> Option<Fix> {
    let index = LineIndex::new(text);
    let start = index.line_start(index.line_of(finding.range.start));
    let line = text.get(start as usize..)?;
    let content = line.trim_start_matches([' ', '\t', '\u{feff}']);
    let indent = &line[..line.len() - content.len()];
    let form = form_at(text, path, start as usize + indent.len())?;
    let day = until.map(|day| format!(" until {day}")).unwrap_or_default();
    let comment = form.write(&format!("seaworthy-ignore {}{day}: {REASON_PLACEHOLDER}", finding.rule.id));
    // A byte order mark stays first.
    let at = start + u32::try_from(indent.rfind('\u{feff}').map_or(0, |at| at + '\u{feff}'.len_utf8())).ok()?;
    let indent = indent.trim_start_matches('\u{feff}');
    let title = format!("Ignore `{}` on this line{day}", finding.rule.id);
    Some(insert(path, at, format!("{indent}{comment}{}", line_ending(text)), title))
}

/// The fix that ignores a finding's rule in its whole file: a comment at the top, below what must come first there.
/// `None` where no comment can stand.
pub fn ignore_file(text: &str, path: &str, finding: &Finding) -> Option<Fix> {
    let (at, form) = top_of(text, path)?;
    let comment = form.write(&format!("seaworthy-ignore-file {}: {REASON_PLACEHOLDER}", finding.rule.id));
    let title = format!("Ignore `{}` in this file", finding.rule.id);
    Some(insert(path, u32::try_from(at).ok()?, format!("{comment}{}", line_ending(text)), title))
}

fn insert(path: &str, at: u32, text: String, title: String) -> Fix {
    let edit = Edit { path: path.to_owned(), range: TextRange::empty(at), text };
    Fix { title, level: FixLevel::Suggestion, edits: vec![edit] }
}

fn line_ending(text: &str) -> &'static str {
    let first = text.find('\n').map(|at| text[..at].ends_with('\r'));
    if first == Some(true) { "\r\n" } else { "\n" }
}

fn kind(path: &str) -> Kind {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.starts_with(".env") {
        return Kind::Always(Form::Hash);
    }
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" | "jsx" | "mjs" | "cjs" | "tsx" => Kind::Scanned(Grammar::Jsx),
        "ts" | "mts" | "cts" => Kind::Scanned(Grammar::Script),
        "html" | "htm" => Kind::Scanned(Grammar::Html),
        "vue" => Kind::Scanned(Grammar::Vue),
        "svelte" => Kind::Scanned(Grammar::Svelte),
        "astro" => Kind::Scanned(Grammar::Astro),
        "yml" | "yaml" | "toml" | "sh" | "conf" => Kind::Always(Form::Hash),
        "prisma" | "jsonc" | "rules" => Kind::Always(Form::Slashes),
        "sql" | "css" => Kind::Always(Form::Block),
        _ => Kind::Never,
    }
}

fn form_at(text: &str, path: &str, at: usize) -> Option<Form> {
    let grammar = match kind(path) {
        Kind::Scanned(grammar) => grammar,
        Kind::Always(form) => return Some(form),
        Kind::Never => return None,
    };
    match scan::site(text, grammar, at) {
        Site::Code => Some(Form::Slashes),
        Site::Style => Some(Form::Block),
        Site::Children if grammar == Grammar::Jsx => Some(Form::Jsx),
        Site::Children => Some(Form::Markup),
        Site::Closed => None,
    }
}

/// Where a comment for the whole file goes, and its form.
fn top_of(text: &str, path: &str) -> Option<(usize, Form)> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = text[start..].lines().next().unwrap_or("");
    let after_first = text[start..].find('\n').map(|at| start + at + 1);
    let form = match kind(path) {
        Kind::Scanned(Grammar::Jsx | Grammar::Script) => Form::Slashes,
        Kind::Scanned(Grammar::Astro) if first.trim_end() == "---" => return Some((after_first?, Form::Slashes)),
        Kind::Scanned(_) => Form::Markup,
        Kind::Always(form) => form,
        Kind::Never => return None,
    };
    let lower = first.trim_start().to_ascii_lowercase();
    let comes_first = first.starts_with("#!") || lower.starts_with("<!doctype") || lower.starts_with("<?xml");
    if comes_first { Some((after_first?, form)) } else { Some((start, form)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Certainty, Message, Severity};
    use crate::rules::RULES;
    use crate::suppress::suppressions;

    fn finding(path: &str, at: usize) -> Finding {
        let start = u32::try_from(at).unwrap();
        Finding {
            rule: RULES[0].meta,
            path: path.into(),
            range: TextRange::new(start, start + 1),
            severity: Severity::Error,
            certainty: Certainty::Complete,
            message: Message::new("", "", ""),
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }

    fn apply(text: &str, fix: &Fix) -> String {
        let edit = &fix.edits[0];
        format!("{}{}{}", &text[..edit.range.start as usize], edit.text, &text[edit.range.start as usize..])
    }

    /// Ignores the place of `BAD` on its line; checks that the comment found there silences it; gives the comment line.
    #[track_caller]
    fn ignored(path: &str, text: &str) -> Option<String> {
        let at = text.find("BAD").unwrap();
        let fix = ignore_line(text, path, &finding(path, at), None)?;
        let after = apply(text, &fix);
        let bad = u32::try_from(after.find("BAD").unwrap()).unwrap();
        let meta = RULES[0].meta;
        let silenced = suppressions(&after).iter().any(|entry| entry.silences(meta.id, meta.gap.as_str(), bad));
        assert!(silenced, "{after}");
        let line = after.lines().find(|line| line.contains("seaworthy-ignore")).unwrap();
        Some(line.replace(&format!("seaworthy-ignore {}: {REASON_PLACEHOLDER}", meta.id), "…"))
    }

    #[test]
    fn a_comment_has_the_form_of_its_place() {
        for (path, text, comment) in [
            ("a.ts", "BAD();", "// …"),
            ("a.ts", "if (x) {\n\tBAD();\n}", "\t// …"),
            ("a.ts", "const s = \"`\";\n  BAD()", "  // …"),
            ("a.ts", "const s = a / b; // ` it's\n/`/.test(x);\nBAD()", "// …"),
            ("a.ts", "const s = `${x ? `a` : {\n  BAD } }`", "  // …"),
            ("a.ts", "const a = <T>x;\n BAD", " // …"),
            ("a.tsx", "return (\n  <p>BAD</p>\n)", "  // …"),
            ("a.tsx", "return (\n  <div>\n    <p>BAD</p>\n  </div>\n)", "    {/* … */}"),
            ("a.tsx", "return <>\n  BAD\n</>", "  {/* … */}"),
            ("a.tsx", "return <div>{list.map((x) => {\n    BAD(x)\n})}</div>", "    // …"),
            ("a.tsx", "return <div\n  onClick={() => a > b}\n  href=BAD />", "  // …"),
            ("a.tsx", "const p = <p>it's `fine`</p>;\n BAD", " // …"),
            ("a.tsx", "const f = <T,>(x: T) => x;\nconst g = <T extends U>(x: T) => x;\n BAD", " // …"),
            ("a.tsx", "const small = a < b && c > d;\n BAD", " // …"),
            ("a.tsx", "const p = <br />;\n BAD", " // …"),
            ("a.tsx", "const p = ok && <A b=\"'\"><B/>\n  {/* ` */}\n  BAD</A>;", "  {/* … */}"),
            ("a.vue", "<script setup>\nconst a = '<p>'\n BAD\n</script>", " // …"),
            ("a.vue", "<template>\n  <p>{{ a }}</p>\n  <p>BAD</p>\n</template>", "  <!-- … -->"),
            ("a.svelte", "{#each a as b}\n  <p>BAD</p>\n{/each}", "  <!-- … -->"),
            ("a.astro", "---\nconst a = 1;\nBAD;\n---\n<p/>", "// …"),
            ("a.astro", "---\nconst a = 1;\n---\n<p>\n BAD</p>", " <!-- … -->"),
            ("a.html", "<br>\n<!-- it's -->\n<p>BAD</p>", "<!-- … -->"),
            ("a.html", "<SCRIPT async>\n  BAD()\n</SCRIPT>", "  // …"),
            ("a.html", "<style>\n p { }\n /* */ BAD\n</style>", " /* … */"),
            (".env.local", "A=1\nBAD=2", "# …"),
            ("db/a.sql", "select 1;\n BAD", " /* … */"),
        ] {
            assert_eq!(ignored(path, text).as_deref(), Some(comment), "{path}: {text}");
        }
    }

    #[test]
    fn a_comment_can_end_on_a_day() {
        let day = Date::new(2027, 3, 31);
        let fix = ignore_line("BAD();", "a.ts", &finding("a.ts", 0), day).unwrap();
        assert_eq!(suppressions(&apply("BAD();", &fix))[0].until, day);
    }

    #[test]
    fn where_no_comment_can_stand_none_is_offered() {
        for (path, text) in [
            ("a.json", "{\n  \"a\": \"BAD\"\n}"),
            ("a.ts", "const a = `x\n  BAD`"),
            ("a.tsx", "const a = <p title=\"x\n  BAD\" />"),
            ("a.html", "<a\n  href=BAD>x</a>"),
            ("a.vue", "<template>\n<p :a=\"\n  BAD\"></p></template>"),
        ] {
            assert_eq!(ignored(path, text), None, "{path}: {text}");
        }
    }

    #[test]
    fn line_endings_and_a_byte_order_mark_stay() {
        let text = "\u{feff}BAD();\r\nok();\r\n";
        let fix = ignore_line(text, "a.ts", &finding("a.ts", 3), None).unwrap();
        let after = apply(text, &fix);
        assert!(after.starts_with("\u{feff}// seaworthy-ignore "), "{after:?}");
        assert_eq!(after.matches("\r\n").count(), after.matches('\n').count());
    }

    #[test]
    fn a_file_comment_goes_below_what_must_come_first() {
        for (path, text, before) in [
            ("a.ts", "BAD", ""),
            ("a.mjs", "#!/usr/bin/env node\nBAD", "#!/usr/bin/env node\n"),
            ("a.html", "<!DOCTYPE html>\r\n<p>BAD", "<!DOCTYPE html>\r\n"),
            ("a.astro", "---\nBAD\n---\n", "---\n"),
            ("a.vue", "<template>BAD</template>", ""),
            (".env", "BAD=1", ""),
        ] {
            let fix = ignore_file(text, path, &finding(path, text.find("BAD").unwrap())).unwrap();
            assert_eq!(&text[..fix.edits[0].range.start as usize], before, "{path}");
            let after = apply(text, &fix);
            let meta = RULES[0].meta;
            assert!(suppressions(&after)[0].silences(meta.id, meta.gap.as_str(), 0), "{after}");
        }
        assert!(ignore_file("{}", "package.json", &finding("package.json", 0)).is_none());
    }
}
