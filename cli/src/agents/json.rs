//! One entry put into a JSON text that somebody wrote, and taken out again.
//!
//! Invariants: putting in only adds characters, so comments, order and formatting stay; what it adds depends on the text alone and
//! differs with what was there (an empty list, no list, no file), so taking out gives back the very bytes, and says so by putting in
//! once more and comparing. A text that is no JSON (comments and trailing commas are, as editors and agents write them) is
//! refused with its place.

use std::ops::Range;

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::After;
use super::layout::{Gap, Layout, Tree, gap, indent_at};

/// What is put in, and where.
pub(super) struct Entry {
    /// The keys that lead to the object or list it stands in.
    pub(super) keys: &'static [&'static str],
    /// Its key in an object; none in a list.
    pub(super) name: Option<&'static str>,
    /// The value.
    pub(super) value: Tree,
    /// What comes behind it where the whole text holds nothing: behind, since a person writes such a thing before.
    pub(super) beside: Option<(&'static str, Tree)>,
}

/// How an entry stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It is there, perhaps changed by a person.
    Here,
    /// It is not.
    Missing,
}

/// What is there and what a command begins with, by which an entry of a list is known again.
const COMMAND: &str = "seaworthy hook ";

/// A text with the entry in it; none when it is in already.
pub(super) fn put_in(text: Option<&str>, entry: &Entry) -> Result<Option<String>, String> {
    let layout = Layout::of(text.unwrap_or_default());
    let whole = || format!("{}{}", text.unwrap_or_default(), layout.tall(&entry.whole(), ""));
    let Some(text) = text else { return Ok(Some(whole() + "\n")) };
    if text.trim().is_empty() {
        return Ok(Some(whole()));
    }
    let root = read(text)?;
    let Value::Object(object) = &root else { return Err("it holds no object".to_owned()) };
    let walk = Walk::of(object, entry)?;
    if walk.ours.is_some() {
        return Ok(None);
    }
    Ok(Some(walk.deepest.add(text, &layout, &walk.rest(text, entry))))
}

/// Whether the entry is in a text.
pub(super) fn find(text: &str, entry: &Entry) -> Result<Found, String> {
    if text.trim().is_empty() {
        return Ok(Found::Missing);
    }
    let root = read(text)?;
    let Value::Object(object) = &root else { return Err("it holds no object".to_owned()) };
    Ok(if Walk::of(object, entry)?.ours.is_some() { Found::Here } else { Found::Missing })
}

/// A text without the entry; `Some(None)` when nothing but it was there, so that the file goes too. None when it is not in.
pub(super) fn take_out(text: &str, entry: &Entry) -> Result<Option<After>, String> {
    if find(text, entry)? == Found::Missing {
        return Ok(None);
    }
    let root = read(text)?;
    let Value::Object(object) = &root else { return Ok(None) };
    let walk = Walk::of(object, entry)?;
    let Some(ours) = walk.ours.clone().filter(|ours| !ours.is_shared) else { return Ok(None) };
    let mut before = vec![None];
    if text[root.end()..].is_empty() {
        before.push(Some(text[..root.start()].to_owned()));
    }
    let mut level = Some((&walk.deepest, ours.at));
    let mut parents = walk.parents.iter().rev();
    while let Some((container, at)) = level {
        before.extend(container.without(text, at).into_iter().map(Some));
        level = parents.next().map(|(parent, at)| (parent, *at));
    }
    let again = |before: &&Option<String>| put_in(before.as_deref(), entry).ok().flatten().as_deref() == Some(text);
    let exact = before.iter().find(again).cloned();
    Ok(Some(exact.unwrap_or_else(|| Some(walk.deepest.cut(text, ours.at)))))
}

fn read(text: &str) -> Result<Value<'_>, String> {
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options);
    let parsed = parsed.map_err(|error| {
        format!("line {}, column {}: {}", error.line_display(), error.column_display(), error.kind())
    })?;
    parsed.value.ok_or_else(|| "it holds comments only".to_owned())
}

