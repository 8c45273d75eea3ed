//! Mongoose models (mongoosejs.com/docs/guide.html): a schema of paths, and a model made of it.

use smol_str::SmolStr;

use super::{Kind, fields_of, hide_when_sent, last_name, serialise};
use crate::facts::{
    CallValue, FileFacts, Hidden, Mapper, Model, ModelField, ObjectValue, Property, Reference, Root, Value,
};
use crate::recognise::script::callee::{alternatives, method};
use crate::syntax::digest::Script;
use crate::text::TextRange;

/// Finds models.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        let is_model =
            last_name(&site.call.callee).is_some_and(|name| name == "model") && site.argument(0).text().is_some();
        let schema = alternatives(site.argument(1)).iter().find_map(schema_call);
        let (true, Some(name), Some(schema)) = (is_model, site.argument(0).text(), schema) else { continue };
        let mut model = Model {
            mapper: Mapper::Mongoose,
            name: SmolStr::new(name),
            table: site.argument(2).text().map(SmolStr::new),
            range: site.call.range,
            fields: schema.arguments.first().and_then(Value::object).map(paths).unwrap_or_default(),
        };
        for hides in serialisers(schema, script) {
            hide_when_sent(&mut model, &hides);
        }
        facts.models.push(model);
    }
}

/// The call that makes a schema: `new Schema({ … })`, `mongoose.Schema({ … })`.
fn schema_call(value: &Value) -> Option<&CallValue> {
    value.call().filter(|call| last_name(&call.callee).is_some_and(|name| name == "Schema"))
}

/// The paths of a schema; those of a nested object stand under its name.
fn paths(object: &ObjectValue) -> Vec<ModelField> {
    let mut fields = fields_of(object, &|property| Some(kind(property)));
    for property in &object.properties {
        let nested = property.value.object().filter(|nested| nested.get("type").is_none());
        if let (Some(outer), Some(nested)) = (&property.key, nested) {
            fields.extend(
                fields_of(nested, &|property| Some(kind(property)))
                    .into_iter()
                    .map(|field| ModelField { name: SmolStr::new(format!("{outer}.{}", field.name)), ..field }),
            );
        }
    }
    fields
}

fn kind(property: &Property) -> Kind {
    let options = match &property.value {
        // `[{ type: ObjectId, ref: "User" }]`.
        Value::Array(items) => items.first().and_then(Value::object),
        value => value.object(),
    };
    let Some(options) = options else {
        return Kind { name: last_name(&property.value).unwrap_or_default(), ..Kind::default() };
    };
    let text = |key: &str| options.get(key).and_then(|entry| entry.value.text()).map(SmolStr::new);
    let is = |key: &str, value: bool| options.get(key).is_some_and(|entry| entry.value == Value::Bool(value));
    if let Some(model) = text("ref") {
        return Kind { name: model, is_relation: true, ..Kind::default() };
    }
    let kind = options.get("type").and_then(|entry| last_name(&entry.value));
    let name = kind.or_else(|| text("type")).unwrap_or_default();
    Kind { name, hidden: if is("select", false) { Hidden::WhenRead } else { Hidden::Never }, is_relation: false }
}

/// What each way to turn documents of a schema into JSON takes out: the columns, none named for all of them.
fn serialisers(schema: &CallValue, script: &Script) -> Vec<Vec<SmolStr>> {
    let mut found = Vec::new();
    let mut add = |value: &Value| match value {
        Value::Function(id) => found.push(serialise::taken_out(script, *id)),
        _ => found.push(Vec::new()),
    };
    let transform = |options: &Value| options.object()?.get("transform").map(|entry| entry.value.clone());
    let options = schema.arguments.get(1).and_then(Value::object);
    for key in ["toJSON", "toObject"] {
        let own = options.and_then(|options| options.get(key)).and_then(|entry| transform(&entry.value));
        own.iter().for_each(&mut add);
    }
    for site in &script.calls {
        let Some((receiver, name)) = method(&site.call.callee) else { continue };
        if !is_schema(&receiver, schema.range) {
            continue;
        }
        match (name, site.argument(0).text()) {
            ("plugin", _) if hides(site.argument(0)) => add(&Value::Unknown),
            ("set", Some("toJSON" | "toObject")) => transform(site.argument(1)).iter().for_each(&mut add),
            ("method", Some("toJSON")) => add(site.argument(1)),
            _ => {}
        }
    }
    for assignment in &script.assignments {
        let Some((receiver, "toJSON")) = method(&assignment.target) else { continue };
        if let Some((on, "methods")) = method(&receiver)
            && is_schema(&on, schema.range)
        {
            add(&assignment.value);
        }
    }
    let marked = marked_private(schema);
    found.into_iter().map(|columns| if columns.is_empty() { marked.clone() } else { columns }).collect()
}

/// The paths a schema marks for a plugin that takes them out of JSON: `{ private: true }`.
fn marked_private(schema: &CallValue) -> Vec<SmolStr> {
    let object = schema.arguments.first().and_then(Value::object);
    let marked = |property: &&Property| {
        let options = property.value.object();
        options.is_some_and(|options| {
            ["private", "hidden", "protect"]
                .iter()
                .any(|mark| options.get(mark).is_some_and(|entry| entry.value == Value::Bool(true)))
        })
    };
    let properties = object.map(|object| object.properties.as_slice()).unwrap_or_default();
    properties.iter().filter(marked).filter_map(|property| property.key.clone()).collect()
}

fn is_schema(value: &Value, range: TextRange) -> bool {
    value.call().is_some_and(|call| call.range == range)
}

/// Whether a plugin is one that shapes JSON, as far as its name tells.
fn hides(plugin: &Value) -> bool {
    let names: Vec<SmolStr> = match plugin.reference() {
        Some(Reference { root: Root::Module(module), path }) => {
            std::iter::once(module.clone()).chain(path.iter().cloned()).collect()
        }
        Some(Reference { root: Root::Local(name, _), .. }) => vec![name.clone()],
        // A plugin that stands in this file, or that an option made: what it does is not known.
        _ => return true,
    };
    names.iter().any(|name| {
        let name = name.to_ascii_lowercase();
        ["json", "hidden", "private", "hide", "sanitize", "sanitise", "omit"].iter().any(|word| name.contains(word))
    })
}
