//! JSON with places: a value tree whose every part knows its byte range. Comments, trailing commas and other habits of
//! configuration files are accepted, and a text that stops in the middle gives what stands before.
//!
//! Invariant: `parse` never fails; nesting is bounded by jsonc-parser (512 levels).

use crate::text::{TextRange, offset};
use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// A JSON text that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Json {
    /// The value; `None` when the text holds none that can be read.
    pub value: Option<JsonValue>,
    /// The first error: its place and a sentence. `None` when the text is well-formed.
    pub error: Option<(TextRange, String)>,
}

impl Json {
    /// Whether the text was read whole, so that a key that is missing is really missing.
    pub fn is_complete(&self) -> bool {
        self.error.is_none()
    }

    /// The value at `path` from the root: keys of objects, or decimal indices of arrays.
    pub fn get(&self, path: &[&str]) -> Option<&JsonValue> {
        self.value.as_ref()?.get(path)
    }
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonValue {
    /// The whole value, with quotes or brackets.
    pub range: TextRange,
    /// What it is.
    pub kind: JsonKind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number as written.
    Number(String),
    /// A string with its escapes resolved.
    String(String),
    /// An array.
    Array(Vec<JsonValue>),
    /// An object. Keys stand in the order of the text and may repeat.
    Object(Vec<JsonProperty>),
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonProperty {
    /// The key with its escapes resolved.
    pub key: String,
    /// The key with its quotes.
    pub key_range: TextRange,
    /// Key and value.
    pub range: TextRange,
    /// The value.
    pub value: JsonValue,
}

impl JsonValue {
    /// The value at `path`: keys of objects, or decimal indices of arrays. Of a repeated key the last counts, as in
    /// `JSON.parse` (ECMA-262, 25.5.1).
    pub fn get(&self, path: &[&str]) -> Option<&JsonValue> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        let next = match &self.kind {
            JsonKind::Object(properties) => {
                properties.iter().rev().find(|property| property.key == *first).map(|property| &property.value)
            }
            JsonKind::Array(items) => first.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => None,
        };
        next?.get(rest)
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let JsonKind::String(value) = &self.kind { Some(value) } else { None }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let JsonKind::Bool(value) = self.kind { Some(value) } else { None }
    }

    /// The properties, if it is an object; otherwise none.
    pub fn properties(&self) -> &[JsonProperty] {
        if let JsonKind::Object(properties) = &self.kind { properties } else { &[] }
    }

    /// The items, if it is an array; otherwise none.
    pub fn items(&self) -> &[JsonValue] {
        if let JsonKind::Array(items) = &self.kind { items } else { &[] }
    }
}

/// Reads `text` as JSON with comments.
pub fn parse(text: &str) -> Json {
    let error = match read(text) {
        Ok(value) => return Json { value, error: None },
        Err(error) => error,
    };
    let error = Some(error);
    for (cut, closers) in endings(text) {
        if let Ok(value) = read(&format!("{}{closers}", &text[..cut])) {
            let value = value.map(|mut value| {
                cut_back(&mut value, offset(cut));
                value
            });
            return Json { value, error };
        }
    }
    Json { value: None, error }
}

fn read(text: &str) -> Result<Option<JsonValue>, (TextRange, String)> {
    match parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()) {
        Ok(result) => Ok(result.value.as_ref().map(convert)),
        Err(error) => {
            let range = place(error.range());
            let end = offset(text.len());
            Err((TextRange::new(range.start.min(end), range.end.min(end)), error.kind().to_string()))
        }
    }
}

fn place(range: Range) -> TextRange {
    TextRange::new(offset(range.start), offset(range.end))
}

fn convert(value: &Value<'_>) -> JsonValue {
    let kind = match value {
        Value::NullKeyword(_) => JsonKind::Null,
        Value::BooleanLit(literal) => JsonKind::Bool(literal.value),
        Value::NumberLit(literal) => JsonKind::Number(literal.value.to_owned()),
        Value::StringLit(literal) => JsonKind::String(literal.value.clone().into_owned()),
        Value::Array(array) => JsonKind::Array(array.elements.iter().map(convert).collect()),
        Value::Object(object) => JsonKind::Object(
            object
                .properties
                .iter()
                .map(|property| JsonProperty {
                    key: name(&property.name).to_owned(),
                    key_range: place(property.name.range()),
                    range: place(property.range),
                    value: convert(&property.value),
                })
                .collect(),
        ),
    };
    JsonValue { range: place(value.range()), kind }
}

