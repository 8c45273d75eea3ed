//! Rights, people or keys are changed, and nobody can tell afterwards who did it.

use super::super::tenant_isolation::access::{Way, ways};
use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::facility::{example, has_table, is_kept_by_database, is_recorded, model_name};
use super::operation::{Operation, operation};
use crate::facts::{FileFacts, Query};
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Related, Severity};
use crate::project::Project;

/// How many operations make a project one that should keep a trail: a form that lets people delete their account is none.
const FEWEST: usize = 3;
/// How many places are told one by one; more are told at once.
const MOST: usize = 10;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "sensitive-operation-without-audit",
    gap: Gap::AuditLog,
    launch_item: 10,
    title: "Rights, people or keys are changed without an entry in an audit log",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[778],
    owasp: &["A09:2021"],
    docs: "\
Finds requests that change a role, let people in or take them out, delete an account or a whole customer, change what someone \
signs in with, or make and take back API keys, without leaving an entry that says who did it. When an account is taken over, or \
a member claims that it was not them, nothing can be proved, and nobody is warned.

How a project keeps its trail is learned from the project: a function, a table, a logger or an event named for it (`recordAudit`, \
`AuditLog`, `activity_logs`, `logSecurityEvent`), also one that a trigger of the database fills. Where there is one, each operation \
that does not use it is told, because its siblings do. Where there is none, and there are at least three such operations, the \
project is told once, at the first of them; so is one that leaves out more than ten.

It stays silent where anything on the way from the request records it: the function itself, a helper, a middleware, a special \
procedure; and in seeds, migrations, scripts and tests.",
    bad: Example {
        path: "app/members/actions.ts",
        code: "\"use server\";\n\nimport { prisma } from \"@/lib/prisma\";\nimport { recordAudit } from \"@/lib/audit\";\n\nexport async function removeMember(id: string) {\n  const admin = await requireAdmin();\n  await prisma.membership.delete({ where: { id, teamId: admin.teamId } });\n  await recordAudit({ action: \"member.removed\", actor: admin.id, target: id });\n}\n\nexport async function changeRole(id: string, role: string) {\n  const admin = await requireAdmin();\n  await prisma.membership.update({ where: { id, teamId: admin.teamId }, data: { role } });\n}\n",
    },
    sound: Example {
        path: "app/members/actions.ts",
        code: "\"use server\";\n\nimport { prisma } from \"@/lib/prisma\";\nimport { recordAudit } from \"@/lib/audit\";\n\nexport async function removeMember(id: string) {\n  const admin = await requireAdmin();\n  await prisma.membership.delete({ where: { id, teamId: admin.teamId } });\n  await recordAudit({ action: \"member.removed\", actor: admin.id, target: id });\n}\n\nexport async function changeRole(id: string, role: string) {\n  const admin = await requireAdmin();\n  await prisma.membership.update({ where: { id, teamId: admin.teamId }, data: { role } });\n  await recordAudit({ action: \"member.role_changed\", actor: admin.id, target: id });\n}\n",
    },
    sources: &[
        "https://owasp.org/Top10/A09_2021-Security_Logging_and_Monitoring_Failures/",
        "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html",
        "https://cwe.mitre.org/data/definitions/778.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let open: Vec<(&Query, Operation)> = unrecorded(context.project, context.file).collect();
    if open.is_empty() || is_kept_by_database(context.project) {
        return;
    }
    let facility = example(context.project);
    let has_facility = facility.is_some() || has_table(context.project);
    if !has_facility || all_open(context).take(MOST + 1).count() > MOST {
        // Whoever is not the first says nothing; only the first has to count them all.
        if is_first(context) {
            let all = all_open(context).count();
            if has_facility || all >= FEWEST {
                findings.push(told_once(context, open[0].0, all, has_facility));
            }
        }
        return;
    }
    for (query, operation) in open {
        let remedy = match facility {
            Some((_, call)) => format!(
                "Record it as the rest of the project does, with `{}`: who did it, what (`{}`), to whom, and whether it succeeded.",
                callee(call).unwrap_or("its audit function"),
                operation.action()
            ),
            None => format!("Write an entry of the audit table: who did it, what (`{}`), to whom.", operation.action()),
        };
        let related = facility.map(|(file, call)| Related {
            path: file.path.clone(),
            range: call.range,
            note: "how others are recorded".to_owned(),
        });
        findings.push(finding(
            context,
            query,
            format!("{} without an entry in the audit log", operation.what()),
            remedy,
            related,
        ));
    }
}

/// The operations of a file that no way to them records.
fn unrecorded<'a>(project: &'a Project, file: &'a FileFacts) -> impl Iterator<Item = (&'a Query, Operation)> {
    let own = Context { file, project };
    file.queries.iter().filter_map(move |query| {
        let operation = operation(query, model_name(own.project, own.file, query))?;
        if is_aside(&own.file.path) || own.certainty(query.range) == Certainty::Partial {
            return None;
        }
        let ways = ways(&own, query);
        let is_open = |way: &Way<'_>| !is_recorded(own.project, way);
        (!ways.is_empty() && ways.iter().all(is_open)).then_some((query, operation))
    })
}

/// The operations of the whole project that nothing records, in order of file.
fn all_open<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a str> {
    let project = context.project;
    let files = project.files().filter(|file| !file.queries.is_empty());
    files.flat_map(move |file| unrecorded(project, file).map(|_| file.path.as_str()))
}

/// Whether no file before this one has an operation that nothing records.
fn is_first(context: &Context<'_>) -> bool {
    all_open(context).next() == Some(context.file.path.as_str())
}

/// What is said once, at the first operation, of a project that records none of them, or too few to name each.
fn told_once(context: &Context<'_>, first: &Query, all: usize, has_facility: bool) -> Finding {
    let (what, remedy) = if has_facility {
        (
            format!("{all} sensitive operations leave no entry in the audit log"),
            "Call the project's audit function wherever rights, people or keys change: who did it, what, to whom, and whether \
             it succeeded.",
        )
    } else {
        (
            format!("{all} sensitive operations, and no audit log in the whole project"),
            "Keep an append-only table (who, what, to whom, when, from where, outcome), write to it in one helper, and call \
             that helper wherever rights, people or keys change.",
        )
    };
    finding(context, first, what, remedy.to_owned(), None)
}

fn finding(context: &Context<'_>, query: &Query, what: String, remedy: String, related: Option<Related>) -> Finding {
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: query.head,
        severity: Severity::Warning,
        certainty: Certainty::Complete,
        message: Message::new(
            what,
            "Whoever took over an account, or means harm from within, leaves no trace: nobody is warned, and nothing can be \
             proved or undone afterwards.",
            remedy.clone(),
        ),
        related: related.into_iter().collect(),
        fixes: vec![Fix::guide(remedy)],
    }
}

fn callee(call: &crate::facts::Call) -> Option<&str> {
    call.callee.last_segment()
}

/// Code that no person at a screen runs.
fn is_aside(path: &str) -> bool {
    path.split(['/', '.', '-', '_']).any(|part| {
        matches!(
            part.to_ascii_lowercase().as_str(),
            "seed"
                | "seeds"
                | "migration"
                | "migrations"
                | "scripts"
                | "test"
                | "tests"
                | "fixtures"
                | "cron"
                | "mock"
                | "mocks"
        )
    })
}

#[cfg(test)]
mod tests;
