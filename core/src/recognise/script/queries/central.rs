//! Places that narrow down all queries at once: extensions and middleware of the database client, plugins of schemas, and
//! settings of the connection that row-level security reads.
//!
//! Invariant: only the words for whose rows are meant make a place one; an extension that logs or soft-deletes is none.

use crate::facts::{FileFacts, Mapper, Value};
use crate::names::ownership::{Belonging, belonging};
use crate::names::words;
use crate::recognise::script::models::last_name;
use crate::syntax::digest::{CallSite, Script};

/// Settings of a connection that policies read: `set_config('app.tenant', …)`, `SET LOCAL app.user_id = …`.
const SETTINGS: [&str; 6] =
    ["set_config('app", "set_config(\"app", "set local app.", "set app.", "set_config('request.jwt", "set local rls."];
/// Longer calls are not looked through.
const LONGEST: usize = 20_000;

/// Finds them. `text` is what the script was read from.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    for site in &script.calls {
        let scoped = match last_name(&site.call.callee).as_deref() {
            // prisma.io/docs/orm/prisma-client/client-extensions/query
            Some("$extends") if changes_queries(site) && says_whose(site, text) => Some(Mapper::Prisma),
            Some("$use") if says_whose(site, text) => Some(Mapper::Prisma),
            // mongoosejs.com/docs/plugins.html
            Some("plugin") if is_named_for_scoping(site.argument(0)) => Some(Mapper::Mongoose),
            // sequelize.org/docs/v6/other-topics/hooks
            Some("addHook" | "addScope" | "beforeFind") if says_whose(site, text) => Some(Mapper::Sequelize),
            _ => None,
        };
        facts.central_scopes.extend(scoped);
    }
    let lower = text.to_ascii_lowercase();
    if SETTINGS.iter().any(|setting| lower.contains(setting)) {
        facts.central_scopes.extend([Mapper::Prisma, Mapper::Drizzle, Mapper::Sequelize, Mapper::TypeOrm]);
    }
    facts.central_scopes.dedup();
}

/// An extension that has a part for queries, or is made by a function whose parts cannot be seen.
fn changes_queries(site: &CallSite) -> bool {
    match site.argument(0) {
        Value::Object(object) => object.get("query").is_some() || object.is_open(),
        _ => true,
    }
}

/// Whether the text of a call names a column for a user or tenant.
fn says_whose(site: &CallSite, text: &str) -> bool {
    let range = site.call.range;
    let Some(part) = text.get(range.start as usize..range.end as usize).filter(|part| part.len() <= LONGEST) else {
        return false;
    };
    part.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).any(|word| {
        word.len() > 4
            && word.to_ascii_lowercase().ends_with("id")
            && matches!(belonging(word), Some(Belonging::Owner | Belonging::Tenant))
    })
}

/// `schema.plugin(tenantPlugin)`, `mongoose.plugin(require("mongo-tenant"))`.
fn is_named_for_scoping(plugin: &Value) -> bool {
    let is_telling = |name: &str| {
        words(name).iter().any(|word| {
            matches!(word.as_str(), "tenant" | "tenancy" | "scope" | "scoped" | "isolation" | "multitenant")
        })
    };
    plugin.any(&|value| {
        value.import().is_some_and(|(module, path)| is_telling(module) || path.iter().any(|part| is_telling(part)))
            || last_name(value).is_some_and(|name| is_telling(&name))
    })
}
