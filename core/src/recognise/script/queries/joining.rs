//! What it takes to add a condition to a query of Drizzle's: how the table is named there, and an import of `and`.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::Edits;
use crate::facts::{Import, Value};
use crate::recognise::script::callee::method;
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

const PACKAGE: &str = "drizzle-orm";
/// How deep conditions nest.
const DEPTH_LIMIT: u32 = 12;

/// How conditions of a file are joined.
pub struct Joining<'a> {
    text: &'a str,
    /// The comparisons, by where they stand.
    comparisons: HashMap<TextRange, &'a CallSite>,
    /// Whether the file imports `eq`.
    has_eq: bool,
    /// What has to be imported first; none when conditions cannot be joined.
    imports: Option<Edits>,
}

impl<'a> Joining<'a> {
    /// Looks at a file whose text is `text`.
    pub fn new(script: &'a Script, text: &'a str) -> Self {
        let imports = imports(script, text);
        let has_eq = script.imports.iter().any(|import| {
            import.specifier == PACKAGE && import.names.iter().any(|(local, name)| local == "eq" && name == "eq")
        });
        let is_comparison = |site: &&CallSite| site.call.callee.last_segment().is_some_and(is_comparison);
        let sites = script.calls.iter().filter(|_| imports.is_some()).filter(is_comparison);
        Self { text, comparisons: sites.map(|site| (site.call.range, site)).collect(), has_eq, imports }
    }

    /// `and(…, eq(posts.userId, …))` around the conditions on `model` that stand at `range`.
    pub fn joined(&self, conditions: &Value, range: TextRange, model: &str) -> Option<Edits> {
        let table = self.table(conditions, model, DEPTH_LIMIT)?;
        let mut edits = self.imports.clone()?;
        edits.push((TextRange::empty(range.start), SmolStr::new_static("and(")));
        edits.push((TextRange::empty(range.end), SmolStr::new(format!(", eq({table}.$COLUMN, $VALUE))"))));
        Some(edits)
    }

    /// `.where(eq(posts.userId, …))` behind a query that ends at `query` and names its table at `table`.
    pub fn alone(&self, table: TextRange, query: TextRange) -> Option<Edits> {
        let table = table.slice(self.text);
        let is_plain = !table.is_empty()
            && table.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '.'));
        (self.has_eq && is_plain).then(|| {
            let text = SmolStr::new(format!(".where(eq({table}.$COLUMN, $VALUE))"));
            vec![(TextRange::empty(query.end), text)]
        })
    }

    /// What the file calls the table of `model`: `posts` of `eq(posts.id, id)`.
    fn table(&self, conditions: &Value, model: &str, left: u32) -> Option<&'a str> {
        let left = left.checked_sub(1)?;
        let call = conditions.call()?;
        let Some(site) = self.comparisons.get(&call.range) else {
            return call.arguments.iter().find_map(|part| self.table(part, model, left));
        };
        let (table, _) = method(site.argument(0))?;
        let name = match (table.last_segment(), &table) {
            (Some(last), _) => last,
            (None, Value::Ref(reference)) => match &reference.root {
                crate::facts::Root::Local(name, _) | crate::facts::Root::Global(name) => name,
                _ => return None,
            },
            _ => return None,
        };
        let written = site.argument_ranges.first()?.slice(self.text).rsplit_once('.')?.0;
        (name == model).then_some(written)
    }
}

/// Whether a function of Drizzle's compares a column with something.
pub fn is_comparison(name: &str) -> bool {
    matches!(name, "eq" | "ne" | "inArray" | "gt" | "gte" | "lt" | "lte" | "like" | "ilike" | "between" | "notInArray")
}

/// The edits that import `and` beside `eq`; none when there is no `eq`, or when `and` is something else.
fn imports(script: &Script, text: &str) -> Option<Edits> {
    let of_package = script.imports.iter().filter(|import| import.specifier == PACKAGE && !import.is_type_only);
    let clauses: Vec<(usize, &str)> = of_package.filter_map(|import| clause(import, text)).collect();
    let has = |clause: &str, name: &str| clause.split(',').any(|part| part.trim() == name);
    let (at, with_eq) = clauses.iter().find(|(_, clause)| has(clause, "eq"))?;
    if clauses.iter().any(|(_, clause)| has(clause, "and")) {
        return Some(Edits::new());
    }
    if declares_and(script, text) {
        return None;
    }
    let first = u32::try_from(at + with_eq.len() - with_eq.trim_start().len()).ok()?;
    Some(vec![(TextRange::empty(first), SmolStr::new_static("and, "))])
}

/// What stands between the braces of `import { … } from "…"` and `const { … } = require("…")`, and where that begins.
fn clause<'a>(import: &Import, text: &'a str) -> Option<(usize, &'a str)> {
    let statement = import.range.slice(text);
    let start = import.range.start as usize;
    if statement.starts_with("import") {
        let (before, rest) = statement.split_once('{')?;
        return Some((start + before.len() + 1, rest.split_once('}')?.0));
    }
    let before = text.get(..start).filter(|_| statement.starts_with("require"))?;
    let before = before.trim_end().strip_suffix('=')?.trim_end().strip_suffix('}')?;
    let (head, clause) = before.rsplit_once('{')?;
    Some((head.len() + 1, clause))
}

/// Whether the file has something else of the name.
fn declares_and(script: &Script, text: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '.');
    script.imports.iter().any(|import| import.names.iter().any(|(local, _)| local == "and"))
        || ["and(", "and ="]
            .iter()
            .any(|word| text.match_indices(word).any(|(at, _)| !text[..at].chars().next_back().is_some_and(is_part)))
}
