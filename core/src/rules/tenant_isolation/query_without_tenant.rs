//! Rows that belong to someone are queried without a condition that says whose.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::access::{Way, is_checked, knows_caller, ways};
use super::scoping::{done, narrowed, related};
use crate::facts::{FileFacts, Model, Query, QueryAction};
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Severity};
use crate::names::ownership::{Belonging, is_private_kind};
use crate::project::{Provenance, Scope, tells_whose};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "query-without-tenant",
    gap: Gap::TenantIsolation,
    launch_item: 3,
    title: "Rows of every customer are queried, where only those of one are meant",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[862, 863, 200],
    owasp: &["A01:2021"],
    docs: "\
Finds lists, changes and deletions of rows that belong to a user or tenant whose condition does not say whose rows are meant, in \
handlers that know who is signed in: `prisma.invoice.findMany()` in a route behind a login gives every customer's invoices.

A model counts only when the project itself keeps its rows to their owners elsewhere, and, for rows of users, when it is of a kind \
that people keep to themselves (orders, invoices, messages, appointments), since feeds and catalogues are read whole on purpose.

It stays silent where a condition names the owner or tenant, directly or through a relation; where conditions cannot be seen \
whole, or take ids from rows that were read before; where rights are checked on the way; and on routes for staff, webhooks and \
jobs.",
    bad: Example {
        path: "server/invoices.ts",
        code: "import mongoose from \"mongoose\";\n\nconst Invoice = mongoose.model(\"Invoice\", new mongoose.Schema({ userId: String, total: Number }));\n\napp.get(\"/api/invoices/:year\", requireAuth, async (req, res) => {\n  res.json(await Invoice.find({ year: req.params.year }));\n});\n\napp.get(\"/api/invoices\", requireAuth, async (req, res) => {\n  res.json(await Invoice.find({ userId: req.user.id }));\n});\n",
    },
    sound: Example {
        path: "server/invoices.ts",
        code: "import mongoose from \"mongoose\";\n\nconst Invoice = mongoose.model(\"Invoice\", new mongoose.Schema({ userId: String, total: Number }));\n\napp.get(\"/api/invoices/:year\", requireAuth, async (req, res) => {\n  res.json(await Invoice.find({ year: req.params.year, userId: req.user.id }));\n});\n\napp.get(\"/api/invoices\", requireAuth, async (req, res) => {\n  res.json(await Invoice.find({ userId: req.user.id }));\n});\n",
    },
    sources: &[
        "https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html",
        "https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/",
        "https://cwe.mitre.org/data/definitions/862.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for query in &context.file.queries {
        let touches_many = matches!(query.action, QueryAction::ReadMany | QueryAction::Update | QueryAction::Delete);
        if !touches_many
            || query.is_open
            || query.conditions.iter().any(tells_whose)
            || context.certainty(query.range) == Certainty::Partial
            // Rows sorted out afterwards have a rule of their own.
            || context.file.row_filters.iter().any(|filter| filter.query == query.range)
        {
            continue;
        }
        if is_by_anything_but_rows(context, query)
            && let Some((model_in, model)) = context.project.queried_model(context.file, query)
            && let Some(scope) = context.project.scope_of(model_in, model)
        {
            findings.extend(judge(context, query, (model_in, model), &scope));
        }
    }
}

/// Whether no condition picks single rows: an id from anywhere may be of a row that was asked for properly.
fn is_by_anything_but_rows(context: &Context<'_>, query: &Query) -> bool {
    query.conditions.iter().all(|condition| {
        let is_id = condition.path.iter().any(|segment| {
            let lower = segment.to_ascii_lowercase();
            lower.ends_with("id") || lower.ends_with("ids") || lower.ends_with("slug") || lower.contains("token")
        });
        let provenance = context.project.provenance(context.file, &condition.value);
        !is_id && matches!(provenance, Provenance::Client | Provenance::Literal)
    })
}

fn judge(
    context: &Context<'_>,
    query: &Query,
    (model_in, model): (&FileFacts, &Model),
    scope: &Scope<'_>,
) -> Option<Finding> {
    let is_kept = match scope.belonging {
        Belonging::Owner => is_private_kind(&model.name),
        Belonging::Tenant => true,
        Belonging::Maker => false,
    };
    if !is_kept || !scope.is_scoped_elsewhere {
        return None;
    }
    let ways = ways(context, query);
    let is_open = |way: &Way<'_>| !is_checked(context, way, query) && knows_caller(context, way);
    if ways.is_empty() || !ways.iter().all(is_open) {
        return None;
    }
    let column = &scope.field.name;
    let todo = format!("Ask for `{column}` of the one who is signed in as well.");
    let fix = narrowed(context, query, model, scope, &ways).unwrap_or_else(|| Fix::guide(&todo));
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: query.head,
        severity: Severity::Warning,
        certainty: context.certainty(query.range),
        message: Message::new(
            format!(
                "Rows of `{}` are {} whoever they belong to: nothing asks for `{column}`",
                model.name,
                done(query.action)
            ),
            "Everyone who is signed in gets at the rows of all customers.",
            &todo,
        ),
        related: related(context, model_in, Some(scope), &ways),
        fixes: vec![fix],
    })
}

#[cfg(all(test, feature = "sql"))]
mod table_tests;
#[cfg(test)]
mod tests;
