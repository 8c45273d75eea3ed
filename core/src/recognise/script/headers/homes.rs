//! Configurations of frameworks in which headers are set, or could be.

use crate::facts::{
    FileFacts, HeaderHome, HeaderInsertion, HeaderScope, HeaderSource, HeaderStyle, HomeKind, ObjectValue,
};
use crate::syntax::digest::Script;
use crate::text::{TextRange, offset};

/// Finds the place in a configuration file, or the first call of a library that sets headers.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    let name = facts.path.rsplit('/').next().unwrap_or(&facts.path);
    let home = match name.split(".config.").next().filter(|_| name.contains(".config.")) {
        Some("next") => next(script, text, facts),
        Some("nuxt") => configuration(script).map(|object| {
            let has_rules = object.get("routeRules");
            let range = has_rules.map_or(first_byte(object), |rules| word(text, rules.range, "routeRules"));
            let style = HeaderStyle::NuxtRouteRules;
            let insertion = has_rules.is_none().then(|| HeaderInsertion { at: object.range.start + 1, style });
            HeaderHome { kind: HomeKind::Nuxt, range, insertion }
        }),
        Some("svelte") => configuration(script).map(|object| HeaderHome {
            kind: HomeKind::SvelteKit,
            range: first_byte(object),
            insertion: None,
        }),
        _ => None,
    };
    let called = || {
        let first = facts.header_settings.iter().find(|setting| setting.by == HeaderSource::Library)?;
        Some(HeaderHome { kind: HomeKind::Library, range: first.range, insertion: None })
    };
    let home = home.or_else(called);
    facts.header_homes.extend(home);
}

fn next(script: &Script, text: &str, facts: &FileFacts) -> Option<HeaderHome> {
    let object = configuration(script)?;
    let Some(own) = object.get("headers") else {
        let insertion = HeaderInsertion { at: object.range.start + 1, style: HeaderStyle::NextMethod };
        let insertion = (!object.is_open()).then_some(insertion);
        return Some(HeaderHome { kind: HomeKind::Next, range: first_byte(object), insertion });
    };
    let listed = |setting: &&crate::facts::HeaderSetting| {
        setting.scope == HeaderScope::Everything
            && text.get(setting.range.start as usize..).unwrap_or_default().starts_with('{')
    };
    let first = facts.header_settings.iter().filter(listed).map(|setting| setting.range.start).min();
    let insertion = first.map(|at| HeaderInsertion { at, style: HeaderStyle::ScriptEntries });
    Some(HeaderHome { kind: HomeKind::Next, range: word(text, own.range, "headers"), insertion })
}

/// The object that is the configuration: exported, or the one that plugins wrap.
fn configuration(script: &Script) -> Option<&ObjectValue> {
    let mut found: Option<&ObjectValue> = None;
    let default = script.exports.iter().rev().find(|export| export.name == "default");
    let returned = script.functions.iter().flat_map(|function| &function.returns);
    let mut values = default.map(|export| &export.value).into_iter().chain(returned);
    let named = || script.objects.iter().find(|(name, _)| name.to_ascii_lowercase().ends_with("config"));
    if let Some((_, value)) = named() {
        return value.object();
    }
    values.find_map(|value| {
        value.walk(&mut |inner| {
            if found.is_none() {
                found = inner.object();
            }
        });
        found
    })
}

fn first_byte(object: &ObjectValue) -> TextRange {
    TextRange::new(object.range.start, object.range.start + 1)
}

/// Where `name` stands at the beginning of an entry.
fn word(text: &str, range: TextRange, name: &str) -> TextRange {
    match range.slice(text).find(name) {
        Some(at) => {
            let start = range.start + offset(at);
            TextRange::new(start, start + offset(name.len()))
        }
        None => range,
    }
}
