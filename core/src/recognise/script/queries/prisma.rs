//! Queries through a Prisma client (prisma.io/docs, "Prisma Client API reference"): `<client>.<model>.<operation>({ … })`.

use smol_str::SmolStr;

use super::{Edits, Filter, into_object, query};
use crate::facts::{Mapper, ModelName, ObjectValue, Query, QueryAction, Value};
use crate::recognise::script::callee::alternatives;
use crate::syntax::digest::{CallKind, CallSite};
use crate::text::TextRange;

/// How deep relations are followed.
const DEPTH_LIMIT: u32 = 6;

/// The query a call makes.
pub fn query_of(site: &CallSite) -> Option<Query> {
    if site.kind != CallKind::Call {
        return None;
    }
    let (model, action) = alternatives(&site.call.callee).iter().find_map(called)?;
    let options = match site.call.arguments.first() {
        None => None,
        Some(Value::Object(options)) => Some(options),
        Some(_) => return Some(unseen(site, model, action)),
    };
    let of = |key: &str| options.and_then(|options| options.get(key)).map(|entry| &entry.value);
    let is_open = options.is_some_and(|options| options.is_open());
    let mut filter = of("where").map_or_else(Filter::default, Filter::of);
    filter.is_open |= is_open && of("where").is_none();
    for along in ["include", "select"].iter().filter_map(|key| of(key)) {
        filter.merge(nested(along, DEPTH_LIMIT));
    }
    let name = ModelName { name: model, value: Value::Unknown };
    let mut query = query(site, name, action, filter);
    query.mappers = &[Mapper::Prisma];
    if let Some(data) = options.and_then(|options| options.get("data").or_else(|| options.get("create"))) {
        query.written = data.value.clone();
        query.written_range = data.value_range;
    }
    if action != QueryAction::Insert {
        query.scoping.extend(match of("where") {
            Some(conditions) => into_object(conditions, None, Mapper::Prisma),
            None => Some((Mapper::Prisma, as_option(site, options.map(|options| &**options)))),
        });
    }
    Some(query)
}

/// `include: { members: { where: { userId } } }`: rows that are read along are narrowed down, most often to look for the one
/// who asks.
fn nested(along: &Value, left: u32) -> Filter {
    let mut filter = Filter::default();
    let (Some(object), Some(left)) = (along.object(), left.checked_sub(1)) else { return filter };
    for property in &object.properties {
        let (Some(key), Some(options)) = (&property.key, property.value.object()) else { continue };
        let conditions = options.get("where").map(|entry| Filter::of(&entry.value)).unwrap_or_default();
        filter.conditions.extend(conditions.conditions.into_iter().map(|mut condition| {
            condition.path.insert(0, key.clone());
            condition
        }));
        for deeper in ["include", "select"].iter().filter_map(|key| options.get(key)) {
            filter.merge(nested(&deeper.value, left));
        }
    }
    filter
}

/// `where: { … }` among the options, or as the only one.
fn as_option(site: &CallSite, options: Option<&ObjectValue>) -> Edits {
    let (at, text) = match options {
        Some(options) if options.properties.is_empty() => (options.range.start + 1, " where: { $COLUMN: $VALUE } "),
        Some(options) => (options.range.start + 1, " where: { $COLUMN: $VALUE },"),
        None => (site.call.range.end.saturating_sub(1), "{ where: { $COLUMN: $VALUE } }"),
    };
    vec![(TextRange::empty(at), SmolStr::new_static(text))]
}

fn unseen(site: &CallSite, model: SmolStr, action: QueryAction) -> Query {
    let name = ModelName { name: model, value: Value::Unknown };
    let mut query = query(site, name, action, Filter::open());
    query.mappers = &[Mapper::Prisma];
    query
}

fn called(callee: &Value) -> Option<(SmolStr, QueryAction)> {
    use QueryAction::{Delete, Insert, ReadMany, ReadOne, Update};
    let [.., model, operation] = callee.reference()?.path.as_slice() else { return None };
    let action = match operation.as_str() {
        "findUnique" | "findUniqueOrThrow" | "findFirst" | "findFirstOrThrow" => ReadOne,
        "findMany" | "count" | "aggregate" | "groupBy" => ReadMany,
        "update" | "updateMany" | "updateManyAndReturn" | "upsert" => Update,
        "delete" | "deleteMany" => Delete,
        "create" | "createMany" | "createManyAndReturn" => Insert,
        _ => return None,
    };
    Some((model.clone(), action))
}
