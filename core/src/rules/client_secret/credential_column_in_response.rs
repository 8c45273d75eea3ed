//! Whole rows are sent to the client although their model holds credentials.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::columns::{Credential, classify};
use super::rows::{Row, Search, is_result};
use crate::facts::{Columns, Hidden, Mapper, ModelField, Operation, PackageManifest, ResponseBody, ResponseKind};
use crate::finding::{Certainty, Edit, Finding, Fix, FixLevel, Message, Related, Severity};
use crate::project::CHAIN_LIMIT;
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "credential-column-in-response",
    gap: Gap::ClientSecret,
    launch_item: 2,
    title: "Rows are sent to the client with the credentials they hold",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[200, 522, 497],
    owasp: &["A01:2021", "A04:2021"],
    docs: "\
Finds answers of the server that carry whole rows of a model which the schema gives a password hash, a reset token, the secret \
of a second factor, an API key or OAuth tokens. Nobody sees them on the page, but everybody who opens the browser's network \
tab does; and in a list of users they are everyone's.

Models are learned from Prisma schemas, Drizzle tables, Mongoose schemas, Sequelize models and entity classes; rows are \
followed through service functions, lists, spreads and relations read along. Answers are bodies of handlers, what loaders and \
server actions return, what procedures of a typed API give, and the props that server components hand to client components.

It stays silent where the column is left out: not selected, omitted, hidden in the schema or by the client, deleted or emptied \
before the answer, taken apart with a rest, or where the row goes through a function whose result cannot be seen. A key that \
is shown once when it is made is sound.",
    bad: Example {
        path: "server/users.ts",
        code: "import mongoose from \"mongoose\";\n\nconst User = mongoose.model(\"User\", new mongoose.Schema({ email: String, password: String }));\n\napp.get(\"/api/users\", async (req, res) => {\n  const users = await User.find();\n  res.json(users);\n});\n",
    },
    sound: Example {
        path: "server/users.ts",
        code: "import mongoose from \"mongoose\";\n\nconst User = mongoose.model(\"User\", new mongoose.Schema({ email: String, password: String }));\n\napp.get(\"/api/users\", async (req, res) => {\n  const users = await User.find().select(\"-password\");\n  res.json(users);\n});\n",
    },
    sources: &[
        "https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/",
        "https://www.prisma.io/docs/orm/prisma-client/queries/excluding-fields",
        "https://mongoosejs.com/docs/api/query.html#Query.prototype.select()",
    ],
    since: "0.1.0",
};

/// Through how many relations rows are looked at.
const RELATION_LIMIT: u32 = 4;
/// A longer part of a body is not marked whole.
const LONGEST_PLACE: u32 = 200;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for response in &context.file.responses {
        // What takes a column off may still follow in code that was not read whole.
        if context.certainty(response.range) == Certainty::Partial || !reaches_browser(context, response) {
            continue;
        }
        let mut by_place: BTreeMap<TextRange, Vec<Exposed<'_>>> = BTreeMap::new();
        for mut row in Search::new(context).of(&response.body) {
            if row.place.is_none() {
                row.is_direct = is_result(&response.body, &row);
            }
            let place = row.place.filter(|place| response.body_range.contains(*place)).unwrap_or(response.body_range);
            let exposed = exposed(context, &row, RELATION_LIMIT);
            if !exposed.is_empty() {
                by_place.entry(place).or_default().extend(exposed);
            }
        }
        for (place, exposed) in by_place {
            findings.extend(finding(context, response, place, exposed));
        }
    }
}

/// Whether an answer leaves the server: props do when their component runs in the browser.
fn reaches_browser(context: &Context<'_>, response: &ResponseBody) -> bool {
    if response.kind != ResponseKind::Props {
        return true;
    }
    let (file, _) = context.project.follow(context.file, &response.component, CHAIN_LIMIT);
    file.path != context.file.path && file.directives.iter().any(|directive| directive == "use client")
}

/// A column that is sent.
struct Exposed<'a> {
    row: Row<'a>,
    field: &'a ModelField,
    credential: Credential,
    /// Whether it belongs to a row that was read along with the one that is sent.
    is_along: bool,
}

