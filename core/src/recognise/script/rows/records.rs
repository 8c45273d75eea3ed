//! Reads on models and repositories: Mongoose (mongoosejs.com/docs/queries.html), Sequelize
//! (sequelize.org/docs/v6/core-concepts/model-querying-basics) and TypeORM (typeorm.io, "Find Options"). They share their
//! verbs, so the options are read by shape and the project tells by the model which of them it is.

use smol_str::SmolStr;

use super::options::{Forms, included, named, option_insertion, switched, texts};
use crate::facts::{
    CallValue, Columns, Deselection, Included, Mapper, ModelName, ObjectValue, Operation, Reference, Root, RowRead,
    Value,
};
use crate::recognise::script::callee::{alternatives, method};
use crate::recognise::script::models::last_name;
use crate::syntax::digest::{CallKind, CallSite, Script};

const EXCLUDE: Forms = Forms {
    column: "\"$\"",
    in_filled: (" attributes: { exclude: [", "] },"),
    in_empty: (" attributes: { exclude: [", "] } "),
    alone: ("{ attributes: { exclude: [", "] } }"),
    behind: (", { attributes: { exclude: [", "] } }"),
    needs: None,
};
/// Options that only Sequelize and TypeORM know; a document has no such fields.
const FIND_OPTIONS: [&str; 7] = ["where", "attributes", "include", "relations", "order", "raw", "select"];

/// The read a call makes.
pub fn read(site: &CallSite, script: &Script) -> Option<RowRead> {
    let callees = alternatives(&site.call.callee);
    if site.kind == CallKind::New {
        let model = callees.iter().find(|callee| is_model(callee) && !is_package(callee))?;
        return Some(row_read(site, named(model), Operation::Create, false));
    }
    if site.kind != CallKind::Call {
        return None;
    }
    let (receiver, verb) = callees.iter().find_map(method)?;
    let verb = Verb::of(verb)?;
    // Lists have a `find` as well.
    if matches!(site.argument(0), Value::Function(_)) {
        return None;
    }
    let (model, taken) = match (verb.takes_model, site.call.arguments.first()) {
        (true, Some(first)) if is_manager(&receiver) && (is_model(first) || matches!(first, Value::Object(_))) => {
            (named(first), 1)
        }
        _ => (model_of(&receiver, script)?, 0),
    };
    let mut read = row_read(site, model, verb.operation, false);
    options(site, &verb, taken, &mut read);
    Some(read)
}

/// `.select("-password")`, `.populate("author", "name")`, `.lean()`.
pub fn shape(site: &CallSite, read: &mut RowRead) {
    let Some((_, name)) = method(&site.call.callee) else { return };
    if !read.mappers.contains(&Mapper::Mongoose) {
        return;
    }
    match name {
        "select" => {
            read.columns = projection(site.argument(0));
            read.deselections.retain(|(mapper, _)| *mapper != Mapper::Mongoose);
        }
        "lean" | "toObject" => read.is_plain = true,
        "populate" => read.included.extend(populated(site.argument(0), site.call.arguments.get(1))),
        _ => {}
    }
}

/// A verb of a model.
struct Verb {
    operation: Operation,
    /// Where options stand, if it takes any.
    options: Option<usize>,
    /// Where Mongoose takes a projection.
    projection: Option<usize>,
    /// Whether an entity manager has it too, with the model first.
    takes_model: bool,
}

impl Verb {
    fn of(name: &str) -> Option<Self> {
        use Operation::{Create, Many, One};
        let verb =
            |operation, options, projection, takes_model| Some(Self { operation, options, projection, takes_model });
        match name {
            "find" => verb(Many, Some(0), Some(1), true),
            "findOne" => verb(One, Some(0), Some(1), true),
            "findById" => verb(One, None, Some(1), false),
            "findByIdAndUpdate" | "findOneAndUpdate" => verb(One, Some(2), None, false),
            "findByIdAndDelete" | "findOneAndDelete" | "findByIdAndRemove" | "findOneAndReplace" => {
                verb(One, None, None, false)
            }
            "findAll" | "findAndCountAll" => verb(Many, Some(0), None, false),
            "findByPk" => verb(One, Some(1), None, false),
            "findOneBy" | "findOneByOrFail" | "preload" => verb(One, None, None, true),
            "findBy" | "findByIds" => verb(Many, None, None, true),
            "findOneOrFail" => verb(One, Some(0), None, true),
            "findAndCount" => verb(Many, Some(0), None, true),
            "create" | "insertMany" | "bulkCreate" | "save" | "findOrCreate" => verb(Create, None, None, true),
            _ => None,
        }
    }
}

