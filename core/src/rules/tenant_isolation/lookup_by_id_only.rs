//! A row is read, changed or deleted by an id from the request, whoever asks.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::access::{Way, is_checked, knows_caller, ways};
use super::scoping::{done, narrowed, noun, related, with_article};
use crate::facts::{FileFacts, Model, Query, QueryAction, QueryCondition, Value};
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Severity};
use crate::names::ownership::{Belonging, belonging, is_people};
use crate::names::words;
use crate::project::{Provenance, Scope, tells_whose};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "lookup-by-id-only",
    gap: Gap::TenantIsolation,
    launch_item: 3,
    title: "A row that belongs to someone is looked up by an id from the request alone",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[639, 862, 863],
    owasp: &["A01:2021"],
    docs: "\
Finds queries that read, change or delete one row by an id the client sends, of a model whose rows belong to someone, where \
nothing on the way asks whether the row is theirs. Whoever is signed in then reads and edits the rows of all others by putting \
another id into the address: the gap that OWASP calls broken object level authorization and lists first among those of APIs.

Whose rows a model holds is learned from its schema (Prisma, Drizzle, Mongoose, Sequelize, TypeORM, and tables in SQL files, in \
SQL that the app sends and in migrations of Knex): a column or relation for a user, or for a team, organisation or workspace \
that users belong to. Queries are read in SQL text as well, through Knex and Kysely, and through clients of Supabase that are made \
with the service role's key; any other client of Supabase leaves it to the policies of the database. The way from a route, server \
action, loader or procedure to the query is followed through service functions and controllers.

It stays silent where the condition names the owner or goes through a membership; where the row, the caller's role or a \
membership is checked anywhere on the way, in a helper, a middleware, a guard or a special procedure; where an extension of the client, a plugin \
or a setting of the connection narrows all queries down; on routes for staff, \
webhooks and jobs; for reads of what the project shows to everyone, such as posts by their authors; and where the value is a token \
nobody can guess.",
    bad: Example {
        path: "server/orders.ts",
        code: "import mongoose from \"mongoose\";\n\nconst Order = mongoose.model(\"Order\", new mongoose.Schema({ userId: String, total: Number }));\n\napp.delete(\"/api/orders/:id\", requireAuth, async (req, res) => {\n  await Order.findByIdAndDelete(req.params.id);\n  res.status(204).end();\n});\n",
    },
    sound: Example {
        path: "server/orders.ts",
        code: "import mongoose from \"mongoose\";\n\nconst Order = mongoose.model(\"Order\", new mongoose.Schema({ userId: String, total: Number }));\n\napp.delete(\"/api/orders/:id\", requireAuth, async (req, res) => {\n  await Order.findOneAndDelete({ _id: req.params.id, userId: req.user.id });\n  res.status(204).end();\n});\n",
    },
    sources: &[
        "https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/",
        "https://cheatsheetseries.owasp.org/cheatsheets/Insecure_Direct_Object_Reference_Prevention_Cheat_Sheet.html",
        "https://cwe.mitre.org/data/definitions/639.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for query in &context.file.queries {
        let is_single = matches!(query.action, QueryAction::ReadOne | QueryAction::Update | QueryAction::Delete);
        if !is_single || query.is_open || context.certainty(query.range) == Certainty::Partial {
            continue;
        }
        if is_by_id_alone(context, query)
            && let Some((model_in, model)) = context.project.queried_model(context.file, query)
        {
            findings.extend(judge(context, query, model_in, model));
        }
    }
}

/// Whether all that rows have to fulfil is an id that the client chose.
fn is_by_id_alone(context: &Context<'_>, query: &Query) -> bool {
    let mut has_key = false;
    for condition in &query.conditions {
        if tells_whose(condition) || is_secret(condition) || is_from_secret_cookie(&condition.value) {
            return false;
        }
        match context.project.provenance(context.file, &condition.value) {
            Provenance::Client => has_key |= is_key(condition),
            Provenance::Literal => {}
            Provenance::Caller | Provenance::Unknown => return false,
        }
    }
    has_key
}

fn is_key(condition: &QueryCondition) -> bool {
    let last = condition.path.last().map(|name| words(name)).unwrap_or_default();
    last.last().is_some_and(|word| {
        matches!(word.as_str(), "id" | "uuid" | "slug" | "number" | "ref" | "reference" | "pk" | "key" | "ids")
    })
}

/// Who knows a token shows by that alone that they may.
fn is_secret(condition: &QueryCondition) -> bool {
    condition.path.iter().flat_map(|name| words(name)).any(|word| {
        matches!(
            word.as_str(),
            "token" | "secret" | "hash" | "code" | "otp" | "nonce" | "signature" | "password" | "share" | "public"
        )
    })
}