/// The credentials a row brings, its own and those of the rows read along with it.
fn exposed<'a>(context: &'a Context<'a>, row: &Row<'a>, left: u32) -> Vec<Exposed<'a>> {
    let is_along = left < RELATION_LIMIT;
    let own = row.model.fields.iter().filter_map(|field| {
        let credential = classify(field)?;
        let is_sent = match &row.named {
            // A column that is named is meant, unless it is one that no client ever needs.
            Some(name) => *name == field.name && credential == Credential::Password,
            None => is_sent(context, row, field, credential),
        };
        is_sent.then(|| Exposed { row: row.clone(), field, credential, is_along })
    });
    let mut found: Vec<Exposed<'a>> = own.collect();
    if let (Some(left), None) = (left.checked_sub(1), &row.named) {
        for included in row.included.iter().filter(|included| !row.removed.contains(&included.key)) {
            if let Some(along) = Search::new(context).along(row, included) {
                found.extend(exposed(context, &along, left));
            }
        }
    }
    found
}

/// Whether a column is in the row as it is sent.
fn is_sent(context: &Context<'_>, row: &Row<'_>, field: &ModelField, credential: Credential) -> bool {
    let names = |list: &[SmolStr]| {
        let outer = field.name.split('.').next().unwrap_or_default();
        list.iter().any(|name| *name == field.name || name == outer)
    };
    let is_made = row.read.operation == Operation::Create;
    if names(&row.removed) || (is_made && !credential.is_for_server_only()) {
        return false;
    }
    // A row that was just made has what it was given, whatever later reads leave out.
    let is_read = field.hidden != Hidden::WhenRead || is_made;
    let is_selected = match row.columns {
        Columns::All => is_read,
        Columns::Only(list) => names(list),
        Columns::Without(list) => is_read && !names(list),
        Columns::AllAnd(list) => is_read || names(list),
        Columns::Unknown => false,
    };
    let is_taken_out = field.hidden == Hidden::WhenSent && !row.is_plain;
    let is_named = matches!(row.columns, Columns::Only(_));
    let is_hidden =
        row.model.mapper == Mapper::Prisma && !is_named && context.project.hides_column(&row.model.name, &field.name);
    is_selected && !is_taken_out && !is_hidden
}

fn finding(
    context: &Context<'_>,
    response: &ResponseBody,
    place: TextRange,
    mut exposed: Vec<Exposed<'_>>,
) -> Option<Finding> {
    exposed.sort_by_key(|exposed| (exposed.credential, exposed.field.range));
    let gravest = exposed.first()?;
    let is_grave = exposed.iter().any(|exposed| exposed.credential.is_for_server_only());
    let range = shown(context, response, place, &gravest.row);
    let mut fixes: Vec<Fix> = edit(context, response, place, &exposed).into_iter().collect();
    let remedy = remedy(&gravest.row, &gravest.field.name);
    fixes.push(Fix::guide(remedy.clone()));
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: if is_grave { Severity::Error } else { Severity::Warning },
        certainty: context.certainty(response.range),
        message: Message::new(what(response, &exposed), gravest.credential.risk(), remedy),
        related: related(context, &exposed, range),
        fixes,
    })
}