impl Entry {
    /// The whole text where nothing was.
    fn whole(&self) -> Tree {
        let (first, rest) = self.keys.split_first().unwrap_or((&"", &[]));
        let mut members = vec![(*first, self.nested(rest))];
        members.extend(self.beside.clone());
        Tree::Object(members)
    }

    /// The value below these keys.
    fn nested(&self, keys: &[&'static str]) -> Tree {
        match (keys.split_first(), self.name) {
            (Some((first, rest)), _) => Tree::Object(vec![(*first, self.nested(rest))]),
            (None, Some(name)) => Tree::Object(vec![(name, self.value.clone())]),
            (None, None) => Tree::List(vec![self.value.clone()]),
        }
    }
}

/// An object or list as its places in a text.
#[derive(Clone, Debug)]
struct Container {
    /// With its brackets.
    range: Range<usize>,
    children: Vec<Range<usize>>,
}

/// The entry as it was found.
#[derive(Clone, Debug)]
struct Ours {
    /// Which child of the deepest container.
    at: usize,
    /// Whether a person put something of theirs into it.
    is_shared: bool,
}

/// The way from the root to where the entry stands, as far as it is there.
struct Walk {
    /// The containers above the deepest, each with the child that leads on.
    parents: Vec<(Container, usize)>,
    deepest: Container,
    /// How many keys were found.
    found: usize,
    ours: Option<Ours>,
}

impl Walk {
    fn of(root: &Object<'_>, entry: &Entry) -> Result<Self, String> {
        let mut walk = Self { parents: Vec::new(), deepest: Container::of(root), found: 0, ours: None };
        let mut object = root;
        for (depth, key) in entry.keys.iter().enumerate() {
            let Some((at, value)) = last(object, key) else { return Ok(walk) };
            walk.found += 1;
            let is_last = depth + 1 == entry.keys.len();
            let next = match value {
                Value::Array(array) if is_last && entry.name.is_none() => {
                    let children = array.elements.iter().map(|element| element.start()..element.end()).collect();
                    walk.ours = array.elements.iter().enumerate().find_map(|(at, element)| ours(at, element));
                    Container { range: array.start()..array.end(), children }
                }
                Value::Object(inner) if !is_last || entry.name.is_some() => {
                    object = inner;
                    Container::of(inner)
                }
                _ => {
                    let wanted = if is_last && entry.name.is_none() { "list" } else { "object" };
                    return Err(format!("`{}` is no {wanted}", entry.keys[..=depth].join(".")));
                }
            };
            walk.parents.push((std::mem::replace(&mut walk.deepest, next), at));
        }
        if let Some(name) = entry.name {
            walk.ours = last(object, name).map(|(at, _)| Ours { at, is_shared: false });
        }
        Ok(walk)
    }

    /// What is to be added to the deepest container.
    fn rest(&self, text: &str, entry: &Entry) -> Vec<(Option<&'static str>, Tree)> {
        let Some((key, below)) = entry.keys[self.found..].split_first() else {
            return vec![(entry.name, entry.value.clone())];
        };
        let is_empty = self.parents.is_empty() && self.deepest.is_bare(text);
        let beside = entry.beside.iter().filter(|_| is_empty).map(|(key, value)| (Some(*key), value.clone()));
        std::iter::once((Some(*key), entry.nested(below))).chain(beside).collect()
    }
}

/// Of a repeated key the last counts, as in `JSON.parse`.
fn last<'a, 'b>(object: &'b Object<'a>, key: &str) -> Option<(usize, &'b Value<'a>)> {
    let found = object.properties.iter().enumerate().rev().find(|(_, property)| property.name.as_str() == key);
    found.map(|(at, property)| (at, &property.value))
}

/// An element of a list that runs Seaworthy.
fn ours(at: usize, element: &Value<'_>) -> Option<Ours> {
    let mut commands = Vec::new();
    gather(element, &mut commands);
    let known = commands.iter().filter(|command| command.starts_with(COMMAND)).count();
    (known > 0).then_some(Ours { at, is_shared: known < commands.len() })
}

fn gather(value: &Value<'_>, commands: &mut Vec<String>) {
    match value {
        Value::Array(array) => array.elements.iter().for_each(|element| gather(element, commands)),
        Value::Object(object) => {
            for property in &object.properties {
                match &property.value {
                    Value::StringLit(text) if property.name.as_str() == "command" => {
                        commands.push(text.value.to_string());
                    }
                    other => gather(other, commands),
                }
            }
        }
        _ => {}
    }
}

impl Container {
    fn of(object: &Object<'_>) -> Self {
        let children = object.properties.iter().map(|property| property.start()..property.end()).collect();
        Self { range: object.start()..object.end(), children }
    }