fn name<'a>(name: &'a ObjectPropName<'_>) -> &'a str {
    match name {
        ObjectPropName::String(literal) => &literal.value,
        ObjectPropName::Word(literal) => literal.value,
    }
}

/// The most places where a broken text is cut.
const MAX_CUTS: usize = 12;

/// Places to cut a broken text, last first, each with the brackets that are open there.
fn endings(text: &str) -> Vec<(usize, String)> {
    let bytes = text.as_bytes();
    let mut open: Vec<u8> = Vec::new();
    let mut found = std::collections::VecDeque::new();
    let mut note = |at: usize, open: &[u8]| {
        found.push_front((at, open.iter().rev().map(|byte| char::from(*byte)).collect::<String>()));
        found.truncate(MAX_CUTS);
    };
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = string_end(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |found| at + found);
            }
            b'{' => {
                open.push(b'}');
                note(at + 1, &open);
            }
            b'[' => {
                open.push(b']');
                note(at + 1, &open);
            }
            closer @ (b'}' | b']') => {
                if open.pop() != Some(closer) {
                    break;
                }
                note(at + 1, &open);
            }
            b',' => note(at, &open),
            _ => {}
        }
        // Deeper than the parser goes, no ending helps; and building endings there costs too much.
        if open.len() > 512 {
            return Vec::new();
        }
        at += 1;
    }
    if at >= bytes.len() {
        note(text.len(), &open);
    }
    found.into()
}

/// The place of the closing quote of the string that begins at `at`, or the end of the line or text.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    at += 1;
    while at < bytes.len() && !matches!(bytes[at], b'"' | b'\n') {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at
}

/// Cuts the ranges of invented brackets back to where the text ends.
fn cut_back(value: &mut JsonValue, end: u32) {
    let cut = |range: &mut TextRange| range.end = range.end.min(end);
    cut(&mut value.range);
    match &mut value.kind {
        JsonKind::Array(items) => items.iter_mut().for_each(|item| cut_back(item, end)),
        JsonKind::Object(properties) => {
            for property in properties {
                cut(&mut property.range);
                cut_back(&mut property.value, end);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_knows_its_place() {
        let text = "{ // deps\n  \"名\": {\"left-pad\": \"^1.0.0\",},\n  \"on\": true, \"list\": [1, null]\n}";
        let json = parse(text);
        assert!(json.is_complete());
        let version = json.get(&["名", "left-pad"]).unwrap();
        assert_eq!((version.as_str(), version.range.slice(text)), (Some("^1.0.0"), "\"^1.0.0\""));
        let root = json.value.as_ref().unwrap();
        assert_eq!(root.properties()[0].key_range.slice(text), "\"名\"");
        assert_eq!(root.properties()[1].range.slice(text), "\"on\": true");
        assert_eq!(json.get(&["list", "0"]).map(|value| value.range.slice(text)), Some("1"));
        assert_eq!(json.get(&["on"]).and_then(JsonValue::as_bool), Some(true));
        assert_eq!(json.get(&["list", "7"]), None);
    }

    #[test]
    fn a_text_that_stops_gives_what_stands_before() {
        let text =
            "{\"name\": \"app\", \"dependencies\": {\"next\": \"15.0.0\", \"react\": \"19.0.0\"}, \"x\": [1, 2]}";
        for cut in 36..text.len() {
            let json = parse(&text[..cut]);
            assert!(!json.is_complete(), "{cut}");
            assert_eq!(json.get(&["name"]).and_then(JsonValue::as_str), Some("app"), "{}", &text[..cut]);
            assert!(json.value.unwrap().range.end as usize <= cut);
        }
    }

    #[test]
    fn the_last_of_a_repeated_key_counts() {
        assert_eq!(parse("{\"a\":1,\"a\":2}").get(&["a"]).unwrap().kind, JsonKind::Number("2".to_owned()));
    }

    #[test]
    fn hostile_and_empty_texts_do_no_harm() {
        for text in ["", " ", "{", "[", "]", "nonsense", "{\"a\"", "\"\\", "{\"a\":\"\\"] {
            assert!(parse(text).value.is_none() || !text.is_empty(), "{text}");
        }
        for deep in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
            let json = parse(&deep);
            assert!(!json.is_complete() && json.value.is_none());
        }
    }
}
