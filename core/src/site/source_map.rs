//! Source maps: whether a text is one, the sources in it, and the way from a place in a script back to its original.
//! Format: ECMA-426 (<https://tc39.es/ecma426/>).
//!
//! Invariant: only the content tells whether a text is a source map; work is bounded by the text's length, and any text gives
//! an answer.

use serde_json::Value;

/// Larger maps are not read, in bytes.
pub const LARGEST_MAP: usize = 48 * 1024 * 1024;

/// A source map that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Map {
    /// Paths of the sources as projects name them, in order.
    pub sources: Vec<String>,
    /// Their texts; none where the map leaves them out.
    pub texts: Vec<Option<String>>,
    mappings: String,
}

/// Where a place in a script comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct From {
    /// Which source.
    pub source: usize,
    /// Zero-based line.
    pub line: u32,
    /// Zero-based column in UTF-16 units.
    pub column: u32,
}

impl Map {
    /// Reads a text; none when it is no source map of version 3 with sources.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > LARGEST_MAP {
            return None;
        }
        // A line that keeps the text from running as a script may stand first.
        let text = text.strip_prefix(")]}'").map_or(text, |rest| rest.trim_start_matches(|letter| letter != '\n'));
        let value: Value = serde_json::from_str(text.trim_start()).ok()?;
        let mut map = Self::default();
        map.take(&value)?;
        (!map.sources.is_empty()).then_some(map)
    }

    fn take(&mut self, value: &Value) -> Option<()> {
        if value.get("version")?.as_u64() != Some(3) {
            return None;
        }
        if let Some(sections) = value.get("sections").and_then(Value::as_array) {
            // Of a map in sections only the sources are used.
            sections.iter().filter_map(|section| section.get("map")).for_each(|map| {
                let _ = self.take_sources(map);
            });
            return Some(());
        }
        self.take_sources(value)?;
        value.get("mappings").and_then(Value::as_str).unwrap_or_default().clone_into(&mut self.mappings);
        Some(())
    }

    fn take_sources(&mut self, value: &Value) -> Option<()> {
        let root = value.get("sourceRoot").and_then(Value::as_str).unwrap_or_default();
        let sources = value.get("sources")?.as_array()?;
        let texts = value.get("sourcesContent").and_then(Value::as_array);
        for (at, source) in sources.iter().enumerate() {
            self.sources.push(path(root, source.as_str().unwrap_or_default()));
            let text = texts.and_then(|texts| texts.get(at)).and_then(Value::as_str);
            self.texts.push(text.map(str::to_owned));
        }
        Some(())
    }

    /// Where the place at a zero-based line and column (in UTF-16 units) of the script comes from.
    pub fn origin(&self, line: u32, column: u32) -> Option<From> {
        let wanted = self.mappings.split(';').take(line as usize + 1);
        let mut state = [0_i64; 4];
        let mut found = None;
        for (at, segments) in wanted.enumerate() {
            // The column in the script begins anew on each line; everything else goes on.
            state[0] = 0;
            for segment in segments.split(',').filter(|segment| !segment.is_empty()) {
                let (fields, count) = vlq(segment)?;
                state[0] += fields[0];
                let is_mapped = count >= 4;
                for (own, field) in state[1..].iter_mut().zip(fields.iter().skip(1).take(3)) {
                    *own += field;
                }
                if at == line as usize {
                    if state[0] > i64::from(column) {
                        return found;
                    }
                    found = is_mapped.then(|| self.place(state)).flatten();
                }
            }
        }
        found
    }

    fn place(&self, [_, source, line, column]: [i64; 4]) -> Option<From> {
        let source = usize::try_from(source).ok().filter(|at| *at < self.sources.len())?;
        Some(From { source, line: u32::try_from(line).ok()?, column: u32::try_from(column).ok()? })
    }
}

