//! Queries on models and repositories: Mongoose (mongoosejs.com/docs/queries.html), Sequelize
//! (sequelize.org/docs/v6/core-concepts/model-querying-basics) and TypeORM (typeorm.io, "Find Options").

use smol_str::SmolStr;

use super::{Edits, Filter, into_object, query};
use crate::facts::{Mapper, ModelName, Query, QueryAction, Value};
use crate::recognise::script::callee::{alternatives, method};
use crate::recognise::script::rows::options::named;
use crate::recognise::script::rows::records::{is_manager, is_model, model_of};
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

/// Options that only Sequelize and TypeORM know; a document has no such fields.
const FIND_OPTIONS: [&str; 8] =
    ["where", "attributes", "include", "relations", "order", "raw", "transaction", "select"];

/// Where a call's conditions stand.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// An argument that is the conditions, or holds them under `where`.
    Conditions(usize),
    /// An argument that is the primary key.
    Key(usize),
    /// Options of this argument hold them under `where`.
    Options(usize),
    /// There are none: rows are made.
    None,
}

struct Verb {
    action: QueryAction,
    place: Place,
    /// The argument that is written.
    written: Option<usize>,
    /// The verb that takes conditions in place of a key.
    by_conditions: Option<&'static str>,
}

fn verb(name: &str) -> Option<Verb> {
    use Place::{Conditions, Key, Options};
    use QueryAction::{Delete, Insert, ReadMany, ReadOne, Update};
    let of = |action, place, written, by_conditions| Some(Verb { action, place, written, by_conditions });
    match name {
        "findById" => of(ReadOne, Key(0), None, Some("findOne")),
        "findByPk" => of(ReadOne, Key(0), None, None),
        "findOne" | "findOneBy" | "findOneByOrFail" | "findOneOrFail" => of(ReadOne, Conditions(0), None, None),
        "find" | "findBy" | "findAll" | "findAndCountAll" | "findAndCount" | "countDocuments" => {
            of(ReadMany, Conditions(0), None, None)
        }
        "findByIdAndUpdate" => of(Update, Key(0), Some(1), Some("findOneAndUpdate")),
        "findByIdAndDelete" => of(Delete, Key(0), None, Some("findOneAndDelete")),
        "findByIdAndRemove" => of(Delete, Key(0), None, None),
        "findOneAndUpdate" | "findOneAndReplace" | "updateOne" | "updateMany" | "replaceOne" => {
            of(Update, Conditions(0), Some(1), None)
        }
        "findOneAndDelete" | "deleteOne" | "deleteMany" | "findOneAndRemove" => of(Delete, Conditions(0), None, None),
        "destroy" => of(Delete, Options(0), None, None),
        "create" | "insertMany" | "bulkCreate" => of(Insert, Place::None, Some(0), None),
        _ => None,
    }
}

/// The query a call makes.
pub fn query_of(site: &CallSite, script: &Script, text: &str) -> Option<Query> {
    if site.kind == CallKind::New {
        return constructed(site);
    }
    if site.kind != CallKind::Call {
        return None;
    }
    let (receiver, name) = alternatives(&site.call.callee).iter().find_map(method)?;
    // Lists have a `find` as well.
    if matches!(site.argument(0), Value::Function(_)) {
        return None;
    }
    let (verb, by_manager) = match name {
        "update" | "delete" | "insert" | "save" | "softDelete" => (shared_verb(name, site)?, true),
        _ => (verb(name)?, false),
    };
    let (model, taken) = match site.call.arguments.first() {
        Some(first) if is_manager(&receiver) && (is_model(first) || matches!(first, Value::Object(_))) => {
            (named(first), 1)
        }
        _ => (model_of(&receiver, script)?, 0),
    };
    if by_manager && model.name.is_empty() {
        return None;
    }
    Some(built(site, &verb, model, taken, text))
}

/// `update`, `delete` and `save`, which other things have as well: Sequelize's `update(values, { where })` and TypeORM's
/// `update(criteria, values)`.
fn shared_verb(name: &str, site: &CallSite) -> Option<Verb> {
    use QueryAction::{Delete, Insert, Update};
    let has_where = |index: usize| site.argument(index).object().is_some_and(|object| object.get("where").is_some());
    let of = |action, place, written| Some(Verb { action, place, written, by_conditions: None });
    match name {
        "update" if has_where(1) => of(Update, Place::Options(1), Some(0)),
        "update" if site.call.arguments.len() == 2 => of(Update, criteria(site), Some(1)),
        "delete" | "softDelete" if site.call.arguments.len() == 1 => of(Delete, criteria(site), None),
        "insert" | "save" if site.call.arguments.len() == 1 => of(Insert, Place::None, Some(0)),
        _ => None,
    }
}

