//! `seaworthy explain --routes`: every route of a project, what stands in front of it, and what it does.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use seaworthy_core::facts::{DeedKind, Reference, Root, Value};
use seaworthy_core::project::{Answered, Project};

use crate::Failure;
use crate::check::scan_of;
use crate::output::deliver;
use crate::terminal::{BOLD, DIM, clean, counted};

/// Prints the routes of the project around `path`.
pub(crate) fn run(path: &Path) -> Result<u8, Failure> {
    let (workspace, scan) = scan_of(path, seaworthy_workspace::OpenOptions::default())?;
    let mut out = String::new();
    let mut texts: HashMap<&str, Option<String>> = HashMap::new();
    let mut count = 0;
    for file in scan.project.files() {
        for answered in scan.project.answered(file) {
            count += 1;
            let text = texts
                .entry(file.path.as_str())
                .or_insert_with(|| std::fs::read_to_string(workspace.on_disk(&file.path)).ok());
            let before = text.as_deref().and_then(|text| text.get(..answered.head.start as usize));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            let entry = answered.entry;
            let method = if entry.method.is_empty() { "-" } else { entry.method.as_str() };
            let name = answered.handler.0.function(answered.handler.1).and_then(|one| one.name.clone());
            let path = if entry.path.is_empty() { name.unwrap_or_default() } else { entry.path.clone() };
            let _ = writeln!(out, "  {BOLD}{method:6}{BOLD:#} {}", clean(&path));
            let _ = writeln!(out, "         {DIM}{}:{line}{DIM:#}", clean(&file.path));
            let _ = writeln!(out, "         {}", clean(&told(&scan.project, &answered)));
        }
    }
    let heading = format!("{BOLD}Routes{BOLD:#}: {}\n\n", counted(count, "route", "routes"));
    let text = if count == 0 { "No routes were found.\n".to_owned() } else { heading + &out };
    deliver(&text, None)?;
    Ok(0)
}

/// What stands in front, what is done, and whether it is limited.
fn told(project: &Project, answered: &Answered<'_>) -> String {
    let conduct = project.conduct(answered.handler.0, answered.handler.1);
    let all = answered.entry.guards.iter().chain(&answered.entry.around);
    let mut guards: Vec<String> = Vec::new();
    for name in all.filter_map(|(path, guard)| name_of(project, path, guard)) {
        if !guards.contains(&name) {
            guards.push(name);
        }
    }
    let mut deeds: Vec<DeedKind> = conduct.deeds.iter().map(|(_, deed)| deed.kind).collect();
    deeds.sort_unstable();
    deeds.dedup();
    let deeds: Vec<&str> = deeds.into_iter().map(said).collect();
    let front = if guards.is_empty() { "nothing in front".to_owned() } else { format!("behind {}", guards.join(", ")) };
    let does = if deeds.is_empty() { String::new() } else { format!("; {}", deeds.join(", ")) };
    let limited = if project.is_limited(answered, &conduct) { "; limited" } else { "" };
    let whole = if conduct.is_whole { "" } else { "; not read whole" };
    format!("{front}{does}{limited}{whole}")
}

fn name_of(project: &Project, path: &str, guard: &Value) -> Option<String> {
    match guard {
        Value::Call(call) => name_of(project, path, &call.callee),
        Value::Function(id) => project.file(path)?.function(*id)?.name.as_ref().map(ToString::to_string),
        Value::Array(items) => {
            let names: Vec<String> = items.iter().filter_map(|item| name_of(project, path, item)).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Object(_) => Some("options".to_owned()),
        Value::Ref(Reference { root, path: members }) => {
            let last = members.iter().rev().find(|part| *part != "default");
            last.map(ToString::to_string).or_else(|| match root {
                Root::Global(name) | Root::Local(name, _) | Root::Module(name) => Some(name.to_string()),
                Root::Value(inner) => name_of(project, path, inner),
                _ => None,
            })
        }
        _ => None,
    }
}

fn said(kind: DeedKind) -> &'static str {
    match kind {
        DeedKind::ComparesPassword => "compares a password",
        DeedKind::ComparesCode => "compares a code",
        DeedKind::HashesPassword => "hashes a password",
        DeedKind::IssuesSession => "makes a session",
        DeedKind::SendsMail => "sends mail",
        DeedKind::SendsMessage => "sends a text message",
        DeedKind::AsksModel => "asks a model",
        DeedKind::Limits => "keeps count",
        DeedKind::ChecksQuota => "checks a quota",
        DeedKind::KnowsMachine => "knows a machine",
    }
}
