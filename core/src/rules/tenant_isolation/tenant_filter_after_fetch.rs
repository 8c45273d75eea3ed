//! The rows of all customers are fetched, and those of one picked out afterwards.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::access::{is_checked, ways};
use super::scoping::{narrowed, related};
use crate::facts::{Query, RowFilter};
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Severity};
use crate::names::ownership::belonging;
use crate::project::{Provenance, Scope, tells_whose};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "tenant-filter-after-fetch",
    gap: Gap::TenantIsolation,
    launch_item: 3,
    title: "The rows of all customers are fetched, and those of one picked out afterwards",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[653, 200],
    owasp: &["A01:2021", "A04:2021"],
    docs: "\
Finds queries without a condition on the owner or tenant whose rows are sorted out in code: `(await prisma.invoice.findMany())\
.filter((invoice) => invoice.userId === session.user.id)`. The answer is right today; but the rows of every customer were in memory, \
in the log, in the cache and in the error report, one change to the filter shows them all, and the query grows with every customer.

It stays silent where the query has such a condition, and where the rows are not compared with the one who asks or with what the \
request names.",
    bad: Example {
        path: "server/invoices.ts",
        code: "import mongoose from \"mongoose\";\n\nconst Invoice = mongoose.model(\"Invoice\", new mongoose.Schema({ userId: String, total: Number }));\n\napp.get(\"/api/invoices\", requireAuth, async (req, res) => {\n  const invoices = await Invoice.find();\n  res.json(invoices.filter((invoice) => invoice.userId === req.user.id));\n});\n",
    },
    sound: Example {
        path: "server/invoices.ts",
        code: "import mongoose from \"mongoose\";\n\nconst Invoice = mongoose.model(\"Invoice\", new mongoose.Schema({ userId: String, total: Number }));\n\napp.get(\"/api/invoices\", requireAuth, async (req, res) => {\n  const invoices = await Invoice.find({ userId: req.user.id });\n  res.json(invoices);\n});\n",
    },
    sources: &[
        "https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html",
        "https://cwe.mitre.org/data/definitions/653.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for filter in &context.file.row_filters {
        let query = context.file.queries.iter().find(|query| query.range == filter.query);
        findings.extend(query.and_then(|query| judge(context, query, filter)));
    }
}

fn judge(context: &Context<'_>, query: &Query, filter: &RowFilter) -> Option<Finding> {
    let provenance = context.project.provenance(context.file, &filter.value);
    if !matches!(provenance, Provenance::Caller | Provenance::Client)
        || query.is_open
        || query.conditions.iter().any(tells_whose)
        || context.certainty(query.range) == Certainty::Partial
    {
        return None;
    }
    let (model_in, model) = context.project.queried_model(context.file, query)?;
    let scope = context.project.scope_of(model_in, model)?;
    let ways = ways(context, query);
    // Staff may see all rows, and sort them as they like.
    if ways.is_empty() || ways.iter().any(|way| is_checked(context, way, query)) {
        return None;
    }
    let named = model.fields.iter().find(|field| field.name == filter.column);
    let looked_at = named.and_then(|field| Some(Scope { field, belonging: belonging(&field.name)?, ..scope }));
    let scope = looked_at.unwrap_or(scope);
    let todo = format!("Ask for `{}` in the query, so that no other rows leave the database.", filter.column);
    let fix = (provenance == Provenance::Caller).then(|| narrowed(context, query, model, &scope, &ways)).flatten();
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: filter.head,
        severity: Severity::Warning,
        certainty: context.certainty(query.range),
        message: Message::new(
            format!("All rows of `{}` are fetched, and sorted out by `{}` afterwards", model.name, filter.column),
            "The rows of every customer are in memory, logs and caches; one change to the filter shows them all.",
            &todo,
        ),
        related: related(context, model_in, Some(&scope), &ways),
        fixes: vec![fix.unwrap_or_else(|| Fix::guide(&todo))],
    })
}

#[cfg(test)]
mod tests;