/// The same of what a cookie holds, where it is not named for something else: `req.cookies.sid`.
fn is_from_secret_cookie(value: &Value) -> bool {
    value.any(&|part| {
        let path = part.reference().map(|reference| reference.path.as_slice()).unwrap_or_default();
        path.windows(2).any(|pair| {
            matches!(pair[0].as_str(), "cookies" | "signedCookies")
                && (pair[1] == "*"
                    || words(&pair[1]).iter().any(|word| {
                        matches!(
                            word.as_str(),
                            "sid" | "session" | "token" | "auth" | "jwt" | "secret" | "key" | "sess"
                        )
                    }))
        })
    })
}

fn judge(context: &Context<'_>, query: &Query, model_in: &FileFacts, model: &Model) -> Option<Finding> {
    let is_read = query.action == QueryAction::ReadOne;
    let through_parent = || context.project.scope_through_parent(model_in, model).filter(|_| !is_people(&model.name));
    let scope = context.project.scope_of(model_in, model).or_else(through_parent);
    match &scope {
        // What others may well see is read by its id all over the web.
        Some(scope) if is_read && (!scope.is_scoped_elsewhere || scope.belonging == Belonging::Maker) => return None,
        Some(_) => {}
        None if is_people(&model.name) && !is_read => {}
        None => return None,
    }
    let ways = ways(context, query);
    let is_open = !ways.is_empty() && ways.iter().all(|way| !is_checked(context, way, query));
    if !is_open || is_read && !ways.iter().any(|way| knows_caller(context, way)) {
        return None;
    }
    if is_read && (ways.iter().any(is_meant_for_all) || is_shown_to_all(context, model_in, model)) {
        return None;
    }
    Some(finding(context, query, model_in, model, scope.as_ref(), &ways))
}

/// `/public/:id`, `/share/:id`: whoever has the link reads it.
fn is_meant_for_all(way: &Way<'_>) -> bool {
    let parts = way.entry.path.split(['/', '-', '_', '.']);
    parts.map(str::to_ascii_lowercase).any(|part| matches!(part.as_str(), "public" | "share" | "shared" | "embed"))
}

/// Whether some list of the project gives the model's rows to everyone, whoever they belong to: a catalogue, a feed.
fn is_shown_to_all(context: &Context<'_>, model_in: &FileFacts, model: &Model) -> bool {
    let lists = |file: &&FileFacts| file.queries.iter().any(|query| query.action == QueryAction::ReadMany);
    context.project.files().filter(lists).any(|file| {
        let own = Context { file, project: context.project };
        file.queries.iter().any(|query| {
            query.action == QueryAction::ReadMany
                && !query.conditions.iter().any(tells_whose)
                && context
                    .project
                    .queried_model(file, query)
                    .is_some_and(|(found_in, found)| found_in.path == model_in.path && found.range == model.range)
                && ways(&own, query).iter().any(|way| !is_checked(&own, way, query))
        })
    })
}

fn finding(
    context: &Context<'_>,
    query: &Query,
    model_in: &FileFacts,
    model: &Model,
    scope: Option<&Scope<'_>>,
    ways: &[Way<'_>],
) -> Finding {
    let noun = noun(model);
    let what = format!(
        "{} is {} by an id from the request, whoever asks",
        capitalised(&with_article(&noun)),
        done(query.action)
    );
    let verb = match query.action {
        QueryAction::ReadOne | QueryAction::ReadMany => "reads",
        QueryAction::Update => "changes",
        _ => "deletes",
    };
    let risk = format!("With another id in the request, anyone {verb} what belongs to somebody else.");
    let todo = match scope {
        Some(scope) if belonging(&scope.field.name).is_none() => {
            format!(
                "Ask for the owner of its `{}` in the condition too, or compare it before going on.",
                scope.field.name
            )
        }
        Some(scope) => format!(
            "Ask for the owner in the condition too (`{}` of the one who is signed in), or compare it before going on.",
            scope.field.name
        ),
        None => "Compare the id with that of the one who is signed in before going on.".to_owned(),
    };
    let fix = scope.and_then(|scope| narrowed(context, query, model, scope, ways)).unwrap_or_else(|| Fix::guide(&todo));
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: query.head,
        severity: Severity::Warning,
        certainty: context.certainty(query.range),
        message: Message::new(&what, &risk, &todo),
        related: related(context, model_in, scope, ways),
        fixes: vec![fix],
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(all(test, feature = "sql"))]
mod table_tests;
#[cfg(test)]
mod tests;
