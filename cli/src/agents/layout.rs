//! How a JSON text is laid out: its indentation and line ends, and values written in it.

/// A value to be written, its keys in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    Text(&'static str),
    Number(u32),
    List(Vec<Tree>),
    Object(Vec<(&'static str, Tree)>),
}

/// How a text is laid out.
pub(super) struct Layout {
    /// What one step to the right is.
    pub(super) unit: String,
    /// How a line ends.
    pub(super) eol: &'static str,
}

/// What stands between two parts of a text: white space, comments, at most one comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// Where the comma is.
    pub(super) comma: Option<usize>,
    /// Where the last of it ends that is no white space.
    pub(super) end: usize,
}

impl Layout {
    /// The layout of a text: the step of its first indented line, two spaces where there is none.
    pub(super) fn of(text: &str) -> Self {
        let steps = text.lines().map(|line| &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]);
        let unit = steps.into_iter().find(|step| !step.is_empty());
        let unit = unit.map_or("  ", |step| if step.starts_with('\t') { "\t" } else { step });
        Self { unit: unit.to_owned(), eol: if text.contains("\r\n") { "\r\n" } else { "\n" } }
    }

    /// A value over several lines; `indent` is that of the line it begins on.
    pub(super) fn tall(&self, value: &Tree, indent: &str) -> String {
        let inner = format!("{indent}{}", self.unit);
        let (open, close, members): (_, _, Vec<String>) = match value {
            Tree::List(values) => {
                ('[', ']', values.iter().map(|value| self.tall_member(None, value, &inner)).collect())
            }
            Tree::Object(members) => {
                let members = members.iter().map(|(key, value)| self.tall_member(Some(key), value, &inner));
                ('{', '}', members.collect())
            }
            Tree::Text(_) | Tree::Number(_) => return Self::wide(value),
        };
        let eol = self.eol;
        let between = format!(",{eol}{inner}");
        format!("{open}{eol}{inner}{}{eol}{indent}{close}", members.join(&between))
    }

    /// A member over several lines. Lists of plain values stay on one.
    pub(super) fn tall_member(&self, key: Option<&str>, value: &Tree, indent: &str) -> String {
        let value = match value {
            Tree::List(values) if values.iter().all(|value| matches!(value, Tree::Text(_))) => list(values),
            other => self.tall(other, indent),
        };
        key.map_or_else(|| value.clone(), |key| format!("\"{key}\": {value}"))
    }

    /// A member on one line.
    pub(super) fn wide_member(key: Option<&str>, value: &Tree) -> String {
        let value = Self::wide(value);
        key.map_or_else(|| value.clone(), |key| format!("\"{key}\": {value}"))
    }

    /// A value on one line, with room inside its brackets.
    fn wide(value: &Tree) -> String {
        match value {
            // What is written here holds nothing that JSON escapes.
            Tree::Text(text) => format!("\"{text}\""),
            Tree::Number(number) => number.to_string(),
            Tree::List(values) if values.iter().all(|value| matches!(value, Tree::Text(_))) => list(values),
            Tree::List(values) => format!("[ {} ]", values.iter().map(Self::wide).collect::<Vec<_>>().join(", ")),
            Tree::Object(members) => {
                let members = members.iter().map(|(key, value)| Self::wide_member(Some(key), value));
                format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

fn list(values: &[Tree]) -> String {
    format!("[{}]", values.iter().map(Layout::wide).collect::<Vec<_>>().join(", "))
}

/// Looks through what stands between two parts of a text.
pub(super) fn gap(text: &str) -> Gap {
    let mut found = Gap { comma: None, end: 0 };
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match character {
            '/' if rest.starts_with("//") => rest.find('\n').map_or(rest.len(), |end| rest[..end].trim_end().len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            ',' => {
                found.comma.get_or_insert(at);
                1
            }
            other => other.len_utf8(),
        };
        at += length;
        if !character.is_whitespace() {
            found.end = at;
        }
    }
    found
}

/// What stands before a place on its line, when that is white space alone.
pub(super) fn indent_at(text: &str, at: usize) -> Option<String> {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[line..at];
    (line > 0 && before.chars().all(|character| matches!(character, ' ' | '\t'))).then(|| before.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_wide_and_tall() {
        let tree = Tree::Object(vec![
            ("a", Tree::List(vec![Tree::Object(vec![("b", Tree::Number(1))])])),
            ("c", Tree::List(vec![Tree::Text("d"), Tree::Text("e")])),
        ]);
        assert_eq!(Layout::wide(&tree), r#"{ "a": [ { "b": 1 } ], "c": ["d", "e"] }"#);
        let tall = Layout::of("{\n\t\"x\": 1\n}").tall(&tree, "");
        assert_eq!(tall, "{\n\t\"a\": [\n\t\t{\n\t\t\t\"b\": 1\n\t\t}\n\t],\n\t\"c\": [\"d\", \"e\"]\n}");
    }

    #[test]
    fn a_gap_is_looked_through() {
        for (text, comma, end) in [
            ("", None, 0),
            ("  \n", None, 0),
            (" , ", Some(1), 2),
            (" // a, b\n", None, 8),
            ("/* , */,\n", Some(7), 8),
            (", // é\r\n ", Some(0), 7),
        ] {
            assert_eq!(gap(text), Gap { comma, end }, "{text:?}");
        }
    }
}
