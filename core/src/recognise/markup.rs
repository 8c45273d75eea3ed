//! What markup loads and uses: scripts, components with Astro's `client:` directives, imported names in templates.

use smol_str::SmolStr;

use crate::facts::{DataField, FileFacts, NameUse, ScriptSource, Used};
use crate::syntax::{Language, MarkupElement, Parsed, Unit, UnitRole};
use crate::text::{TextRange, offset};

/// Notes what the markup of a file loads and uses. The facts of its scripts are known already.
pub fn recognise(parsed: &Parsed, text: &str, facts: &mut FileFacts) {
    facts.script_sources = parsed.markup.iter().filter_map(script_source).collect();
    facts.server_ranges.extend(server_ranges(parsed, text));
    facts.data_fields.extend(parsed.markup.iter().filter_map(form_field));
    match facts.language {
        Language::Astro => facts.islands = islands(parsed, facts),
        Language::Vue | Language::Svelte => use_in_template(parsed, text, facts),
        _ => {}
    }
}

/// The scripts that run on the server; all of a component that has no others.
fn server_ranges(parsed: &Parsed, text: &str) -> Vec<TextRange> {
    let is_server = |unit: &&Unit| unit.role == UnitRole::ServerScript;
    if parsed.language == Language::Astro && parsed.units.iter().all(|unit| is_server(&unit)) {
        return vec![TextRange::new(0, offset(text.len()))];
    }
    parsed.units.iter().filter(is_server).map(|unit| unit.range).collect()
}

fn script_source(element: &MarkupElement) -> Option<ScriptSource> {
    let source = element.attribute("src").filter(|_| element.name.eq_ignore_ascii_case("script"))?;
    let url = source.value.trim();
    (!url.is_empty()).then(|| ScriptSource { url: SmolStr::new(url), range: source.value_range })
}

/// A field of a form that may ask for data about people: `<input name="email" autocomplete="email">`.
fn form_field(element: &MarkupElement) -> Option<DataField> {
    let is_field = ["input", "textarea", "select"].iter().any(|name| element.name.eq_ignore_ascii_case(name));
    let text = |name: &str| element.attribute(name).map(|attribute| attribute.value.trim()).unwrap_or_default();
    let kind = text("type");
    if !is_field || matches!(kind, "hidden" | "submit" | "button" | "search") {
        return None;
    }
    let name = [text("name"), text("id")].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    super::script::of_input(name, kind, text("autocomplete"), "", element.range)
}

/// Components that run in the browser: `<Counter client:load />` (docs.astro.build, "Client directives").
fn islands(parsed: &Parsed, facts: &FileFacts) -> Vec<SmolStr> {
    let mut found: Vec<SmolStr> = Vec::new();
    for element in &parsed.markup {
        let hydrates = element.attributes.iter().any(|attribute| attribute.name.starts_with("client:"));
        let name = element.name.split('.').next().unwrap_or_default();
        let is_imported = || facts.imports.iter().any(|import| import.names.iter().any(|(local, _)| local == name));
        if hydrates && !found.iter().any(|known| known == name) && is_imported() {
            found.push(SmolStr::new(name));
        }
    }
    found
}

/// A template may use whatever the scripts import: a name counts as used when it stands in the text outside of them.
fn use_in_template(parsed: &Parsed, text: &str, facts: &mut FileFacts) {
    let mut scripts: Vec<TextRange> =
        parsed.units.iter().filter(|unit| unit.role != UnitRole::TemplateExpression).map(|unit| unit.range).collect();
    scripts.sort();
    let template = outside(text, &scripts);
    let mut found = Vec::new();
    for (at, import) in facts.imports.iter().enumerate().filter(|(_, import)| !import.is_type_only) {
        for (local, exported) in &import.names {
            if names(&template, local) || names(&template, &in_kebab_case(local)) {
                let at = offset(at);
                let of = if exported == "*" { Used::Module(at) } else { Used::Export(at, exported.clone()) };
                found.push(NameUse { from: None, at_load: true, of });
            }
        }
    }
    facts.uses.extend(found);
    facts.uses.sort();
    facts.uses.dedup();
}

/// The text without the scripts, which are sorted and apart.
fn outside(text: &str, scripts: &[TextRange]) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    for script in scripts {
        rest.push_str(text.get(from..script.start as usize).unwrap_or_default());
        from = script.end as usize;
    }
    rest.push_str(text.get(from..).unwrap_or_default());
    rest
}

/// Whether `name` stands in the text as a word of its own.
fn names(text: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + name.len()..].chars().next();
            !before.is_some_and(is_part) && !after.is_some_and(is_part)
        })
}

/// `UserCard` as a template may write it: `user-card`.
fn in_kebab_case(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}
