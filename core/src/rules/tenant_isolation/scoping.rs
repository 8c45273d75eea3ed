//! What the rules of this gap say and mend alike.

use super::super::Context;
use super::access::Way;
use super::caller::caller_at;
use crate::facts::{FileFacts, Mapper, Model, Query, QueryAction};
use crate::finding::{Edit, Fix, FixLevel, Related};
use crate::names::ownership::belonging;
use crate::names::words;
use crate::project::Scope;

/// A model as a person says it, one of them: "order", "line item".
pub fn noun(model: &Model) -> String {
    let mut words = words(&model.name);
    if words.len() > 1
        && words.last().is_some_and(|last| matches!(last.as_str(), "table" | "model" | "schema" | "entity"))
    {
        words.pop();
    }
    let one = words.join(" ");
    match one.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None if one.ends_with("ss") || one.ends_with("us") => one,
        None => one.strip_suffix('s').map(str::to_owned).unwrap_or(one),
    }
}

/// "an order", "a post".
pub fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) || noun.starts_with('u') && !noun.starts_with("us") {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

/// What is done, as "read", "changed", "deleted".
pub fn done(action: QueryAction) -> &'static str {
    match action {
        QueryAction::ReadOne | QueryAction::ReadMany => "read",
        QueryAction::Update => "changed",
        QueryAction::Delete => "deleted",
        QueryAction::Insert => "made",
    }
}

/// The column that says whose a row is, and the registration that lets requests in.
pub fn related(
    context: &Context<'_>,
    model_in: &FileFacts,
    scope: Option<&Scope<'_>>,
    ways: &[Way<'_>],
) -> Vec<Related> {
    let column = scope.map(|scope| Related {
        path: model_in.path.clone(),
        range: scope.field.range,
        note: match belonging(&scope.field.name) {
            Some(_) => format!("`{}` says whose it is", scope.field.name),
            None => format!("it is part of a `{}`, which belongs to someone", scope.field.kind),
        },
    });
    let entry = ways.first().map(|way| way.entry).filter(|entry| entry.place.0 != context.file.path);
    let entry = entry.map(|entry| Related {
        path: entry.place.0.clone(),
        range: entry.place.1,
        note: "requests come in here".to_owned(),
    });
    column.into_iter().chain(entry).collect()
}

/// The edits that narrow a query down to the rows of the one who asks, where the expression for them is at hand.
pub fn narrowed(
    context: &Context<'_>,
    query: &Query,
    model: &Model,
    scope: &Scope<'_>,
    ways: &[Way<'_>],
) -> Option<Fix> {
    let field = scope.field;
    // What belongs to someone through its parent has no column to ask for.
    belonging(&field.name)?;
    // Prisma and Drizzle take columns; a relation is no condition on one.
    if field.is_relation && matches!(model.mapper, Mapper::Prisma | Mapper::Drizzle) {
        return None;
    }
    let caller = caller_at(context, query, scope, ways)?;
    let (_, edits) = query.scoping.iter().find(|(mapper, _)| *mapper == model.mapper)?;
    let edit = |(range, text): &(crate::text::TextRange, smol_str::SmolStr)| Edit {
        path: context.file.path.clone(),
        range: *range,
        text: text.replace("$COLUMN", &field.name).replace("$VALUE", &caller),
    };
    Some(Fix {
        title: format!("Ask for `{}` as well", field.name),
        level: FixLevel::Suggestion,
        edits: edits.iter().map(edit).collect(),
    })
}
