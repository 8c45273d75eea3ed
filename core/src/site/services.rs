//! Services with a database of their own that a page talks to straight from the browser: which project, with which key, and
//! which tables the scripts name. From that, the read-only questions that show whether strangers can read.
//!
//! Invariant: a question goes only to a host of the service itself and carries only the key that every visitor gets with the
//! page; a key that is not made to be public never enters one.

use std::collections::BTreeMap;

use super::place::{Place, is_under};
use super::report::{Question, Service, ServiceKind};
use super::snapshot::{PageScript, Snapshot};
use crate::secrets;

/// A service as the page uses it.
#[derive(Clone, Debug, Default)]
struct Project {
    key: Option<(String, &'static str)>,
    tables: Vec<String>,
}

/// More tables than this are not asked about.
const MOST_TABLES: usize = 40;

/// The services of a page, with the questions that may be put to them.
pub(super) fn services(snapshot: &Snapshot) -> (Vec<Service>, Vec<Question>) {
    let scripts = snapshot.scripts.value().map_or(&[][..], Vec::as_slice);
    let mut projects: BTreeMap<(ServiceKind, String), Project> = BTreeMap::new();
    for origin in addresses(snapshot, scripts) {
        if let Some(kind) = kind(&origin) {
            projects.entry((kind, origin)).or_default();
        }
    }
    if projects.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let tables = tables(scripts);
    let keys = keys(scripts);
    for ((kind, _), project) in &mut projects {
        project.key = keys.get(kind).cloned();
        project.tables.clone_from(&tables);
    }
    let questions = projects.iter().flat_map(|((kind, origin), project)| questions(*kind, origin, project));
    let questions = questions.collect();
    let services = projects.into_iter().map(|((kind, url), project)| Service {
        kind,
        url,
        key_role: project.key.map(|(_, role)| role.to_owned()),
        tables: project.tables,
    });
    (services.collect(), questions)
}

/// Endings of the services' own hosts.
const HOSTS: [(&str, ServiceKind); 4] = [
    ("supabase.co", ServiceKind::Supabase),
    ("supabase.in", ServiceKind::Supabase),
    ("firebaseio.com", ServiceKind::Firebase),
    ("firebasedatabase.app", ServiceKind::Firebase),
];

fn kind(origin: &str) -> Option<ServiceKind> {
    let place = Place::of(origin)?;
    let known = HOSTS.iter().find(|(ending, _)| place.scheme == "https" && is_under(&place.host, ending));
    known.map(|(_, kind)| *kind)
}

/// The origins of such hosts in requests and in the text of scripts.
fn addresses(snapshot: &Snapshot, scripts: &[PageScript]) -> Vec<String> {
    let requests = snapshot.requests.value().into_iter().flatten();
    let mut found: Vec<String> = requests
        .filter_map(|request| Place::of(&request.url))
        .map(|place| Place { scheme: place.scheme.replace("ws", "http"), ..place }.origin())
        .collect();
    for script in scripts {
        for (ending, _) in HOSTS {
            for (at, _) in script.text.match_indices(ending).take(200) {
                found.extend(around(&script.text, at, at + ending.len()));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The origin whose host ends at `end`, when `https://` stands before it.
fn around(text: &str, at: usize, end: usize) -> Option<String> {
    let is_host = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    let bytes = text.as_bytes();
    let start = (0..at).rev().take_while(|index| is_host(bytes[*index])).last()?;
    let goes_on = bytes.get(end).is_some_and(|byte| is_host(*byte));
    let is_whole = text.get(..start)?.ends_with("https://") && !goes_on;
    is_whole.then(|| format!("https://{}", &text[start..end]))
}

/// For each service the key that stands in the scripts, and what it may do. Only a public one keeps its text.
fn keys(scripts: &[PageScript]) -> BTreeMap<ServiceKind, (String, &'static str)> {
    let mut keys = BTreeMap::new();
    for script in scripts {
        for found in secrets::scan(&script.text) {
            let (kind, role, is_public) = match found.detector.id {
                "supabase-anon-key" => (ServiceKind::Supabase, "anon", true),
                "supabase-publishable-key" => (ServiceKind::Supabase, "publishable", true),
                "supabase-service-role-key" => (ServiceKind::Supabase, "service_role", false),
                "supabase-secret-key" => (ServiceKind::Supabase, "secret", false),
                "google-api-key" => (ServiceKind::Firebase, "web", true),
                _ => continue,
            };
            let text = if is_public { script.text.get(found.range).unwrap_or_default() } else { "" };
            // The gravest role is told, but questions are asked with the public key alone.
            let known = keys.entry(kind).or_insert_with(|| (String::new(), role));
            if known.0.is_empty() {
                text.clone_into(&mut known.0);
            }
            if !is_public {
                known.1 = role;
            }
        }
    }
    keys
}

/// Names in `.from("…")` before a method of a query, and in `.collection("…")`.
fn tables(scripts: &[PageScript]) -> Vec<String> {
    const QUERIES: [&str; 5] = [".select(", ".insert(", ".update(", ".upsert(", ".delete("];
    let mut found: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if found.len() < MOST_TABLES && !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    };
    for script in scripts {
        let text = script.text.as_str();
        for (at, call) in text.match_indices(".from(") {
            let Some((name, rest)) = argument(&text[at + call.len()..]) else { continue };
            let rest = rest.trim_start();
            if QUERIES.iter().any(|query| rest.starts_with(query)) {
                add(name);
            }
        }
        for (at, call) in text.match_indices(".collection(") {
            if let Some((name, _)) = argument(&text[at + call.len()..]) {
                add(name);
            }
        }
    }
    found
}

/// The only argument of a call, when it is a plain name in quotes, and what follows the call.
fn argument(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let (name, rest) = text[1..].split_once(quote)?;
    let is_name = !name.is_empty()
        && name.len() <= 63
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    Some((name, rest.strip_prefix(')')?)).filter(|_| is_name)
}

fn questions(kind: ServiceKind, origin: &str, project: &Project) -> Vec<Question> {
    let host = origin.trim_start_matches("https://");
    match (kind, &project.key) {
        (ServiceKind::Supabase, Some((key, _))) if !key.is_empty() => {
            let question = |table: &String| Question {
                id: format!("supabase:{host}:{table}"),
                method: "GET".to_owned(),
                url: format!("{origin}/rest/v1/{table}?select=*&limit=0"),
                headers: vec![("apikey".to_owned(), key.clone()), ("Prefer".to_owned(), "count=exact".to_owned())],
                explains: format!(
                    "Asks {host} how many rows of `{table}` the key that every visitor gets can read. No row is sent."
                ),
            };
            project.tables.iter().map(question).collect()
        }
        (ServiceKind::Firebase, _) => vec![Question {
            id: format!("firebase:{host}:"),
            method: "GET".to_owned(),
            url: format!("{origin}/.json?shallow=true"),
            headers: Vec::new(),
            explains: format!(
                "Asks {host} whether everybody can read the whole database. Only the names at its top would be sent."
            ),
        }],
        _ => Vec::new(),
    }
}

/// What a question was about, by its id.
pub(super) fn asked(id: &str) -> Option<(ServiceKind, &str, &str)> {
    let (kind, rest) = id.split_once(':')?;
    let (host, table) = rest.split_once(':')?;
    match kind {
        "supabase" => Some((ServiceKind::Supabase, host, table)),
        "firebase" => Some((ServiceKind::Firebase, host, table)),
        _ => None,
    }
}
