//! Which SQL files make up one database, and whether an HTTP API serves it.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::order::{Part, compare, part};
use super::state::Exposure;
use crate::facts::condition::Condition;
use crate::facts::{ChangeKind, FileFacts};
use crate::project::modules::Modules;

/// Packages that talk to Supabase's HTTP API with the public key.
const CLIENTS: [&str; 8] = [
    "@supabase/supabase-js",
    "@supabase/ssr",
    "@supabase/auth-helpers-nextjs",
    "@supabase/auth-helpers-react",
    "@supabase/auth-helpers-sveltekit",
    "@supabase/auth-helpers-remix",
    "@nuxtjs/supabase",
    "@supabase/postgrest-js",
];

/// The files of one database.
pub struct Group<'a> {
    /// The folder they lie in.
    pub root: String,
    /// Every SQL file with changes.
    pub files: Vec<&'a FileFacts>,
    /// Those of them that are migrations, in order, then scripts, in order of path.
    pub migrations: Vec<&'a FileFacts>,
    /// Scripts.
    pub scripts: Vec<&'a FileFacts>,
    /// What tells that it is served.
    pub exposure: Exposure,
    /// Schemas that are served.
    pub served: Vec<SmolStr>,
}

/// The databases of a project.
pub fn groups<'a>(files: &'a BTreeMap<String, FileFacts>, modules: &Modules) -> Vec<Group<'a>> {
    let mut by_root: BTreeMap<String, Vec<&FileFacts>> = BTreeMap::new();
    for (path, facts) in files {
        if !facts.schema_changes.is_empty() {
            by_root.entry(root(path, modules)).or_default().push(facts);
        }
    }
    let mut served: BTreeMap<String, Vec<SmolStr>> = BTreeMap::new();
    for (path, facts) in files {
        if let Some(schemas) = &facts.api_schemas {
            served.entry(root(path, modules)).or_default().extend(schemas.iter().cloned());
        }
    }
    by_root
        .into_iter()
        .map(|(root, members)| {
            let config = served.remove(&root);
            group(root, members, config, files)
        })
        .collect()
}

/// The nearest manifest tells the app; what lies in Supabase's folder belongs to the app around it.
fn root(path: &str, modules: &Modules) -> String {
    let around = match path.find("supabase/") {
        Some(at) if at == 0 || path[..at].ends_with('/') => &path[..at],
        _ => path,
    };
    modules.manifest_folder(around).unwrap_or("").to_owned()
}

fn group<'a>(
    root: String,
    members: Vec<&'a FileFacts>,
    config: Option<Vec<SmolStr>>,
    files: &BTreeMap<String, FileFacts>,
) -> Group<'a> {
    let of = |wanted: Part| members.iter().copied().filter(move |file| part(&file.path) == wanted);
    let mut migrations: Vec<_> = of(Part::Migration).collect();
    migrations.sort_by(|one, other| compare(&one.path, &other.path));
    let scripts: Vec<_> = of(Part::Script).collect();
    let is_written_for = config.is_some()
        || members.iter().any(|file| file.path.split('/').any(|part| part == "supabase") || speaks_of_callers(file));
    let exposure = if is_written_for {
        Exposure::Certain
    } else if files.values().any(|file| is_client(file, &root)) {
        Exposure::Likely
    } else {
        Exposure::None
    };
    let served = config.unwrap_or_else(|| vec![SmolStr::new_static("public"), SmolStr::new_static("graphql_public")]);
    Group { root, files: members, migrations, scripts, exposure, served }
}

/// Whether a manifest of the app, or of an app around or within it, depends on a client of such an API.
fn is_client(file: &FileFacts, root: &str) -> bool {
    let Some(manifest) = &file.manifest else { return false };
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let within = |inner: &str, outer: &str| {
        outer.is_empty() || inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
    };
    (within(folder, root) || within(root, folder)) && CLIENTS.iter().any(|client| manifest.depends_on(client))
}

/// Whether the SQL uses the roles, the users or the functions of such an API.
fn speaks_of_callers(file: &FileFacts) -> bool {
    let is_role = |role: &SmolStr| matches!(role.as_str(), "anon" | "authenticated");
    let is_auth = |schema: &Option<SmolStr>| schema.as_deref() == Some("auth");
    let asks = |condition: &Condition| {
        condition.any(&mut |part| {
            matches!(part, Condition::Call(name, _) if matches!(name.as_str(), "auth.uid" | "auth.jwt" | "auth.role" | "auth.user_id"))
        })
    };
    file.schema_changes.iter().any(|change| match &change.kind {
        ChangeKind::CreateTable(table) => table
            .columns
            .iter()
            .any(|column| column.reference.as_ref().is_some_and(|(table, _)| is_auth(&table.schema))),
        ChangeKind::CreatePolicy(policy) => {
            policy.roles.iter().any(is_role)
                || policy.using.iter().chain(&policy.check).any(|condition| asks(&condition.condition))
        }
        ChangeKind::Grant(grant) => grant.roles.iter().any(is_role),
        ChangeKind::Bucket(_) => true,
        _ => false,
    })
}
