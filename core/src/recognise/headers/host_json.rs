//! Headers in the JSON configurations of hosts.

use smol_str::SmolStr;

use super::known;
use crate::facts::{
    FileFacts, HeaderHome, HeaderInsertion, HeaderScope, HeaderSetting, HeaderSource, HeaderStyle, HomeKind,
};
use crate::syntax::json::{self, Json, JsonKind, JsonValue};
use crate::text::TextRange;

/// `vercel.json` (vercel.com/docs, "Project Configuration", `headers`).
pub fn vercel(text: &str, facts: &mut FileFacts) {
    let json = json::parse(text);
    let rules = json.get(&["headers"]);
    let first = rules.and_then(|rules| list(rules, "source", facts));
    let more = HeaderStyle::VercelHeaders { has_more: has_properties(json.value.as_ref()) };
    home(HomeKind::Vercel, &json, json.value.as_ref(), rules, first, more, facts);
}

/// `firebase.json` (firebase.google.com/docs, "Configure hosting behavior", `headers`).
pub fn firebase(text: &str, facts: &mut FileFacts) {
    let json = json::parse(text);
    let Some(hosting) = json.get(&["hosting"]) else { return };
    let sites = if hosting.items().is_empty() { std::slice::from_ref(hosting) } else { hosting.items() };
    for site in sites {
        let rules = site.get(&["headers"]);
        let first = rules.and_then(|rules| list(rules, "source", facts));
        let more = HeaderStyle::FirebaseHeaders { has_more: has_properties(Some(site)) };
        home(HomeKind::Firebase, &json, Some(site), rules, first, more, facts);
    }
}

/// `staticwebapp.config.json` (learn.microsoft.com, "Configure Azure Static Web Apps", `globalHeaders`).
pub fn azure(text: &str, facts: &mut FileFacts) {
    let json = json::parse(text);
    for property in json.get(&["globalHeaders"]).map(JsonValue::properties).unwrap_or_default() {
        if let Some(name) = known(&property.key) {
            let (range, scope) = (property.range, HeaderScope::Everything);
            facts.header_settings.push(setting(name, &property.value, range, scope));
        }
    }
}

/// Rules `{ source, headers: [{ key, value }] }`. Gives the start of the first entry of a rule for every path.
fn list(rules: &JsonValue, pattern: &str, facts: &mut FileFacts) -> Option<u32> {
    let mut first = None;
    for rule in rules.items() {
        let source = rule.get(&[pattern]).and_then(JsonValue::as_str);
        let scope = source.map_or(HeaderScope::Unknown, HeaderScope::of_pattern);
        let entries = rule.get(&["headers"]).map(JsonValue::items).unwrap_or_default();
        if scope == HeaderScope::Everything && first.is_none() {
            first = entries.first().map(|entry| entry.range.start);
        }
        for entry in entries {
            let name = entry.get(&["key"]).and_then(JsonValue::as_str).and_then(known);
            if let (Some(name), Some(value)) = (name, entry.get(&["value"])) {
                facts.header_settings.push(setting(name, value, entry.range, scope.clone()));
            }
        }
    }
    first
}

fn setting(name: &'static str, value: &JsonValue, range: TextRange, scope: HeaderScope) -> HeaderSetting {
    HeaderSetting {
        name: SmolStr::new_static(name),
        value: value.as_str().map(SmolStr::new),
        range,
        value_range: value.range,
        scope,
        by: HeaderSource::Host,
    }
}

fn home(
    kind: HomeKind,
    json: &Json,
    holder: Option<&JsonValue>,
    rules: Option<&JsonValue>,
    first: Option<u32>,
    more: HeaderStyle,
    facts: &mut FileFacts,
) {
    let Some(holder) = holder.filter(|holder| matches!(holder.kind, JsonKind::Object(_))) else { return };
    let start = holder.range.start;
    let range = match holder.properties().iter().find(|property| property.key == "headers") {
        Some(property) => property.key_range,
        None => TextRange::new(start, start + 1),
    };
    let insertion = match (rules, first) {
        (None, _) => Some(HeaderInsertion { at: start + 1, style: more }),
        (Some(_), Some(at)) => Some(HeaderInsertion { at, style: HeaderStyle::JsonEntries }),
        (Some(_), None) => None,
    };
    let insertion = insertion.filter(|_| json.is_complete());
    facts.header_homes.push(HeaderHome { kind, range, insertion });
}

fn has_properties(value: Option<&JsonValue>) -> bool {
    value.is_some_and(|value| !value.properties().is_empty())
}
