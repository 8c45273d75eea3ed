//! `seaworthy explain --tenancy`: whose rows each model of a project holds, and what makes Seaworthy believe so.

use std::fmt::Write as _;
use std::path::Path;

use seaworthy_core::names::ownership::Belonging;
use seaworthy_core::project::{Scope, Tenancy};

use crate::Failure;
use crate::check::scan_of;
use crate::output::deliver;
use crate::terminal::{BOLD, DIM, clean, counted};

/// Prints what is believed of the project around `path`.
pub(crate) fn run(path: &Path) -> Result<u8, Failure> {
    let (workspace, scan) = scan_of(path, seaworthy_workspace::OpenOptions::default())?;
    let models = scan.project.tenancy();
    let mut out = String::new();
    if models.is_empty() {
        out.push_str(
            "No models: no Prisma schema, Drizzle table, Mongoose schema, Sequelize model, entity class or table in SQL was found.\n",
        );
        deliver(&out, None)?;
        return Ok(0);
    }
    let owned = models
        .iter()
        .filter(|one| one.scope.is_some() && !seaworthy_core::names::ownership::is_people(&one.model.name))
        .count();
    let _ = writeln!(
        out,
        "{BOLD}Whose rows each model holds{BOLD:#}: {} of {}\n",
        owned,
        counted(models.len(), "model", "models")
    );
    let longest = models.iter().map(|one| one.model.name.chars().count()).max().unwrap_or(0);
    for one in &models {
        let text = std::fs::read_to_string(workspace.on_disk(&one.file.path)).ok();
        let line = line_of(text.as_deref(), one);
        let name = clean(&one.model.name);
        let is_people = seaworthy_core::names::ownership::is_people(&one.model.name);
        let whose = if is_people { "the people themselves".to_owned() } else { why(one.scope.as_ref()) };
        let _ = writeln!(out, "  {BOLD}{name:longest$}{BOLD:#}  {whose}");
        let _ = writeln!(out, "  {:longest$}  {DIM}{}:{line}{DIM:#}", "", clean(&one.file.path));
    }
    deliver(&out, None)?;
    Ok(0)
}

fn why(scope: Option<&Scope<'_>>) -> String {
    let Some(scope) = scope else { return "nobody's".to_owned() };
    let whose = match scope.belonging {
        Belonging::Owner => "a user's own",
        Belonging::Maker => "made by a user, perhaps for all to see",
        Belonging::Tenant => "a tenant's",
    };
    let kept = if scope.is_scoped_elsewhere { "; some query keeps it to the one who asks" } else { "" };
    format!("{whose}, by `{}`{kept}", clean(&scope.field.name))
}

/// The line a model is declared on, from 1.
fn line_of(text: Option<&str>, one: &Tenancy<'_>) -> usize {
    let before = text.and_then(|text| text.get(..one.model.range.start as usize));
    before.map_or(1, |before| before.matches('\n').count() + 1)
}
