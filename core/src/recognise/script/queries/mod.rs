//! Queries: which rows code touches and on what conditions. One file per way to query.

mod after_fetch;
mod callers;
mod central;
mod chain;
mod checks;
mod drizzle;
mod filter;
mod joining;
mod knex;
mod kysely;
mod prisma;
mod records;
#[cfg(feature = "sql")]
mod sql;
mod supabase;

use crate::facts::{FileFacts, Mapper, Query, QueryAction, Value};
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

use filter::Filter;

/// Finds queries, and what may be checked around them. `text` is what the script was read from.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    for site in script.calls.iter().filter(|site| site.kind != CallKind::Element) {
        let found = drizzle::query_of(site, script)
            .or_else(|| prisma::query_of(site))
            .or_else(|| records::query_of(site, script, text));
        facts.queries.extend(found);
    }
    drizzle::chained(script, text, &mut facts.queries);
    facts.queries.extend(supabase::queries(script));
    facts.queries.extend(knex::queries(script, text));
    facts.queries.extend(kysely::queries(script));
    #[cfg(feature = "sql")]
    facts.queries.extend(sql::queries(script, text));
    after_fetch::recognise(script, facts);
    checks::recognise(script, facts);
    callers::recognise(script, text, facts);
    central::recognise(script, text, facts);
}

/// A query a call makes, without what is written and how it could be scoped.
fn query(site: &CallSite, model: crate::facts::ModelName, action: QueryAction, filter: Filter) -> Query {
    Query {
        range: site.call.range,
        head: site.head(),
        mappers: &[],
        model,
        action,
        conditions: filter.conditions,
        is_open: filter.is_open,
        written: Value::Unknown,
        written_range: TextRange::empty(site.call.range.end),
        scoping: Vec::new(),
        client: None,
        function: site.function,
    }
}

/// The edits that put one more condition into an object literal of conditions, when it is one that stands at `range`.
fn into_object(value: &Value, range: Option<&TextRange>, mapper: Mapper) -> Option<(Mapper, Edits)> {
    let object = value.object().filter(|object| range.is_none_or(|range| *range == object.range))?;
    let inside = TextRange::empty(object.range.start + 1);
    let text = if object.properties.is_empty() { " $COLUMN: $VALUE " } else { " $COLUMN: $VALUE," };
    Some((mapper, vec![(inside, smol_str::SmolStr::new_static(text))]))
}

type Edits = Vec<(TextRange, smol_str::SmolStr)>;

#[cfg(test)]
mod tests;