/// The path of a source as it would stand in its project: without scheme, query and leading dots.
fn path(root: &str, source: &str) -> String {
    let joined = if root.is_empty() || source.contains("://") || source.starts_with('/') {
        source.to_owned()
    } else {
        format!("{}/{source}", root.trim_end_matches('/'))
    };
    let rest = joined.split_once("://").map_or(joined.as_str(), |(scheme, rest)| {
        // `webpack://name/./src/a.ts`: the name is the package's; `https://host/…`: the host.
        let is_known = matches!(
            scheme,
            "webpack" | "webpack-internal" | "turbopack" | "rollup" | "vite" | "http" | "https" | "file"
        );
        if is_known { rest.split_once('/').map_or(rest, |(_, path)| path) } else { rest }
    });
    let rest = rest.split('?').next().unwrap_or(rest);
    let parts: Vec<&str> = rest.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    parts.join("/")
}

/// The numbers of a segment: base64 digits of five bits, the lowest bit of a number its sign.
fn vlq(segment: &str) -> Option<([i64; 5], usize)> {
    let (mut numbers, mut count) = ([0; 5], 0);
    let (mut value, mut shift) = (0_i64, 0_u32);
    for byte in segment.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        if shift > 30 {
            return None;
        }
        value |= i64::from(digit & 31) << shift;
        if digit & 32 == 0 {
            let magnitude = value >> 1;
            // A sixth number means nothing in this format.
            if let Some(number) = numbers.get_mut(count) {
                *number = if value & 1 == 1 { -magnitude } else { magnitude };
            }
            count += 1;
            (value, shift) = (0, 0);
        } else {
            shift += 5;
        }
    }
    (shift == 0 && count > 0).then_some((numbers, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(extra: &str) -> String {
        format!(
            r#"{{"version":3,"sources":["webpack://app/./src/a.ts?x","../node_modules/b/c.js"],{extra}"names":[]}}"#
        )
    }

    #[test]
    fn only_content_proves_a_map() {
        assert!(Map::read(&map(r#""mappings":"AAAA","#)).is_some());
        assert!(Map::read(&format!(")]}}'\n{}", map(""))).is_some());
        for text in [
            "",
            "<!doctype html><p>Not found</p>",
            "{}",
            "[]",
            r#"{"version":2,"sources":["a"]}"#,
            r#"{"version":3,"sources":[]}"#,
            r#"{"version":3}"#,
            "é",
            "{\"version\":3,\"sources\":[\"a\"",
        ] {
            assert_eq!(Map::read(text), None, "{text}");
        }
    }

    #[test]
    fn sources_are_named_as_in_their_project() {
        let read = Map::read(&map("\"sourcesContent\":[\"one\"],")).unwrap();
        assert_eq!(read.sources, ["src/a.ts", "node_modules/b/c.js"]);
        assert_eq!(read.texts, [Some("one".to_owned()), None]);
        for (root, source, expected) in [
            ("", "turbopack:///[project]/app/page.tsx", "[project]/app/page.tsx"),
            ("src/", "a.ts", "src/a.ts"),
            ("", "/abs/x.ts", "abs/x.ts"),
            ("https://a.test/", "https://b.test/c.ts", "c.ts"),
            ("", "../../src/App.vue?vue&type=script", "src/App.vue"),
            ("", "", ""),
        ] {
            assert_eq!(path(root, source), expected);
        }
        let sections =
            r#"{"version":3,"sections":[{"offset":{},"map":{"version":3,"sources":["x.ts"],"mappings":""}}]}"#;
        assert_eq!(Map::read(sections).unwrap().sources, ["x.ts"]);
    }

    #[test]
    fn places_lead_back() {
        // Line 0: column 0 → source 0 line 0; column 8 → source 0 line 1 column 4. Line 1: column 2 → source 1 line 0.
        let read = Map::read(&map(r#""mappings":"AAAA,QACI;ECDJ","#)).unwrap();
        let at = |line, column| read.origin(line, column).map(|from| (from.source, from.line, from.column));
        assert_eq!(at(0, 0), Some((0, 0, 0)));
        assert_eq!(at(0, 7), Some((0, 0, 0)));
        assert_eq!(at(0, 9), Some((0, 1, 4)));
        assert_eq!(at(1, 0), None);
        assert_eq!(at(1, 2), Some((1, 0, 0)));
        assert_eq!(at(7, 0), None);
        for broken in ["!", "gggggggggggg", "A", ";;;,,,", "AAA\u{e9}"] {
            let text = map(&format!("\"mappings\":\"{broken}\","));
            assert_eq!(Map::read(&text).unwrap().origin(0, 5), None, "{broken}");
        }
    }
}
