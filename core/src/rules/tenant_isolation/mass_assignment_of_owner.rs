//! The body of a request is written to a row whole, with the columns that say whose it is or what its owner may do.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::access::{Way, is_checked, ways};
use super::caller::caller_at;
use super::scoping::related;
use crate::facts::{FileFacts, Model, ModelField, Query, QueryAction, Reference, Root, Value};
use crate::finding::{Certainty, Edit, Finding, Fix, FixLevel, Message, Severity};
use crate::names::ownership::{is_people, is_right};
use crate::names::words;
use crate::project::{Provenance, Scope};
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "mass-assignment-of-owner",
    gap: Gap::TenantIsolation,
    launch_item: 3,
    title: "The request's body is written to a row whole, its owner or role included",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[915, 639, 269],
    owasp: &["A01:2021", "A04:2021"],
    docs: "\
Finds rows that are made or changed with the body of a request as it came (`Order.create(req.body)`, `data: { ...body }`), where \
the model has a column for its owner or tenant, or its people have a role. The form on the page sends what it should; whoever \
writes the request by hand adds `userId`, and the row is somebody else's, or adds `role`, and is an admin.

It stays silent where the body goes through a schema that names what it takes (zod, joi, yup, class-validator, a validating \
middleware), where columns are named one by one, and where the owner is set after the body is spread.",
    bad: Example {
        path: "server/orders.ts",
        code: "import mongoose from \"mongoose\";\n\nconst Order = mongoose.model(\"Order\", new mongoose.Schema({ userId: String, total: Number }));\n\napp.post(\"/api/orders\", requireAuth, async (req, res) => {\n  const order = await Order.create(req.body);\n  res.status(201).json(order);\n});\n",
    },
    sound: Example {
        path: "server/orders.ts",
        code: "import mongoose from \"mongoose\";\n\nconst Order = mongoose.model(\"Order\", new mongoose.Schema({ userId: String, total: Number }));\n\napp.post(\"/api/orders\", requireAuth, async (req, res) => {\n  const order = await Order.create({ total: req.body.total, userId: req.user.id });\n  res.status(201).json(order);\n});\n",
    },
    sources: &[
        "https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/",
        "https://cheatsheetseries.owasp.org/cheatsheets/Mass_Assignment_Cheat_Sheet.html",
        "https://cwe.mitre.org/data/definitions/915.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for query in &context.file.queries {
        if !matches!(query.action, QueryAction::Insert | QueryAction::Update)
            || context.certainty(query.range) == Certainty::Partial
            || !matches!(query.written, Value::Object(_) | Value::Ref(_) | Value::Call(_))
        {
            continue;
        }
        if let Some((model_in, model)) = context.project.queried_model(context.file, query) {
            findings.extend(judge(context, query, model_in, model));
        }
    }
}

/// The column that a body may set although it should not.
enum Column<'a> {
    Owner(Scope<'a>),
    Right(&'a ModelField),
}

impl Column<'_> {
    fn field(&self) -> &ModelField {
        match self {
            Self::Owner(scope) => scope.field,
            Self::Right(field) => field,
        }
    }
}

fn judge(context: &Context<'_>, query: &Query, model_in: &FileFacts, model: &Model) -> Option<Finding> {
    let right =
        model.fields.iter().find(|field| is_people(&model.name) && is_right(&field.name) && field.name != "type");
    let column = match context.project.scope_of(model_in, model) {
        Some(scope) if !is_people(&model.name) => Column::Owner(scope),
        _ => Column::Right(right?),
    };
    if !is_whole_body(context, &query.written, &column.field().name) {
        return None;
    }
    let ways = ways(context, query);
    let is_open = |way: &Way<'_>| !is_checked(context, way, query) && !is_validated(way);
    if ways.is_empty() || !ways.iter().all(is_open) {
        return None;
    }
    let field = column.field();
    let (risk, todo) = match &column {
        Column::Owner(_) => (
            format!("Whoever adds `{}` to the request makes the row somebody else's, or takes theirs.", field.name),
            format!("Name the columns that the client may set, and set `{}` from the session.", field.name),
        ),
        Column::Right(_) => (
            format!("Whoever adds `{}` to the request gives themselves the rights they like.", field.name),
            format!("Name the columns that the client may set; `{}` is none of them.", field.name),
        ),
    };
    let scope = match &column {
        Column::Owner(scope) => Some(*scope),
        Column::Right(_) => None,
    };
    let fix = scope.and_then(|scope| set_after(context, query, &scope, &ways)).unwrap_or_else(|| Fix::guide(&todo));
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: marked(query),
        severity: Severity::Warning,
        certainty: context.certainty(query.range),
        message: Message::new(
            format!("The request's body is written to `{}` whole, `{}` included", model.name, field.name),
            risk,
            todo,
        ),
        related: related(context, model_in, scope.as_ref(), &ways),
        fixes: vec![fix],
    })
}