fn criteria(site: &CallSite) -> Place {
    if site.argument(0).object().is_some() { Place::Conditions(0) } else { Place::Key(0) }
}

/// `new Post({ … })`, which a `save()` follows.
fn constructed(site: &CallSite) -> Option<Query> {
    let callee = alternatives(&site.call.callee).iter().find(|callee| is_model(callee))?;
    if callee.import().is_some_and(|(module, _)| !module.starts_with(['.', '@', '~', '#'])) {
        return None;
    }
    let insert = Verb { action: QueryAction::Insert, place: Place::None, written: Some(0), by_conditions: None };
    Some(built(site, &insert, named(callee), 0, ""))
}

fn built(site: &CallSite, verb: &Verb, model: ModelName, taken: usize, text: &str) -> Query {
    let argument = |index: usize| site.argument(index + taken);
    let range = |index: usize| site.argument_ranges.get(index + taken);
    let mut scoping: Vec<(Mapper, Edits)> = Vec::new();
    let filter = match verb.place {
        Place::None => Filter::default(),
        Place::Key(index) => {
            scoping.extend(by_key(site, verb, index + taken, text));
            Filter::of_column("id", argument(index).clone())
        }
        Place::Options(index) | Place::Conditions(index) => match argument(index) {
            Value::Object(object) if FIND_OPTIONS.iter().any(|key| object.get(key).is_some()) => {
                let conditions = object.get("where").map(|entry| &entry.value);
                for mapper in [Mapper::Sequelize, Mapper::TypeOrm] {
                    scoping.extend(conditions.and_then(|conditions| into_object(conditions, None, mapper)));
                }
                let mut filter = conditions.map_or_else(Filter::default, Filter::of);
                filter.is_open |= conditions.is_none() && object.is_open();
                filter
            }
            Value::Unknown if site.call.arguments.len() <= index + taken => {
                if site.call.arguments.is_empty() {
                    scoping.extend(alone(site));
                }
                Filter::default()
            }
            conditions => {
                let mapper =
                    if verb.place == Place::Conditions(0) && taken == 0 { Mapper::Mongoose } else { Mapper::TypeOrm };
                scoping.extend(into_object(conditions, range(index), mapper));
                Filter::of(conditions)
            }
        },
    };
    let mut query = query(site, model, verb.action, filter);
    query.mappers = Mapper::ON_MODELS;
    query.scoping = scoping;
    if let Some(index) = verb.written {
        // `{ $set: body }`
        let set = argument(index).object().and_then(|object| object.get("$set"));
        query.written = set.map_or_else(|| argument(index).clone(), |set| set.value.clone());
        let own = range(index).copied().unwrap_or(query.written_range);
        query.written_range = set.map_or(own, |set| set.value_range);
    }
    query
}

/// `findById(id)` as `findOne({ _id: id, … })`.
fn by_key(site: &CallSite, verb: &Verb, index: usize, text: &str) -> Option<(Mapper, Edits)> {
    let to = verb.by_conditions?;
    let (_, from) = method(&site.call.callee)?;
    let key = *site.argument_ranges.get(index)?;
    let name = TextRange::new(site.head().end.checked_sub(u32::try_from(from.len()).ok()?)?, site.head().end);
    if text.get(name.start as usize..name.end as usize) != Some(from) {
        return None;
    }
    let edits = vec![
        (name, SmolStr::new_static(to)),
        (TextRange::empty(key.start), SmolStr::new_static("{ _id: ")),
        (TextRange::empty(key.end), SmolStr::new_static(", $COLUMN: $VALUE }")),
    ];
    Some((Mapper::Mongoose, edits))
}

/// The conditions as the only argument.
fn alone(site: &CallSite) -> [(Mapper, Edits); 3] {
    let at = TextRange::empty(site.call.range.end.saturating_sub(1));
    let one = |mapper, text| (mapper, vec![(at, SmolStr::new_static(text))]);
    [
        one(Mapper::Mongoose, "{ $COLUMN: $VALUE }"),
        one(Mapper::Sequelize, "{ where: { $COLUMN: $VALUE } }"),
        one(Mapper::TypeOrm, "{ where: { $COLUMN: $VALUE } }"),
    ]
}
