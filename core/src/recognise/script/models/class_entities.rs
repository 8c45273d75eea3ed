//! Entity classes whose decorators make columns of their fields: TypeORM (typeorm.io/docs/entity/entities), NestJS' classes
//! for Mongoose, and sequelize-typescript.

use smol_str::SmolStr;

use super::{hide_when_sent, last_name, serialise};
use crate::facts::{CallValue, FileFacts, FunctionId, Hidden, Mapper, Model, ModelField, Value};
use crate::syntax::digest::{Decorator, Script};

/// Finds entity classes.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for class in script.decorators.iter().filter(|decorator| decorator.field.is_none() && decorator.function.is_none())
    {
        let mapper = match name_of(class).as_deref() {
            Some("Entity" | "ChildEntity") => Mapper::TypeOrm,
            Some("Schema") => Mapper::Mongoose,
            Some("Table") => Mapper::Sequelize,
            _ => continue,
        };
        let Some(name) = class.class_name.clone() else { continue };
        let members: Vec<&Decorator> = script.decorators.iter().filter(|other| other.class == class.class).collect();
        let mut model = Model {
            mapper,
            table: class.value.call().and_then(|call| call.arguments.first()?.text()).map(SmolStr::new),
            range: class.class,
            fields: fields(&members, script),
            name,
        };
        let to_json = format!("{}.toJSON", model.name);
        let serialiser = script.functions.iter().position(|function| {
            function.name.as_deref() == Some(to_json.as_str()) && class.class.contains(function.range)
        });
        if let Some(id) = serialiser.and_then(|at| u32::try_from(at).ok()) {
            hide_when_sent(&mut model, &serialise::taken_out(script, FunctionId(id)));
        }
        if is_excluded_whole(&members) {
            hide_when_sent(&mut model, &[]);
        }
        facts.models.push(model);
    }
}

fn name_of(decorator: &Decorator) -> Option<SmolStr> {
    match &decorator.value {
        Value::Call(call) => last_name(&call.callee),
        value => last_name(value),
    }
}

/// `@Exclude()` on the class itself: only what is marked `@Expose()` is sent.
fn is_excluded_whole(members: &[&Decorator]) -> bool {
    members.iter().any(|member| {
        member.field.is_none() && member.function.is_none() && name_of(member).is_some_and(|name| name == "Exclude")
    })
}

fn fields(members: &[&Decorator], script: &Script) -> Vec<ModelField> {
    let mut fields: Vec<ModelField> = Vec::new();
    for member in members {
        let (Some(field), Some(decorator)) = (&member.field, name_of(member)) else { continue };
        let is_relation = matches!(
            decorator.as_str(),
            "OneToMany"
                | "ManyToOne"
                | "OneToOne"
                | "ManyToMany"
                | "BelongsTo"
                | "HasMany"
                | "HasOne"
                | "BelongsToMany"
        );
        let call = member.value.call();
        let found = fields.iter().position(|other| other.name == field.name).unwrap_or_else(|| {
            fields.push(ModelField {
                name: field.name.clone(),
                range: field.range,
                kind: field.kind.clone().unwrap_or_default(),
                hidden: Hidden::Never,
                is_relation: false,
            });
            fields.len() - 1
        });
        let entry = &mut fields[found];
        entry.is_relation |= is_relation;
        if is_relation && let Some(model) = call.and_then(|call| target(call, script)) {
            entry.kind = model;
        }
        if decorator.ends_with("Column") || matches!(decorator.as_str(), "Prop" | "Property") {
            column(call, entry);
        }
        if decorator == "Exclude" {
            entry.hidden = Hidden::WhenSent;
        }
    }
    fields
}

/// `@Column({ type: "varchar", select: false })`, `@Column("text")`.
fn column(call: Option<&CallValue>, field: &mut ModelField) {
    let arguments = call.map(|call| call.arguments.as_slice()).unwrap_or_default();
    for argument in arguments {
        if let Some(kind) = argument.text() {
            field.kind = SmolStr::new(kind);
        }
        let Some(options) = argument.object() else { continue };
        let is = |key: &str, value: bool| options.get(key).is_some_and(|entry| entry.value == Value::Bool(value));
        if let Some(kind) = options.get("type").and_then(|entry| entry.value.text()) {
            field.kind = SmolStr::new(kind);
        }
        if is("select", false) {
            field.hidden = Hidden::WhenRead;
        } else if is("hidden", true) && field.hidden == Hidden::Never {
            field.hidden = Hidden::WhenSent;
        }
    }
}

/// `@ManyToOne(() => User)`: the model that the function names.
fn target(call: &CallValue, script: &Script) -> Option<SmolStr> {
    let Value::Function(id) = call.arguments.first()? else { return None };
    last_name(script.functions.get(id.0 as usize)?.returns.first()?)
}