fn what(response: &ResponseBody, exposed: &[Exposed<'_>]) -> String {
    let columns = names(exposed).iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let model = &exposed[0].row.model.name;
    let carrier = match response.kind {
        ResponseKind::Body => "The response carries",
        ResponseKind::PageData => "The page's data carries",
        ResponseKind::Action => "The server action hands the client",
        ResponseKind::Procedure => "The procedure hands the client",
        ResponseKind::Props => "The client component is handed",
    };
    if exposed.iter().all(|exposed| exposed.row.named.is_some()) {
        return format!("{carrier} {columns} of `{model}`");
    }
    format!("{carrier} rows of `{model}` with {columns}")
}

fn remedy(row: &Row<'_>, column: &str) -> String {
    let leaves_out = row.model.mapper.leaves_out().replace('$', column);
    format!("Name the columns that the page shows, or leave this one out with `{leaves_out}`.")
}

/// The columns by name, each once.
fn names(exposed: &[Exposed<'_>]) -> Vec<SmolStr> {
    let mut names: Vec<SmolStr> = Vec::new();
    for one in exposed {
        if !names.contains(&one.field.name) {
            names.push(one.field.name.clone());
        }
    }
    names
}

/// What the finding marks: the part of the body that is the row, or the head of the read when that stands there.
fn shown(context: &Context<'_>, response: &ResponseBody, place: TextRange, row: &Row<'_>) -> TextRange {
    let reads_here = row.read_in.path == context.file.path && place.contains(row.read.head);
    if reads_here {
        return row.read.head;
    }
    if place.len() <= LONGEST_PLACE {
        return place;
    }
    let head = TextRange::new(response.range.start, response.body_range.start.saturating_sub(1));
    if head.start < head.end { head } else { place }
}

fn related(context: &Context<'_>, exposed: &[Exposed<'_>], range: TextRange) -> Vec<Related> {
    let mut related: Vec<Related> = Vec::new();
    let mut add = |path: &str, range: TextRange, note: String| {
        let entry = Related { path: path.to_owned(), range, note };
        if !related.contains(&entry) && related.len() < 8 {
            related.push(entry);
        }
    };
    for one in exposed {
        add(&one.row.model_in.path, one.field.range, format!("`{}` holds `{}`", one.row.model.name, one.field.name));
    }
    for one in exposed {
        let read = one.row.read;
        if one.row.read_in.path != context.file.path || read.head != range {
            add(&one.row.read_in.path, read.head, format!("rows of `{}` are read here", one.row.model.name));
        }
    }
    related
}

/// One insertion that leaves the columns out, where that is certain.
fn edit(context: &Context<'_>, response: &ResponseBody, place: TextRange, exposed: &[Exposed<'_>]) -> Option<Fix> {
    let row = &exposed[0].row;
    let is_one_row = exposed.iter().all(|one| {
        !one.is_along && one.row.named.is_none() && one.row.read_in.path == row.read_in.path && one.row.read == row.read
    });
    if !is_one_row || row.read_in.path != context.file.path {
        return None;
    }
    let columns = names(exposed);
    deselect(context, row, &columns).or_else(|| overwrite(context, response, place, row, &columns))
}

/// Leaves the columns out where the row is read. Code that checks the password of that row needs it there.
fn deselect(context: &Context<'_>, row: &Row<'_>, columns: &[SmolStr]) -> Option<Fix> {
    if row.read.is_used || *row.columns != Columns::All || columns.iter().any(|column| column.contains('.')) {
        return None;
    }
    let (_, deselection) = row.read.deselections.iter().find(|(mapper, _)| *mapper == row.model.mapper)?;
    if let Some((package, release)) = deselection.needs {
        let manifest = context.project.manifest_of(&row.read_in.path)?;
        (major(manifest, package)? >= release).then_some(())?;
    }
    let edit = Edit {
        path: row.read_in.path.clone(),
        range: TextRange::empty(deselection.at),
        text: deselection.text(columns),
    };
    Some(Fix {
        title: format!("Leave {} out of this read", listed(columns)),
        level: FixLevel::Suggestion,
        edits: vec![edit],
    })
}

/// Puts nothing in the columns' place where the row, a plain object, is sent under a name.
fn overwrite(
    context: &Context<'_>,
    response: &ResponseBody,
    place: TextRange,
    row: &Row<'_>,
    columns: &[SmolStr],
) -> Option<Fix> {
    let is_single = row.read.operation == Operation::One && !response_reads(row, place);
    let is_whole_body = place == response.body_range;
    if !row.is_direct || !row.read.is_plain || !is_single || !is_whole_body || response.kind != ResponseKind::Body {
        return None;
    }
    let emptied: Vec<String> = columns.iter().map(|column| format!(", {column}: undefined")).collect();
    let insert = |at: u32, text: String| Edit { path: context.file.path.clone(), range: TextRange::empty(at), text };
    Some(Fix {
        title: format!("Send the row without {}", listed(columns)),
        level: FixLevel::Suggestion,
        edits: vec![insert(place.start, "{ ...".to_owned()), insert(place.end, format!("{} }}", emptied.concat()))],
    })
}

fn response_reads(row: &Row<'_>, place: TextRange) -> bool {
    place.contains(row.read.head)
}

fn listed(columns: &[SmolStr]) -> String {
    columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
}

/// The major release of a package that a manifest asks for.
fn major(manifest: &PackageManifest, package: &str) -> Option<u32> {
    let dependency = manifest.dependencies.iter().find(|dependency| dependency.name == package)?;
    let digits: String = dependency
        .version
        .chars()
        .skip_while(|letter| !letter.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests;
