//! The client says whose rows are meant, and nobody checks that they are theirs.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::access::{is_checked, knows_caller, ways};
use super::scoping::{done, noun, related};
use crate::facts::{FileFacts, Model, Query, QueryAction};
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Severity};
use crate::names::ownership::{Belonging, belonging};
use crate::project::{Provenance, Scope};
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "tenant-id-from-client",
    gap: Gap::TenantIsolation,
    launch_item: 3,
    title: "The request says whose rows are meant, and nothing checks that they are the caller's",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[639, 863],
    owasp: &["A01:2021"],
    docs: "\
Finds queries that are narrowed down to a user or tenant, as they should be, but by an id that the client sends: \
`find({ userId: req.query.userId })`, `where: { organizationId: body.organizationId }`. The condition looks like isolation and is \
none: with another id in the request the rows are another customer's.

Only handlers that know who is signed in are judged, and reads only of models that the project elsewhere keeps to their owners. It \
stays silent where the id is compared with the caller's, where a membership is looked up, where a helper, middleware or special \
procedure checks rights, on routes for staff, webhooks and jobs, and for columns that name a maker whose work everybody may see.",
    bad: Example {
        path: "server/invoices.ts",
        code: "import mongoose from \"mongoose\";\n\nconst Invoice = mongoose.model(\"Invoice\", new mongoose.Schema({ userId: String, total: Number }));\n\napp.post(\"/api/invoices/paid\", requireAuth, async (req, res) => {\n  await Invoice.updateMany({ userId: req.body.userId }, { paid: true });\n  res.status(204).end();\n});\n",
    },
    sound: Example {
        path: "server/invoices.ts",
        code: "import mongoose from \"mongoose\";\n\nconst Invoice = mongoose.model(\"Invoice\", new mongoose.Schema({ userId: String, total: Number }));\n\napp.post(\"/api/invoices/paid\", requireAuth, async (req, res) => {\n  await Invoice.updateMany({ userId: req.user.id }, { paid: true });\n  res.status(204).end();\n});\n",
    },
    sources: &[
        "https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/",
        "https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html",
        "https://cwe.mitre.org/data/definitions/639.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for query in &context.file.queries {
        if query.is_open || context.certainty(query.range) == Certainty::Partial {
            continue;
        }
        let chosen = match query.action {
            QueryAction::Insert => written_by_client(context, query),
            _ => chosen_by_client(context, query).map(|column| (column, query.head)),
        };
        let Some((column, range)) = chosen else { continue };
        if let Some((model_in, model)) = context.project.queried_model(context.file, query)
            && let Some(scope) = context.project.scope_of(model_in, model)
        {
            findings.extend(judge(context, query, (&column, range), (model_in, model), &scope));
        }
    }
}

/// The column for an owner or tenant whose value the client chose; none where another condition is the caller's.
fn chosen_by_client(context: &Context<'_>, query: &Query) -> Option<String> {
    let mut chosen = None;
    for condition in &query.conditions {
        let provenance = context.project.provenance(context.file, &condition.value);
        if matches!(provenance, Provenance::Caller | Provenance::Unknown) {
            return None;
        }
        let [column] = condition.path.as_slice() else { continue };
        if provenance == Provenance::Client && names_someone(column) {
            chosen.get_or_insert_with(|| column.to_string());
        }
    }
    chosen
}

/// Whether a column holds the id of an owner or tenant: the text of a `customer` is as likely a name.
fn names_someone(column: &str) -> bool {
    match belonging(column) {
        Some(Belonging::Owner) => column.to_ascii_lowercase().ends_with("id") || matches!(column, "user" | "owner"),
        Some(Belonging::Tenant) => true,
        _ => false,
    }
}

/// The column for an owner or tenant that a new row is given as the request says, and where that is written.
fn written_by_client(context: &Context<'_>, query: &Query) -> Option<(String, TextRange)> {
    query.written.object()?.properties.iter().find_map(|property| {
        let column = property.key.as_deref().filter(|_| !property.is_spread)?;
        let is_chosen =
            names_someone(column) && context.project.provenance(context.file, &property.value) == Provenance::Client;
        is_chosen.then(|| (column.to_owned(), property.range))
    })
}

fn judge(
    context: &Context<'_>,
    query: &Query,
    (column, range): (&str, TextRange),
    (model_in, model): (&FileFacts, &Model),
    scope: &Scope<'_>,
) -> Option<Finding> {
    let is_read = matches!(query.action, QueryAction::ReadOne | QueryAction::ReadMany);
    if scope.belonging == Belonging::Maker || is_read && !scope.is_scoped_elsewhere {
        return None;
    }
    let ways = ways(context, query);
    let is_open =
        !ways.is_empty() && ways.iter().all(|way| !is_checked(context, way, query) && knows_caller(context, way));
    if !is_open {
        return None;
    }
    let todo = format!("Take `{column}` from the session, or check that the one who is signed in belongs to it.");
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: Severity::Warning,
        certainty: context.certainty(query.range),
        message: Message::new(
            format!("The request says whose rows of `{}` are {} (`{column}`)", model.name, done(query.action)),
            format!(
                "With another `{column}` in the request, the {} of somebody else is what comes back or changes.",
                noun(model)
            ),
            &todo,
        ),
        related: related(context, model_in, Some(scope), &ways),
        fixes: vec![Fix::guide(&todo)],
    })
}

#[cfg(all(test, feature = "sql"))]
mod table_tests;
#[cfg(test)]
mod tests;
