//! Sequelize models (sequelize.org/docs/v6/core-concepts/model-basics): `sequelize.define("User", { … })` and
//! `User.init({ … }, { sequelize })`.

use smol_str::SmolStr;

use super::{Kind, fields_of, hide_when_sent, last_name, serialise};
use crate::facts::{FileFacts, Hidden, Mapper, Model, ObjectValue, Value};
use crate::recognise::script::callee::{method, nested};
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

/// Finds models.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        if let Some(model) = defined(site, script).or_else(|| initialised(site, script)) {
            facts.models.push(model);
        }
    }
}

fn defined(site: &CallSite, script: &Script) -> Option<Model> {
    let (_, "define") = method(&site.call.callee)? else { return None };
    let name = site.argument(0).text()?;
    let fields = site.argument(1).object()?;
    let mut model = model(SmolStr::new(name), site.call.range, fields, site.argument(2))?;
    for assignment in &script.assignments {
        let Some((prototype, "toJSON")) = method(&assignment.target) else { continue };
        if let (Some((Value::Call(on), "prototype")), Value::Function(id)) = (method(&prototype), &assignment.value)
            && on.range == site.call.range
        {
            hide_when_sent(&mut model, &serialise::taken_out(script, *id));
        }
    }
    Some(model)
}

/// `class User extends Model {}` and `User.init(…)`: the class stands for the model.
fn initialised(site: &CallSite, script: &Script) -> Option<Model> {
    let (Value::Object(class), "init") = method(&site.call.callee)? else { return None };
    let fields = site.argument(0).object()?;
    let options = site.argument(1);
    let declared = options.object().and_then(|options| options.get("modelName")?.value.text()).map(SmolStr::new);
    let exported = script.exports.iter().find(|export| {
        export.name != "default" && export.value.object().is_some_and(|object| object.range == class.range)
    });
    let name = declared.or_else(|| exported.map(|export| export.name.clone())).unwrap_or_default();
    let mut model = model(name, class.range, fields, options)?;
    if let Some(Value::Function(id)) = class.get("toJSON").map(|entry| &entry.value) {
        hide_when_sent(&mut model, &serialise::taken_out(script, *id));
    }
    Some(model)
}

fn model(name: SmolStr, range: TextRange, columns: &ObjectValue, options: &Value) -> Option<Model> {
    let fields = fields_of(columns, &|property| {
        let kind = match &property.value {
            Value::Object(options) => &options.get("type")?.value,
            value => value,
        };
        // `DataTypes.STRING(64)`.
        let kind = kind.call().map_or(kind, |call| &call.callee);
        Some(Kind { name: last_name(kind)?, ..Kind::default() })
    });
    let options = options.object();
    let excluded = options.and_then(|options| nested(options, &["defaultScope", "attributes", "exclude"]));
    let excluded: Vec<SmolStr> = match excluded.map(|entry| &entry.value) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::text).map(SmolStr::new).collect(),
        _ => Vec::new(),
    };
    let table = options.and_then(|options| options.get("tableName")?.value.text()).map(SmolStr::new);
    let mut model = Model { mapper: Mapper::Sequelize, name, table, range, fields };
    for field in model.fields.iter_mut().filter(|field| excluded.contains(&field.name)) {
        field.hidden = Hidden::WhenRead;
    }
    (!model.fields.is_empty()).then_some(model)
}