/// The spread, or all that is written.
fn marked(query: &Query) -> TextRange {
    let spread =
        query.written.object().and_then(|object| object.properties.iter().find(|property| property.key.is_none()));
    spread.map_or(query.written_range, |property| property.range)
}

/// Whether what is written is a body as it came, and nothing behind it sets `column`.
fn is_whole_body(context: &Context<'_>, written: &Value, column: &str) -> bool {
    match written {
        Value::Object(object) => {
            let at = object
                .properties
                .iter()
                .rposition(|property| property.key.is_none() && is_body(context, &property.value));
            at.is_some_and(|at| {
                object.properties[at + 1..].iter().all(|property| property.key.as_deref() != Some(column))
            })
        }
        value => is_body(context, value),
    }
}

/// `req.body`, `await request.json()`: not a member of it, and not what a schema made of it.
fn is_body(context: &Context<'_>, value: &Value) -> bool {
    let is_whole = match value {
        Value::Ref(Reference { root: Root::Param(..), path }) => path.last().is_some_and(|last| last == "body"),
        Value::Call(call) => {
            matches!(call.callee.last_segment(), Some("json" | "parseBody")) && call.arguments.is_empty()
        }
        _ => false,
    };
    is_whole && context.project.provenance(context.file, value) == Provenance::Client
}

fn is_validated(way: &Way<'_>) -> bool {
    way.entry.guards.iter().any(|(_, guard)| {
        guard.any(&|value| {
            let Some(reference) = value.reference() else { return false };
            let root = match &reference.root {
                Root::Local(name, _) | Root::Global(name) | Root::Module(name) => Some(name),
                _ => None,
            };
            reference.path.iter().chain(root).flat_map(|name| words(name)).any(|word| {
                matches!(
                    word.as_str(),
                    "validate"
                        | "validator"
                        | "validators"
                        | "validation"
                        | "schema"
                        | "celebrate"
                        | "joi"
                        | "zod"
                        | "dto"
                        | "sanitize"
                        | "check"
                        | "valid"
                )
            })
        })
    })
}

/// `{ ...req.body, userId: req.user.id }`.
fn set_after(context: &Context<'_>, query: &Query, scope: &Scope<'_>, ways: &[Way<'_>]) -> Option<Fix> {
    let field = scope.field;
    let caller = caller_at(context, query, scope, ways).filter(|_| !query.written_range.is_empty())?;
    let edit = |at: u32, text: String| Edit { path: context.file.path.clone(), range: TextRange::empty(at), text };
    let edits = match &query.written {
        Value::Object(object) => {
            let last = object.properties.last()?;
            vec![edit(last.range.end, format!(", {}: {caller}", field.name))]
        }
        Value::Ref(_) | Value::Call(_) => vec![
            edit(query.written_range.start, "{ ...".to_owned()),
            edit(query.written_range.end, format!(", {}: {caller} }}", field.name)),
        ],
        _ => return None,
    };
    Some(Fix { title: format!("Set `{}` from the session", field.name), level: FixLevel::Suggestion, edits })
}

#[cfg(all(test, feature = "sql"))]
mod table_tests;
#[cfg(test)]
mod tests;
