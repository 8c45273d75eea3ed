//! Columns a Prisma client leaves out of every read: `new PrismaClient({ omit: { user: { password: true } } })`
//! (prisma.io/docs, "Excluding fields") and `client.$extends({ result: { user: { password: … } } })`, which puts something
//! else in their place.

use smol_str::SmolStr;

use super::last_name;
use crate::facts::{FileFacts, HiddenColumn, ObjectValue, Value};
use crate::recognise::script::callee::nested;
use crate::syntax::digest::Script;

/// Finds them.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        let Some(options) = site.argument(0).object() else { continue };
        let models = match last_name(&site.call.callee).as_deref() {
            Some("PrismaClient") => nested(options, &["omit"]),
            Some("$extends") => nested(options, &["result"]),
            _ => continue,
        };
        if let Some(models) = models.and_then(|models| models.value.object()) {
            facts.hidden_columns.extend(columns(models));
        }
    }
}

fn columns(models: &ObjectValue) -> Vec<HiddenColumn> {
    let mut found = Vec::new();
    for model in &models.properties {
        let (Some(name), Some(columns)) = (&model.key, model.value.object()) else { continue };
        let hidden = columns.properties.iter().filter(|column| column.value != Value::Bool(false));
        let keys = hidden.filter_map(|column| column.key.clone());
        found.extend(keys.map(|column| HiddenColumn { model: SmolStr::new(name), column }));
    }
    found
}
