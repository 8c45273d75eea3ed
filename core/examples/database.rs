//! What the SQL files of a folder make of a database, and what the rules say of it.
//!
//! `cargo run --example database -- FOLDER [--all]`: findings; with `--all`, also every table and policy.

use std::path::{Path, PathBuf};

use seaworthy_core::project::database::{Database, Exposure};
use seaworthy_core::syntax::Language;
use seaworthy_core::{Change, Config, LineIndex, Project, analyse};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let root = PathBuf::from(arguments.next().unwrap_or_else(|| ".".to_owned()));
    let is_all = arguments.next().is_some_and(|flag| flag == "--all");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    let mut project = Project::new(Config::default());
    let started = std::time::Instant::now();
    project.apply(files.iter().map(|(path, text)| Change::Set(Box::new(analyse(path, text)))));
    let read = started.elapsed();
    for database in project.databases() {
        summary(&project, database, is_all);
    }
    let mut count = 0;
    for (path, text) in &files {
        let index = LineIndex::new(text);
        let found = project.judge(path).findings;
        for finding in found.iter().filter(|finding| finding.rule.gap == seaworthy_core::Gap::TenantIsolation) {
            count += 1;
            let line = index.line_of(finding.range.start) + 1;
            println!("{:7} {path}:{line} {} [{}]", finding.severity.as_str(), finding.message.what, finding.rule.id);
        }
    }
    println!("{count} findings, {} files, read in {read:?}, all in {:?}", files.len(), started.elapsed());
}

fn summary(project: &Project, database: &Database, is_all: bool) {
    let policies: usize = database.tables.values().map(|table| table.policies.len()).sum();
    let files = project.files().filter(|file| file.path.starts_with(&database.root) && !file.schema_changes.is_empty());
    println!(
        "database {:?}: {} tables, {policies} policies, {} views, {} functions, {} files, {:?}, partial {}",
        database.root,
        database.tables.len(),
        database.views.len(),
        database.functions.len(),
        files.count(),
        database.exposure,
        database.is_partial
    );
    if !is_all || database.exposure == Exposure::None {
        return;
    }
    for table in database.tables.values() {
        let scope = database.scope(table).map(|scope| (scope.kind, scope.column.column.name.clone()));
        println!("  {}.{} {:?} {scope:?}", table.key.0, table.key.1, table.security.state);
        for state in &table.policies {
            let policy = &state.policy;
            let demand = |condition: &Option<seaworthy_core::facts::PolicyCondition>| {
                condition.as_ref().map(|condition| database.demand(table, &condition.condition))
            };
            println!(
                "      {:?} {:?} {:?} using {:?} check {:?}{}",
                policy.name,
                policy.command,
                policy.roles,
                demand(&policy.using),
                demand(&policy.check),
                if policy.is_restrictive { " restrictive" } else { "" }
            );
        }
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "node_modules" | ".git" | "dist" | ".next") {
                collect(root, &path, files);
            }
        } else if Language::from_path(&name) == Language::Sql || name == "package.json" || name == "config.toml" {
            let relative = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if let Ok(text) = std::fs::read_to_string(&path) {
                files.push((relative, text));
            }
        }
    }
}