    /// Whether nothing stands in it, not even a comment.
    fn is_bare(&self, text: &str) -> bool {
        self.children.is_empty() && gap(&text[self.range.start + 1..self.range.end - 1]).end == 0
    }

    /// The text with more in this container, behind what is there.
    fn add(&self, text: &str, layout: &Layout, added: &[(Option<&'static str>, Tree)]) -> String {
        let close = self.range.end - 1;
        let last = self.children.last();
        let from = last.map_or(self.range.start + 1, |last| last.end);
        let Gap { comma, end } = gap(&text[from..close]);
        if self.is_bare(text) {
            let members: Vec<String> = added.iter().map(|(key, value)| Layout::wide_member(*key, value)).collect();
            return format!("{}{}{}", &text[..from], members.join(", "), &text[from..]);
        }
        let at = from + end;
        let is_tall = text[at..close].contains('\n');
        let indent = self.indent(text, layout);
        let members = added.iter().map(|(key, value)| {
            if is_tall {
                format!("{}{indent}{}", layout.eol, layout.tall_member(*key, value, &indent))
            } else {
                format!(" {}", Layout::wide_member(*key, value))
            }
        });
        let mut members = members.collect::<Vec<_>>().join(",");
        if comma.is_some() {
            members.push(',');
        }
        let separator = if last.is_some() && comma.is_none() { "," } else { "" };
        format!("{}{separator}{}{members}{}", &text[..from], &text[from..at], &text[at..])
    }

    /// How far a new line in it stands from the left.
    fn indent(&self, text: &str, layout: &Layout) -> String {
        let of_child = self.children.last().and_then(|last| indent_at(text, last.start));
        of_child.unwrap_or_else(|| {
            let line = text[..self.range.start].rfind('\n').map_or(0, |at| at + 1);
            let own: String = text[line..].chars().take_while(|character| matches!(character, ' ' | '\t')).collect();
            own + &layout.unit
        })
    }

    /// The texts that may have been before the child was put in.
    fn without(&self, text: &str, at: usize) -> Vec<String> {
        let child = &self.children[at];
        let open = self.range.start + 1;
        // What was put into an empty container stands right behind the bracket.
        let last = self.children.last().map_or(open, |last| last.end);
        let mut before =
            vec![format!("{}{}", &text[..open], &text[child.end..]), format!("{}{}", &text[..open], &text[last..])];
        let from = at.checked_sub(1).map_or(open, |previous| self.children[previous].end);
        let Gap { comma, .. } = gap(&text[from..child.start]);
        let added = from + text[from..child.start].trim_end().len();
        let tail = &text[child.end..];
        if let Some(comma) = comma.map(|comma| from + comma) {
            let kept = if comma < added { &text[comma + 1..added] } else { "" };
            before.push(format!("{}{kept}{tail}", &text[..comma]));
        }
        before.push(format!("{}{tail}", &text[..added]));
        if let Some(tail) = tail.strip_prefix(',') {
            before.push(format!("{}{tail}", &text[..added]));
        }
        before
    }

    /// The text without a child, whatever a person did around it since.
    fn cut(&self, text: &str, at: usize) -> String {
        let child = &self.children[at];
        let (from, to) = match (self.children.get(at + 1), at.checked_sub(1)) {
            (Some(next), _) => (child.start, next.start),
            (None, Some(previous)) => (self.children[previous].end, child.end),
            (None, None) => (child.start, child.end),
        };
        format!("{}{}", &text[..from], &text[to..])
    }
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
