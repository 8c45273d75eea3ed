//! Cookies written as header text: `Set-Cookie: name=value; HttpOnly` on a server, `document.cookie = …` in a page.

use smol_str::SmolStr;

use super::cookies::is_empty;
use crate::facts::{
    CookieDefaults, CookieWrite, CookieWriter, FileFacts, FunctionId, ObjectValue, OptionsPlace, OptionsStyle,
    Property, Value,
};
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

/// Finds cookies written as text.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        header_call(site, facts);
        for argument in &site.call.arguments {
            if let Some(object) = argument.object() {
                header_object(object, site, facts);
            }
        }
    }
    for assignment in &script.assignments {
        if assignment.target.is_global("document", &["cookie"]) {
            let place = Written {
                range: assignment.range,
                statement: assignment.statement,
                function: assignment.function,
                text_range: assignment.value_range,
                api: "document.cookie",
                writer: CookieWriter::Script,
            };
            // A library that serialises cookies is read elsewhere, as if a server wrote it.
            facts.cookie_writes.retain(|write| !assignment.value_range.contains(write.range));
            cookie_texts(&assignment.value, &place, facts);
        }
    }
}

struct Written {
    range: TextRange,
    statement: Option<TextRange>,
    function: Option<FunctionId>,
    text_range: TextRange,
    api: &'static str,
    writer: CookieWriter,
}

fn is_set_cookie(name: &str) -> bool {
    name.eq_ignore_ascii_case("set-cookie")
}

/// `res.setHeader("Set-Cookie", …)`, `headers.append("Set-Cookie", …)`, `c.header(…)`.
fn header_call(site: &CallSite, facts: &mut FileFacts) {
    let name = site.call.callee.last_segment();
    let is_header_call = matches!(
        name,
        Some("setHeader" | "append" | "appendHeader" | "set" | "header" | "setResponseHeader" | "appendResponseHeader")
    );
    let at = site.call.arguments.iter().position(|argument| argument.text().is_some_and(is_set_cookie));
    if let (true, Some(at)) = (is_header_call, at)
        && let (Some(value), Some(text_range)) = (site.call.arguments.get(at + 1), site.argument_ranges.get(at + 1))
    {
        let place = Written {
            range: site.call.range,
            statement: site.statement,
            function: site.function,
            text_range: *text_range,
            api: "Set-Cookie",
            writer: CookieWriter::Server,
        };
        cookie_texts(value, &place, facts);
    }
}

/// `{ headers: { "Set-Cookie": … } }`, however deep in an options object.
fn header_object(object: &ObjectValue, site: &CallSite, facts: &mut FileFacts) {
    for property in &object.properties {
        if property.key.as_deref().is_some_and(is_set_cookie) {
            let place = Written {
                range: property.range,
                statement: None,
                function: site.function,
                text_range: property.value_range,
                api: "Set-Cookie",
                writer: CookieWriter::Server,
            };
            cookie_texts(&property.value, &place, facts);
        } else if property.key.as_deref() == Some("headers")
            && let Some(inner) = property.value.object()
        {
            header_object(inner, site, facts);
        }
    }
}

fn cookie_texts(value: &Value, place: &Written, facts: &mut FileFacts) {
    match value {
        Value::Array(items) => {
            let inner = Written { text_range: TextRange::empty(place.text_range.start), ..*place };
            items.iter().for_each(|item| cookie_texts(item, &inner, facts));
        }
        Value::Text(text) => facts.cookie_writes.extend(cookie(&[Value::Text(text.clone())], place)),
        Value::Concat(parts) => facts.cookie_writes.extend(cookie(parts, place)),
        _ => {}
    }
}

fn cookie(parts: &[Value], place: &Written) -> Option<CookieWrite> {
    let pieces = split(parts);
    let (name, value) = name_and_value(&pieces.pair)?;
    let is_removal = is_empty(&value) || pieces.attributes.iter().any(|text| drops(text));
    Some(CookieWrite {
        range: place.range,
        statement: place.statement,
        function: place.function,
        written_as: SmolStr::new_static(place.api),
        writer: place.writer,
        name,
        value,
        is_session_library: false,
        is_removal,
        options: attributes(&pieces, place.range),
        defaults: CookieDefaults::NONE,
        place: insertion(parts, place),
        style: OptionsStyle::Header,
    })
}

