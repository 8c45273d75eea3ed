//! Names and values of headers, however they are handed over: `res.setHeader(name, value)`, `{ [name]: value }`,
//! `{ key: name, value }`, `headers[name] = value`, `<meta httpEquiv={name} content={value}/>`.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::written;
use crate::facts::{
    FileFacts, HeaderScope, HeaderSetting, HeaderSource, ObjectValue, Property, Reference, Root, Value,
};
use crate::recognise::headers::known;
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

/// Methods that set a header to their second argument.
const SETTERS: [&str; 9] =
    ["setHeader", "set", "header", "append", "appendHeader", "setResponseHeader", "headers", "add", "setHeaders"];

/// How deep values may nest.
const DEPTH: u32 = 24;

/// Finds headers by their names.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    let is_config = facts.path.contains(".config.");
    let by = if is_config { HeaderSource::Framework } else { HeaderSource::Code };
    let mut search = Search { seen: BTreeSet::new(), found: Vec::new(), by };
    // What a configuration returns tells the paths; the lists alone do not.
    for value in script.functions.iter().flat_map(|function| &function.returns) {
        search.value(value, &HeaderScope::Unknown, DEPTH);
    }
    for export in &script.exports {
        search.value(&export.value, &HeaderScope::Unknown, DEPTH);
    }
    for site in &script.calls {
        search.call(site);
    }
    for assignment in &script.assignments {
        let name = assignment.target.last_segment().or_else(|| assignment.computed.as_ref().and_then(Value::text));
        if let Some(name) = name.and_then(known) {
            search.set(name, &assignment.value, assignment.range, assignment.value_range, &HeaderScope::Unknown);
        }
        search.value(&assignment.value, &HeaderScope::Unknown, DEPTH);
    }
    for (_, value) in &script.objects {
        search.value(value, &HeaderScope::Unknown, DEPTH);
    }
    facts.header_settings.append(&mut search.found);
}

struct Search {
    /// Objects read already: values share their parts.
    seen: BTreeSet<TextRange>,
    found: Vec<HeaderSetting>,
    by: HeaderSource,
}

impl Search {
    fn call(&mut self, site: &CallSite) {
        let arguments = &site.call.arguments;
        let at = arguments.iter().position(|argument| argument.text().is_some_and(|text| known(text).is_some()));
        let sets = site.call.callee.last_segment().is_some_and(|name| SETTERS.contains(&name));
        if let (true, Some(at)) = (sets, at)
            && let (Some(name), Some(value)) = (arguments[at].text().and_then(known), arguments.get(at + 1))
        {
            let value_range = site.argument_ranges.get(at + 1).copied().unwrap_or(site.call.range);
            self.set(name, value, site.call.range, value_range, &HeaderScope::Unknown);
        }
        for argument in arguments {
            self.value(argument, &HeaderScope::Unknown, DEPTH);
        }
    }

    fn value(&mut self, value: &Value, scope: &HeaderScope, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Value::Object(object) => self.object(object, scope, depth),
            Value::Array(items) => items.iter().for_each(|item| self.value(item, scope, depth)),
            Value::Choice(items) => items.iter().for_each(|item| self.value(item, scope, depth)),
            Value::Call(call) => {
                self.value(&call.callee, scope, depth);
                call.arguments.iter().for_each(|argument| self.value(argument, scope, depth));
            }
            Value::Ref(Reference { root: Root::Value(inner), .. }) => self.value(inner, scope, depth),
            _ => {}
        }
    }

    fn object(&mut self, object: &ObjectValue, scope: &HeaderScope, depth: u32) {
        if !self.seen.insert(object.range) {
            return;
        }
        let text = |key: &str| object.get(key).and_then(|property| property.value.text());
        // `{ key: "X-Frame-Options", value: "DENY" }`
        if let (Some(name), Some(value)) = (text("key").or_else(|| text("name")).and_then(known), object.get("value")) {
            self.set(name, &value.value, object.range, value.value_range, scope);
        }
        let equivalent = ["httpEquiv", "http-equiv"].iter().find_map(|key| text(key)).and_then(known);
        if let (Some(name @ "content-security-policy"), Some(content)) = (equivalent, object.get("content")) {
            self.set(name, &content.value, object.range, content.value_range, &HeaderScope::Unknown);
            if let Some(last) = self.found.last_mut() {
                last.by = HeaderSource::Meta;
            }
        }
        let own = ["source", "for"].iter().find_map(|key| text(key)).filter(|_| object.get("headers").is_some());
        let scope = own.map_or_else(|| scope.clone(), HeaderScope::of_pattern);
        for property in &object.properties {
            self.property(property, &scope, depth);
        }
    }

    fn property(&mut self, property: &Property, scope: &HeaderScope, depth: u32) {
        let key = property.key.as_deref().unwrap_or_default();
        if let Some(name) = known(key) {
            self.set(name, &property.value, property.range, property.value_range, scope);
        } else if key == "routeRules" {
            // Nuxt: `{ "/**": { headers: {…} } }`.
            for rule in property.value.object().map(|rules| rules.properties.as_slice()).unwrap_or_default() {
                let scope = rule.key.as_deref().map_or(HeaderScope::Unknown, HeaderScope::of_pattern);
                self.value(&rule.value, &scope, depth);
            }
        } else {
            self.value(&property.value, scope, depth);
        }
    }

    fn set(&mut self, name: &'static str, value: &Value, range: TextRange, place: TextRange, scope: &HeaderScope) {
        // Set to nothing is not set.
        if matches!(value, Value::Nothing | Value::Bool(false)) {
            return;
        }
        self.found.push(HeaderSetting {
            name: SmolStr::new_static(name),
            value: written(value).filter(|text| !text.is_empty()).map(SmolStr::new),
            range,
            value_range: place,
            scope: scope.clone(),
            by: self.by,
        });
    }
}