/// Reads the options of a call; `taken` arguments stand before them.
fn options(site: &CallSite, verb: &Verb, taken: usize, read: &mut RowRead) {
    let at = verb.options.map(|at| at + taken);
    let given = at.and_then(|at| site.call.arguments.get(at));
    let object = given.and_then(Value::object);
    let finds = object.is_some_and(|object| FIND_OPTIONS.iter().any(|key| object.get(key).is_some()));
    if let Some(object) = object.filter(|object| finds || verb.options != Some(0) || object.is_open()) {
        find_options(object, read);
    } else if given.is_some_and(|given| object.is_none() && !matches!(given, Value::Nothing))
        && (verb.projection.is_none())
    {
        read.columns = Columns::Unknown;
    }
    if let Some(projected) = verb.projection.and_then(|at| site.call.arguments.get(at + taken)).filter(|_| !finds)
        && !matches!(projected, Value::Nothing)
    {
        read.columns = projection(projected);
    }
    if read.columns != Columns::All || verb.operation == Operation::Create {
        return;
    }
    if !finds && at.is_none_or(|_| verb.projection.is_some() || verb.options == Some(2)) {
        read.deselections.push((Mapper::Mongoose, deselected(site)));
    }
    if let Some(exclude) = at.and_then(|at| option_insertion(site, at, &EXCLUDE)) {
        read.deselections.push((Mapper::Sequelize, exclude));
    }
}

/// `.select("-password")` behind the call.
fn deselected(site: &CallSite) -> Deselection {
    Deselection { at: site.call.range.end, before: ".select(\"", column: "-$", between: " ", after: "\")", needs: None }
}

/// `{ attributes, include, raw }` of Sequelize, `{ select, relations }` of TypeORM, `{ projection, lean }` of Mongoose.
fn find_options(object: &ObjectValue, read: &mut RowRead) {
    let of = |key: &str| object.get(key).map(|entry| &entry.value);
    if object.is_open() {
        read.columns = Columns::Unknown;
    }
    if let Some(attributes) = of("attributes") {
        read.columns = attribute_list(attributes);
    }
    if let Some(select) = of("select").or_else(|| of("projection")).or_else(|| of("fields")) {
        read.columns = projection(select);
    }
    read.is_plain |= of("raw").or_else(|| of("lean")).is_some_and(|flag| *flag != Value::Bool(false));
    match of("relations") {
        Some(Value::Object(relations)) => {
            read.included
                .extend(included(relations, &|inner| (Columns::All, included(inner, &|_| (Columns::All, vec![])))));
        }
        Some(list) => {
            read.included.extend(texts(list).unwrap_or_default().iter().map(|path| nested(path, &Columns::All)));
        }
        None => {}
    }
    match of("include") {
        Some(Value::Array(items)) => read.included.extend(items.iter().filter_map(joined)),
        Some(one) => read.included.extend(joined(one)),
        None => {}
    }
    if let Some(populate) = of("populate") {
        read.included.extend(populated(populate, None));
    }
}

/// Sequelize's `attributes`: a list, or what is added to and taken from all.
fn attribute_list(value: &Value) -> Columns {
    match value {
        Value::Array(items) => Columns::Only(items.iter().filter_map(Value::text).map(SmolStr::new).collect()),
        Value::Object(object) if !object.is_open() => match object.get("exclude").map(|entry| texts(&entry.value)) {
            Some(Some(excluded)) => Columns::Without(excluded),
            Some(None) => Columns::Unknown,
            None => Columns::All,
        },
        _ => Columns::Unknown,
    }
}

/// `include: [User]`, `include: { model: User, as: "author", attributes: [ … ] }`.
fn joined(value: &Value) -> Option<Included> {
    let Value::Object(options) = value else {
        return is_model(value).then(|| Included {
            key: SmolStr::default(),
            model: Some(named(value)),
            columns: Columns::All,
            included: Vec::new(),
        });
    };
    let model = &options.get("model")?.value;
    let key = options.get("as").and_then(|entry| entry.value.text()).unwrap_or_default();
    let columns = options.get("attributes").map_or(Columns::All, |entry| attribute_list(&entry.value));
    let inner = match options.get("include").map(|entry| &entry.value) {
        Some(Value::Array(items)) => items.iter().filter_map(joined).collect(),
        Some(one) => joined(one).into_iter().collect(),
        None => Vec::new(),
    };
    Some(Included { key: SmolStr::new(key), model: Some(named(model)), columns, included: inner })
}

/// A projection: `"name email"`, `"-password"`, `"+password"`, `["id", "name"]`, `{ password: 0 }`, `{ id: true }`.
fn projection(value: &Value) -> Columns {
    let words: Vec<SmolStr> = match value {
        Value::Text(text) => text.split_whitespace().map(SmolStr::new).collect(),
        Value::Array(_) => match texts(value) {
            Some(words) => words,
            None => return Columns::Unknown,
        },
        other => return switched(other),
    };
    let marked = |mark: char| -> Vec<SmolStr> {
        words.iter().filter_map(|word| word.strip_prefix(mark)).map(SmolStr::new).collect()
    };
    let (left_out, added) = (marked('-'), marked('+'));
    match (left_out.is_empty(), added.is_empty()) {
        (false, _) => Columns::Without(left_out),
        (true, false) => Columns::AllAnd(added),
        (true, true) if words.is_empty() => Columns::All,
        (true, true) => Columns::Only(words),
    }
}