/// Attributes can be appended where the text is written out and ends with its quote.
fn insertion(parts: &[Value], place: &Written) -> OptionsPlace {
    let written: usize = parts.iter().filter_map(Value::text).map(str::len).sum();
    let is_written_here = place.text_range.len() as usize > written;
    match parts.last() {
        Some(Value::Text(_)) if is_written_here && !place.text_range.is_empty() => {
            OptionsPlace::HeaderText { insert_at: place.text_range.end - 1 }
        }
        _ => OptionsPlace::Elsewhere,
    }
}

/// A cookie text, cut at its semicolons.
struct Pieces {
    /// What stands before the first semicolon.
    pair: Vec<Value>,
    /// Literal attributes after it.
    attributes: Vec<SmolStr>,
    /// Whether something that is no literal stands after it.
    is_open: bool,
}

fn split(parts: &[Value]) -> Pieces {
    let mut pieces = Pieces { pair: Vec::new(), attributes: Vec::new(), is_open: false };
    let mut in_pair = true;
    // `Max-Age=${n}` is a literal attribute with a value, not a hole that may hold any attribute.
    let mut value_expected = false;
    for part in parts {
        let Value::Text(text) = part else {
            if in_pair {
                pieces.pair.push(part.clone());
            } else if !value_expected {
                pieces.is_open = true;
            }
            value_expected = false;
            continue;
        };
        let mut rest = text.as_str();
        if in_pair {
            let Some((before, after)) = rest.split_once(';') else {
                pieces.pair.push(part.clone());
                continue;
            };
            if !before.is_empty() {
                pieces.pair.push(Value::Text(before.into()));
            }
            in_pair = false;
            rest = after;
        }
        value_expected = rest.trim_end().ends_with('=');
        pieces.attributes.extend(rest.split(';').map(str::trim).filter(|entry| !entry.is_empty()).map(SmolStr::new));
    }
    pieces
}

fn name_and_value(pair: &[Value]) -> Option<(Value, Value)> {
    let joined = |values: &[Value]| match values {
        [] => Value::Text(SmolStr::default()),
        [only] => only.clone(),
        several => Value::Concat(several.into()),
    };
    let at = pair.iter().position(|part| part.text().is_some_and(|text| text.contains('=')))?;
    let (before, after) = pair[at].text()?.split_once('=')?;
    let mut name = pair[..at].to_vec();
    if !before.trim().is_empty() {
        name.push(Value::Text(before.trim().into()));
    }
    let mut value = Vec::new();
    if !after.is_empty() {
        value.push(Value::Text(after.into()));
    }
    value.extend_from_slice(&pair[at + 1..]);
    Some((joined(&name), joined(&value)))
}

fn drops(attribute: &str) -> bool {
    let lower = attribute.to_ascii_lowercase();
    let lower: String = lower.split_whitespace().collect();
    lower == "max-age=0" || lower.starts_with("max-age=-") || (lower.starts_with("expires=") && lower.contains("1970"))
}

/// The attributes as an options object: `HttpOnly` becomes `httpOnly: true`.
fn attributes(pieces: &Pieces, range: TextRange) -> Value {
    let mut properties = Vec::new();
    let mut add = |key: Option<&str>, value: Value| {
        let is_spread = key.is_none();
        properties.push(Property { key: key.map(SmolStr::new), value, is_spread, range, value_range: range });
    };
    if pieces.is_open {
        add(None, Value::Unknown);
    }
    for attribute in &pieces.attributes {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "httponly" => add(Some("httpOnly"), Value::Bool(true)),
            "secure" => add(Some("secure"), Value::Bool(true)),
            "samesite" if value.trim().is_empty() => add(Some("sameSite"), Value::Unknown),
            "samesite" => add(Some("sameSite"), Value::Text(value.trim().into())),
            _ => {}
        }
    }
    Value::Object(ObjectValue { properties, range }.into())
}
