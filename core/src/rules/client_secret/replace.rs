//! The fix that reads a secret from the environment instead of the code: the literal goes, the variable is named in
//! `.env.example`, and `.env` is kept out of version control.
//!
//! Invariant: a secret is never written anywhere; what is added holds its name only, and never a public prefix.

use super::super::Context;
use crate::facts::{Credential, FileFacts};
use crate::finding::{Edit, Fix, FixLevel};
use crate::names::environment::public_prefix;
use crate::names::words;
use crate::project::Project;
use crate::syntax::Language;
use crate::text::TextRange;

/// The template of environment files, as people call it.
const TEMPLATES: [&str; 4] = [".env.example", ".env.sample", ".env.template", ".env.dist"];

/// The fix, where one expression can stand in the literal's place.
pub fn replace_by_env_read(context: &Context<'_>, credential: &Credential) -> Option<Fix> {
    let literal = credential.literal?;
    let file = context.file;
    let is_typed = match file.language {
        Language::TypeScript | Language::Tsx => true,
        Language::JavaScript | Language::Jsx => false,
        _ => return None,
    };
    let name = variable_name(credential);
    // TypeScript knows that a variable may be missing and would refuse it where a string is wanted.
    let read = if is_deno(file) {
        format!("Deno.env.get(\"{name}\"){}", if is_typed { "!" } else { "" })
    } else {
        format!("process.env.{name}{}", if is_typed { "!" } else { "" })
    };
    let mut edits = vec![Edit { path: file.path.clone(), range: literal, text: read }];
    edits.extend(template(context.project, &file.path, &name));
    edits.extend(ignore_file(context.project));
    Some(Fix { title: format!("Read it from `{name}` in the environment"), level: FixLevel::Suggestion, edits })
}

/// Whether a file is written for Deno: a function of Supabase's, or one that imports as only Deno does.
fn is_deno(file: &FileFacts) -> bool {
    let is_denos = |specifier: &str| ["npm:", "jsr:", "https://"].iter().any(|start| specifier.starts_with(start));
    file.path.contains("supabase/functions/") || file.imports.iter().any(|import| is_denos(&import.specifier))
}

/// What the variable should be called: by the name in the code, with the provider where that says nothing of it.
fn variable_name(credential: &Credential) -> String {
    let provider = words(credential.detector.provider).join("_").to_ascii_uppercase();
    let named: Vec<String> = credential.name.as_deref().map(words).unwrap_or_default();
    let upper = named.join("_").to_ascii_uppercase();
    // A public prefix would hand the secret to the browser.
    let upper = public_prefix(&upper).map_or(upper.as_str(), |(prefix, _)| &upper[prefix.len()..]);
    let is_telling =
        named.len() > 1 && !matches!(upper, "API_KEY" | "SECRET_KEY" | "ACCESS_TOKEN" | "AUTH_TOKEN" | "ACCESS_KEY");
    let begins_well = upper.starts_with(|first: char| first.is_ascii_uppercase());
    match (upper.is_empty() || !begins_well, provider.is_empty()) {
        (true, true) => "SECRET_KEY".to_owned(),
        (true, false) => format!("{provider}_SECRET_KEY"),
        (false, true) => upper.to_owned(),
        (false, false) if is_telling || upper.contains(&provider) => upper.to_owned(),
        (false, false) => format!("{provider}_{upper}"),
    }
}

/// Names the variable, without a value, in the template nearest to the file.
fn template(project: &Project, path: &str, name: &str) -> Option<Edit> {
    let folders = std::iter::successors(path.rsplit_once('/').map(|(folder, _)| folder), |folder| {
        folder.rsplit_once('/').map(|(outer, _)| outer)
    });
    let known = folders
        .chain(std::iter::once(""))
        .find_map(|folder| TEMPLATES.iter().find_map(|name| project.file(&join(folder, name))));
    match known {
        Some(file) if file.env_variables.iter().any(|variable| variable.name == name) => None,
        Some(file) => Some(append(file, &format!("{name}=\n"))),
        None => Some(Edit {
            path: join(project.manifest_folder(path).unwrap_or(""), TEMPLATES[0]),
            range: TextRange::empty(0),
            text: format!("{name}=\n"),
        }),
    }
}

/// Keeps `.env` out of version control where nothing does so far.
fn ignore_file(project: &Project) -> Option<Edit> {
    if project.files().any(|file| file.ignores_env == Some(true)) {
        return None;
    }
    let text = ".env\n";
    match project.file(".gitignore") {
        Some(file) => Some(append(file, text)),
        None => Some(Edit { path: ".gitignore".to_owned(), range: TextRange::empty(0), text: text.to_owned() }),
    }
}

fn append(file: &FileFacts, line: &str) -> Edit {
    let start = if file.ends_with_newline { "" } else { "\n" };
    Edit { path: file.path.clone(), range: TextRange::empty(file.length), text: format!("{start}{line}") }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[cfg(test)]
mod tests {
    use crate::{Change, Config, Project, analyse};

    /// What the first fix puts in the place of a signing secret in a file that begins with `head`.
    fn replacement(path: &str, head: &str) -> String {
        let text = format!("{head}\nimport jwt from \"jsonwebtoken\"; jwt.sign({{}}, \"harbor-key\");");
        let mut project = Project::new(Config::default());
        project.apply([Change::Set(Box::new(analyse(path, &text)))]);
        project.judge(path).findings[0].fixes[0].edits[0].text.clone()
    }

    #[test]
    fn the_environment_is_read_as_the_runtime_wants() {
        for (path, head, expected) in [
            ("server/a.ts", "", "process.env.JWT_SECRET!"),
            ("server/a.js", "", "process.env.JWT_SECRET"),
            ("server/a.ts", "const a = process.env[\"SOME_LONG_NAME\"];", "process.env.JWT_SECRET!"),
            ("supabase/functions/a/index.ts", "", "Deno.env.get(\"JWT_SECRET\")!"),
            (
                "src/a.ts",
                "import { serve } from \"https://deno.land/std/http/server.ts\";",
                "Deno.env.get(\"JWT_SECRET\")!",
            ),
        ] {
            assert_eq!(replacement(path, head), expected, "{path} {head}");
        }
    }
}
