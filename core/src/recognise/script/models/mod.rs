//! Database models that scripts declare: tables, schemas and entity classes, one file per way to declare them.

mod class_entities;
mod drizzle;
mod mongoose;
mod prisma_client;
mod sequelize;
mod serialise;
mod tables;

use smol_str::SmolStr;

use crate::facts::{FileFacts, Hidden, Model, ModelField, ObjectValue, Property, Value};
use crate::syntax::digest::Script;
use crate::text::TextRange;

/// Finds models.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    drizzle::recognise(script, facts);
    mongoose::recognise(script, facts);
    sequelize::recognise(script, facts);
    class_entities::recognise(script, facts);
    prisma_client::recognise(script, facts);
    tables::recognise(script, facts);
}

/// The last name of what is named: `Text` of `Schema.Types.Text`, `User` of the global `User`.
pub fn last_name(value: &Value) -> Option<SmolStr> {
    let reference = value.reference()?;
    reference.path.last().cloned().or(match &reference.root {
        crate::facts::Root::Global(name) | crate::facts::Root::Local(name, _) => Some(name.clone()),
        _ => None,
    })
}

/// The name a value is exported under, unless that is `default`.
fn exported_name(script: &Script, call: TextRange) -> Option<SmolStr> {
    let is_it = |value: &Value| value.call().is_some_and(|other| other.range == call);
    let export = script.exports.iter().find(|export| export.name != "default" && is_it(&export.value))?;
    Some(export.name.clone())
}

/// The columns an object literal declares, each by what `kind` makes of its value: type, hidden, relation.
fn fields_of(object: &ObjectValue, kind: &dyn Fn(&Property) -> Option<Kind>) -> Vec<ModelField> {
    let field = |property: &Property| {
        let name = property.key.clone()?;
        let Kind { name: kind, hidden, is_relation } = kind(property)?;
        Some(ModelField { name, range: property.range, kind, hidden, is_relation })
    };
    object.properties.iter().filter_map(field).collect()
}

/// What is known of a column.
#[derive(Default)]
struct Kind {
    name: SmolStr,
    hidden: Hidden,
    is_relation: bool,
}

/// Notes that some columns (all, when none are named) are taken out when rows become JSON.
fn hide_when_sent(model: &mut Model, columns: &[SmolStr]) {
    for field in &mut model.fields {
        if field.hidden == Hidden::Never && (columns.is_empty() || columns.contains(&field.name)) {
            field.hidden = Hidden::WhenSent;
        }
    }
}
