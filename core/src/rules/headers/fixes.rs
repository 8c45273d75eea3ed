//! Writing headers into the configuration a project uses.

use std::fmt::Write;

use super::app::Served;
use crate::facts::{FileFacts, HeaderInsertion, HeaderStyle};
use crate::finding::{Edit, Fix, FixLevel};
use crate::project::Host;
use crate::rules::Context;
use crate::text::TextRange;

/// A header to add: name and value. Values hold no double quote.
pub(super) type Header<'a> = (&'static str, &'a str);

/// The fix that adds headers for every path, or words when no configuration is known that could take them.
pub(super) fn add(context: &Context<'_>, served: &Served<'_>, title: &str, headers: &[Header<'_>]) -> Fix {
    let edit = match served.home {
        Some(home) => home.insertion.as_ref().map(|insertion| insert(context.file, insertion, headers)),
        None => new_file(context, served, headers),
    };
    match edit {
        Some(edit) => Fix { title: title.to_owned(), level: FixLevel::Suggestion, edits: vec![edit] },
        None => Fix::guide(format!("{title}: in the server or host that answers for the pages")),
    }
}

fn insert(file: &FileFacts, insertion: &HeaderInsertion, headers: &[Header<'_>]) -> Edit {
    let break_before = if file.ends_with_newline { "" } else { "\n" };
    let text = match insertion.style {
        HeaderStyle::ScriptEntries => {
            each(headers, |name, value| format!("{{ key: \"{name}\", value: \"{value}\" }},\n  "))
        }
        HeaderStyle::JsonEntries => {
            each(headers, |name, value| format!("{{ \"key\": \"{name}\", \"value\": \"{value}\" }},\n        "))
        }
        HeaderStyle::NextMethod => next_method(headers),
        HeaderStyle::NuxtRouteRules => {
            let entries = each(headers, |name, value| format!("        \"{name}\": \"{value}\",\n"));
            format!("\n  routeRules: {{\n    \"/**\": {{\n      headers: {{\n{entries}      }},\n    }},\n  }},")
        }
        HeaderStyle::VercelHeaders { has_more } => json_rule("/(.*)", headers, has_more, "  "),
        HeaderStyle::FirebaseHeaders { has_more } => json_rule("**", headers, has_more, "    "),
        HeaderStyle::NetlifySection => {
            let entries = each(headers, |name, value| format!("    {name} = \"{value}\"\n"));
            format!("{break_before}\n[[headers]]\n  for = \"/*\"\n  [headers.values]\n{entries}")
        }
        HeaderStyle::HeadersBlock => format!("{break_before}{}", headers_block(headers)),
        HeaderStyle::HeadersLines => each(headers, |name, value| format!("  {name}: {value}\n")),
    };
    Edit { path: file.path.clone(), range: TextRange::empty(insertion.at), text }
}

fn each(headers: &[Header<'_>], write: impl Fn(&str, &str) -> String) -> String {
    headers.iter().fold(String::new(), |mut all, (name, value)| {
        let _ = write!(all, "{}", write(name, value));
        all
    })
}

fn next_method(headers: &[Header<'_>]) -> String {
    let entries = each(headers, |name, value| format!("          {{ key: \"{name}\", value: \"{value}\" }},\n"));
    format!(
        "\n  async headers() {{\n    return [\n      {{\n        source: \"/(.*)\",\n        headers: [\n{entries}        ],\n      }},\n    ];\n  }},"
    )
}

fn json_rule(source: &str, headers: &[Header<'_>], has_more: bool, indent: &str) -> String {
    let entries: Vec<String> = headers
        .iter()
        .map(|(name, value)| format!("{indent}      {{ \"key\": \"{name}\", \"value\": \"{value}\" }}"))
        .collect();
    let end = if has_more { "," } else { "\n" };
    format!(
        "\n{indent}\"headers\": [\n{indent}  {{\n{indent}    \"source\": \"{source}\",\n{indent}    \"headers\": [\n{}\n{indent}    ]\n{indent}  }}\n{indent}]{end}",
        entries.join(",\n")
    )
}

fn headers_block(headers: &[Header<'_>]) -> String {
    format!("/*\n{}", each(headers, |name, value| format!("  {name}: {value}\n")))
}

/// A configuration of its own, for an app that has none.
fn new_file(context: &Context<'_>, served: &Served<'_>, headers: &[Header<'_>]) -> Option<Edit> {
    let manifest = served.manifest?;
    let (name, text) = if manifest.depends_on("next") {
        (
            "next.config.mjs",
            format!("const nextConfig = {{{}\n}};\n\nexport default nextConfig;\n", next_method(headers)),
        )
    } else if served.runs_at(Host::Vercel) {
        ("vercel.json", format!("{{{}}}\n", json_rule("/(.*)", headers, false, "  ")))
    } else if served.runs_at(Host::Netlify) || served.runs_at(Host::Cloudflare) {
        let is_bundled = ["vite", "react-scripts", "astro"].iter().any(|name| manifest.depends_on(name));
        (is_bundled.then_some("public/_headers")?, headers_block(headers))
    } else {
        return None;
    };
    let root = &served.app.root;
    let path = if root.is_empty() { name.to_owned() } else { format!("{root}/{name}") };
    let is_new = context.project.file(&path).is_none();
    is_new.then(|| Edit { path, range: TextRange::empty(0), text })
}