/// What `populate` reads along.
fn populated(what: &Value, select: Option<&Value>) -> Vec<Included> {
    let columns = select.map_or(Columns::All, projection);
    match what {
        Value::Text(paths) => paths.split_whitespace().map(|path| nested(path, &columns)).collect(),
        Value::Array(items) => items.iter().flat_map(|item| populated(item, select)).collect(),
        Value::Object(options) => {
            let Some(path) = options.get("path").and_then(|entry| entry.value.text()) else { return Vec::new() };
            let columns = options.get("select").map_or(columns, |entry| projection(&entry.value));
            let mut entry = nested(path, &columns);
            if let Some(inner) = options.get("populate") {
                entry.included.extend(populated(&inner.value, None));
            }
            vec![entry]
        }
        _ => Vec::new(),
    }
}

/// `comments.author`: the columns are those of the last.
fn nested(path: &str, columns: &Columns) -> Included {
    let entry =
        |key: &str, columns: Columns, included| Included { key: SmolStr::new(key), model: None, columns, included };
    match path.split_once('.') {
        Some((outer, inner)) => entry(outer, Columns::All, vec![nested(inner, columns)]),
        None => entry(path, columns.clone(), Vec::new()),
    }
}

/// The model a receiver of queries stands for, when it may be one.
pub fn model_of(receiver: &Value, script: &Script) -> Option<ModelName> {
    match receiver {
        Value::Call(call) => of_call(call),
        Value::Object(_) => Some(named(receiver)),
        Value::Ref(Reference { root: Root::Param(function, index), path }) if path.is_empty() => {
            let function = script.functions.get(function.0 as usize)?;
            let at = usize::from(*index);
            let kind = function.parameter_types.get(at)?.as_deref()?;
            let name = function.parameter_type_arguments.get(at)?.clone()?;
            (kind.ends_with("Model") || kind.ends_with("Repository")).then(|| by_type(name, script))
        }
        Value::Ref(_) if is_model(receiver) || is_repository(receiver) => Some(named(receiver)),
        _ => None,
    }
}

/// `getRepository(User)`, `mongoose.model("User")`, `sequelize.define("User", …)`, and what a function makes of an import.
fn of_call(call: &CallValue) -> Option<ModelName> {
    let first = call.arguments.first()?;
    match last_name(&call.callee)?.as_str() {
        "getRepository" | "getTreeRepository" | "getMongoRepository" | "getModelForClass" => Some(named(first)),
        "model" | "define" => {
            Some(ModelName { name: SmolStr::new(first.text()?), value: Value::Call(call.clone().into()) })
        }
        _ => None,
    }
}

/// A type names a class, which the file imports or the type is made of (`UserDocument`).
fn by_type(name: SmolStr, script: &Script) -> ModelName {
    let import = script.imports.iter().find_map(|import| {
        let (_, export) = import.names.iter().find(|(local, _)| *local == name)?;
        Some(Value::Ref(Reference { root: Root::Module(import.specifier.clone()), path: vec![export.clone()] }))
    });
    ModelName { name, value: import.unwrap_or_default() }
}

/// What people call models: a capitalised name, or the default export of a module of the project.
pub fn is_model(value: &Value) -> bool {
    match value {
        Value::Ref(Reference { root: Root::Module(module), path }) => match path.last() {
            Some(last) if last != "default" => is_capitalised(last),
            _ => module.starts_with(['.', '@', '~', '#']),
        },
        Value::Ref(Reference { path, .. }) => path.last().is_some_and(|last| is_capitalised(last)),
        Value::Call(call) => of_call(call).is_some(),
        _ => false,
    }
}

/// Whether a value comes from a package rather than from a module of the project.
fn is_package(value: &Value) -> bool {
    value.import().is_some_and(|(module, _)| !module.starts_with(['.', '@', '~', '#']))
}

fn is_capitalised(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.contains(|letter: char| letter.is_ascii_lowercase())
}

fn is_repository(value: &Value) -> bool {
    last_name(value).is_some_and(|name| ["Repository", "Repo", "Model"].iter().any(|end| name.ends_with(end)))
}

pub fn is_manager(value: &Value) -> bool {
    last_name(value).is_some_and(|name| name.ends_with("anager") || name == "em")
}

fn row_read(site: &CallSite, model: ModelName, operation: Operation, is_plain: bool) -> RowRead {
    RowRead {
        range: site.call.range,
        steps: Vec::new(),
        head: site.head(),
        mappers: Mapper::ON_MODELS,
        model,
        operation,
        columns: Columns::All,
        included: Vec::new(),
        is_plain,
        is_used: false,
        deselections: Vec::new(),
        function: site.function,
    }
}
