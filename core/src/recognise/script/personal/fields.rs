//! Fields of forms, validators and types whose names may be those of data about people.

use smol_str::SmolStr;

use crate::facts::{DataField, DataOrigin, FileFacts, Value};
use crate::names::personal::{DataClass, class_of};
use crate::recognise::script::callee::method;
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

/// Finds them.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        match site.kind {
            CallKind::Element => facts.data_fields.extend(input(site, script)),
            CallKind::Call => validator(site, script, facts),
            _ => {}
        }
    }
    for shape in &script.types {
        // What a component takes describes a page, and not what is kept.
        if shape.name.ends_with("Props") || shape.name.ends_with("State") || shape.name.ends_with("Context") {
            continue;
        }
        for member in &shape.members {
            note(&member.name, &shape.name, DataOrigin::Type, member.range, facts);
        }
    }
}

/// A field of a form by its attributes: what it is called, what kind it is, what browsers may fill in
/// (html.spec.whatwg.org, "Autofill").
pub fn of_input(name: &str, kind: &str, autocomplete: &str, owner: &str, range: TextRange) -> Option<DataField> {
    let filled = match autocomplete.rsplit(' ').next().unwrap_or_default() {
        "cc-number" => Some("cardNumber"),
        "cc-csc" => Some("cardCvc"),
        "bday" => Some("dateOfBirth"),
        "tel" | "email" | "given-name" | "family-name" | "street-address" => Some("email"),
        _ => None,
    };
    let by_kind = || matches!(kind, "email" | "tel").then_some("email");
    let name = if class_of(name, owner).is_some() { name } else { filled.or_else(by_kind)? };
    Some(DataField { name: SmolStr::new(name), owner: SmolStr::new(owner), origin: DataOrigin::Form, range })
}

/// `<input name="…">`, and components that are named like one.
fn input(site: &CallSite, script: &Script) -> Option<DataField> {
    let element =
        site.call.callee.text().map(str::to_owned).or_else(|| site.call.callee.last_segment().map(str::to_owned));
    let element = element.unwrap_or_default().to_ascii_lowercase();
    let is_field =
        ["input", "textarea", "select", "textfield", "formfield", "field"].iter().any(|end| element.ends_with(end));
    let attributes = site.argument(0).object().filter(|_| is_field)?;
    let text = |key: &str| attributes.get(key).and_then(|entry| entry.value.text());
    let name = text("name").or_else(|| text("id")).or_else(|| text("label")).unwrap_or_default();
    let kind = text("type").unwrap_or_default();
    if matches!(kind, "hidden" | "submit" | "button" | "search") {
        return None;
    }
    let autocomplete = text("autoComplete").or_else(|| text("autocomplete")).unwrap_or_default();
    of_input(name, kind, autocomplete, component(site, script), site.call.range)
}

/// The component a field stands in.
fn component<'s>(site: &CallSite, script: &'s Script) -> &'s str {
    let mut at = site.function;
    for _ in 0..8 {
        let Some(function) = at.and_then(|id| script.functions.get(id.0 as usize)) else { break };
        if let Some(name) = function.name.as_deref().filter(|name| name.starts_with(|first: char| first.is_uppercase()))
        {
            return name;
        }
        at = function.parent;
    }
    ""
}

/// `z.object({ … })` and its like: validators whose entries are calls.
fn validator(site: &CallSite, script: &Script, facts: &mut FileFacts) {
    if !method(&site.call.callee).is_some_and(|(_, name)| matches!(name, "object" | "strictObject" | "shape")) {
        return;
    }
    let Some(object) = site.argument(0).object() else { return };
    if !object.properties.iter().any(|property| matches!(property.value, Value::Call(_))) {
        return;
    }
    let is_it = |value: &Value| value.any(&|part| part.call().is_some_and(|call| call.range == site.call.range));
    let owner = script.exports.iter().find(|export| is_it(&export.value)).map(|export| export.name.clone());
    let owner = owner.unwrap_or_default();
    for property in &object.properties {
        if let Some(key) = &property.key {
            note(key, &owner, DataOrigin::Validator, property.range, facts);
        }
    }
}

fn note(name: &SmolStr, owner: &str, origin: DataOrigin, range: TextRange, facts: &mut FileFacts) {
    // Names and notes alone fill every type; they matter only where they are kept.
    if class_of(name, owner).is_some_and(|class| class < DataClass::FreeText) {
        facts.data_fields.push(DataField { name: name.clone(), owner: SmolStr::new(owner), origin, range });
    }
}
