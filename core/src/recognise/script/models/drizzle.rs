//! Tables of Drizzle (orm.drizzle.team/docs/sql-schema-declaration): a call with the table's name and an object of columns,
//! each of which is built by a function of `drizzle-orm`.

use smol_str::SmolStr;

use super::{Kind, exported_name, fields_of};
use crate::facts::{FileFacts, Mapper, Model, ModelField, ObjectValue, Property, Reference, Root, Value};
use crate::recognise::script::callee::method;
use crate::syntax::digest::{CallSite, Script};

/// Finds tables, and the relations between them.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        if let Some(model) = table(site, script) {
            facts.models.push(model);
        }
    }
    for site in &script.calls {
        relations(site, script, facts);
    }
}

/// `pgTable("users", { … })`, whatever the function is called: a creator of tables with a prefix has a name of its own.
fn table(site: &CallSite, script: &Script) -> Option<Model> {
    let name = site.argument(0).text()?;
    let columns = columns(site.argument(1), script)?;
    let fields = fields_of(&columns, &|property| {
        Some(Kind { name: builder(&property.value).map_or_else(SmolStr::default, |built| built.1), ..Kind::default() })
    });
    let by_kit = columns.properties.iter().any(|property| builder(&property.value).is_some_and(|built| built.0));
    let by_name = super::last_name(&site.call.callee)
        .is_some_and(|name| ["pgTable", "mysqlTable", "sqliteTable", "singlestoreTable"].contains(&name.as_str()));
    (by_kit || by_name).then(|| Model {
        mapper: Mapper::Drizzle,
        name: exported_name(script, site.call.range).unwrap_or_else(|| SmolStr::new(name)),
        table: Some(SmolStr::new(name)),
        range: site.call.range,
        fields,
    })
}

/// The object of columns: given, or made by a function that is given the builders.
fn columns(value: &Value, script: &Script) -> Option<ObjectValue> {
    match value {
        Value::Object(object) => Some((**object).clone()),
        Value::Function(id) => {
            let returned = script.functions.get(id.0 as usize)?.returns.first()?;
            returned.object().cloned()
        }
        _ => None,
    }
}

/// What a chain such as `text("password").notNull()` begins with: whether it is surely Drizzle's, and the type.
fn builder(value: &Value) -> Option<(bool, SmolStr)> {
    let mut call = value.call()?;
    while let Some(Reference { root: Root::Value(inner), .. }) = call.callee.reference()
        && let Value::Call(before) = &**inner
    {
        call = before;
    }
    let reference = call.callee.reference()?;
    let name = super::last_name(&call.callee)?;
    match &reference.root {
        Root::Module(module) => Some((module.starts_with("drizzle-orm/"), name)),
        Root::Param(..) | Root::Local(..) | Root::Value(_) => Some((false, name)),
        _ => None,
    }
}

/// `relations(posts, ({ one }) => ({ author: one(users, …) }))`: fields that hold rows of other tables.
fn relations(site: &CallSite, script: &Script, facts: &mut FileFacts) {
    if super::last_name(&site.call.callee).is_none_or(|name| name != "relations") {
        return;
    }
    let Some(of) = site.argument(0).call().map(|table| table.range) else { return };
    let Some(entries) = columns(site.argument(1), script) else { return };
    let Some(at) = facts.models.iter().position(|model| model.range == of) else { return };
    let name_of = |table: &Value| {
        let by_range = |range| facts.models.iter().find(|model| model.range == range).map(|model| model.name.clone());
        table.call().and_then(|table| by_range(table.range)).or_else(|| super::last_name(table))
    };
    let field = |property: &Property| {
        let call = property.value.call()?;
        let is_relation = method(&call.callee).is_some_and(|(_, name)| matches!(name, "one" | "many"))
            || super::last_name(&call.callee).is_some_and(|name| matches!(name.as_str(), "one" | "many"));
        Some(ModelField {
            name: property.key.clone().filter(|_| is_relation)?,
            range: property.range,
            kind: name_of(call.arguments.first()?)?,
            hidden: crate::facts::Hidden::Never,
            is_relation: true,
        })
    };
    let fields: Vec<ModelField> = entries.properties.iter().filter_map(field).collect();
    facts.models[at].fields.extend(fields);
}
