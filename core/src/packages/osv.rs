//! Advisories in the OSV format (<https://ossf.github.io/osv-schema/>), version 1.
//!
//! Invariant: one that is withdrawn, or speaks of neither npm nor PyPI, gives nothing.

use serde_json::Value;
use smol_str::SmolStr;

use super::advisory::{Advisory, Event, Grade};
use crate::facts::Ecosystem;

/// A summary longer than this is cut, in characters.
const LONGEST_SUMMARY: usize = 160;

/// A text that is no advisory in the OSV format, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OsvError(pub String);

impl std::fmt::Display for OsvError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for OsvError {}

/// The advisories in an OSV text (one, or a list of them), each with its package; one OSV advisory may name several.
///
/// # Errors
/// The text is no JSON, or has no `id`.
pub fn from_osv(text: &str) -> Result<Vec<(Ecosystem, SmolStr, Advisory)>, OsvError> {
    let root: Value = serde_json::from_str(text).map_err(|error| OsvError(format!("no JSON: {error}")))?;
    let list = root.get("vulns").unwrap_or(&root);
    let entries: Vec<&Value> = list.as_array().map_or_else(|| vec![list], |list| list.iter().collect());
    let mut found = Vec::new();
    for entry in entries {
        read(entry, &mut found)?;
    }
    Ok(found)
}

fn read(entry: &Value, found: &mut Vec<(Ecosystem, SmolStr, Advisory)>) -> Result<(), OsvError> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str);
    let id = text("id").ok_or_else(|| OsvError("no OSV advisory: it has no `id`".to_owned()))?;
    if text("withdrawn").is_some() {
        return Ok(());
    }
    for affected in list(entry, "affected") {
        let package = affected.get("package");
        let of_package = |key: &str| package.and_then(|package| package.get(key)).and_then(Value::as_str);
        let (Some(ecosystem), Some(name)) = (of_package("ecosystem").and_then(ecosystem), of_package("name")) else {
            continue;
        };
        let name = if ecosystem == Ecosystem::PyPi {
            name.to_ascii_lowercase().replace(['_', '.'], "-")
        } else {
            name.to_owned()
        };
        let summary = text("summary").or_else(|| text("details")).unwrap_or("no summary");
        let advisory = Advisory {
            id: SmolStr::new(id),
            aliases: strings(entry, "aliases"),
            grade: grade(entry, affected),
            summary: summary.lines().next().unwrap_or("").chars().take(LONGEST_SUMMARY).collect(),
            ranges: list(affected, "ranges").filter_map(range).collect(),
            versions: strings(affected, "versions"),
            url: format!("https://osv.dev/vulnerability/{id}").into(),
        };
        found.push((ecosystem, SmolStr::new(name), advisory));
    }
    Ok(())
}

fn ecosystem(name: &str) -> Option<Ecosystem> {
    match name {
        "npm" => Some(Ecosystem::Npm),
        "PyPI" => Some(Ecosystem::PyPi),
        _ => None,
    }
}

/// Ranges of commits say nothing of versions.
fn range(range: &Value) -> Option<Vec<Event>> {
    let kind = range.get("type").and_then(Value::as_str)?;
    if !matches!(kind, "SEMVER" | "ECOSYSTEM") {
        return None;
    }
    let event = |event: &Value| {
        let text = |key: &str| event.get(key).and_then(Value::as_str).map(SmolStr::new);
        text("introduced")
            .map(Event::Introduced)
            .or_else(|| text("fixed").map(Event::Fixed))
            .or_else(|| text("last_affected").map(Event::LastAffected))
            .or_else(|| text("limit").map(Event::Limit))
    };
    Some(list(range, "events").filter_map(event).collect())
}

/// The word of the database, where it has one (GitHub's has).
fn grade(entry: &Value, affected: &Value) -> Grade {
    let word = |value: &Value| {
        let specific = value.get("database_specific").or_else(|| value.get("ecosystem_specific"))?;
        Grade::of_word(specific.get("severity")?.as_str()?)
    };
    // Malicious packages are in OSV as MAL-….
    let is_malware = entry.get("id").and_then(Value::as_str).is_some_and(|id| id.starts_with("MAL-"));
    if is_malware { Grade::Critical } else { word(entry).or_else(|| word(affected)).unwrap_or_default() }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn strings(value: &Value, key: &str) -> Vec<SmolStr> {
    list(value, key).filter_map(Value::as_str).map(SmolStr::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADVISORY: &str = r#"{
        "schema_version": "1.7.3", "id": "GHSA-xvch-5gv4-984h", "aliases": ["CVE-2021-44906"],
        "modified": "2024-01-01T00:00:00Z", "summary": "Prototype Pollution in minimist",
        "affected": [
            {"package": {"ecosystem": "npm", "name": "minimist"},
             "ranges": [{"type": "SEMVER", "events": [{"introduced": "1.0.0"}, {"fixed": "1.2.6"}]},
                        {"type": "GIT", "repo": "https://x", "events": [{"introduced": "0"}]}]},
            {"package": {"ecosystem": "PyPI", "name": "My_Package"},
             "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "1.0rc1"}]}],
             "versions": ["0.9"]},
            {"package": {"ecosystem": "crates.io", "name": "minimist"}}],
        "database_specific": {"severity": "CRITICAL"}}"#;

    #[test]
    fn an_advisory_is_read_for_each_package() {
        let found = from_osv(ADVISORY).unwrap();
        let packages: Vec<_> = found.iter().map(|(ecosystem, name, _)| (*ecosystem, name.as_str())).collect();
        assert_eq!(packages, [(Ecosystem::Npm, "minimist"), (Ecosystem::PyPi, "my-package")]);
        let (npm, python) = (&found[0].2, &found[1].2);
        assert_eq!((npm.grade, npm.aliases[0].as_str(), npm.ranges.len()), (Grade::Critical, "CVE-2021-44906", 1));
        assert!(npm.affects(Ecosystem::Npm, "1.2.5") && !npm.affects(Ecosystem::Npm, "1.2.6"));
        assert!(!npm.affects(Ecosystem::Npm, "0.2.0"));
        assert!(python.affects(Ecosystem::PyPi, "0.9") && python.affects(Ecosystem::PyPi, "1.0rc1"));
        assert!(!python.affects(Ecosystem::PyPi, "1.0"));
    }

    #[test]
    fn what_is_withdrawn_or_broken_gives_nothing() {
        let withdrawn = ADVISORY.replacen("\"modified\"", "\"withdrawn\": \"2024-01-01T00:00:00Z\", \"modified\"", 1);
        assert_eq!(from_osv(&withdrawn), Ok(Vec::new()));
        for text in ["", "{", "[]{}", "{\"affected\": []}", "{\"id\": 7}"] {
            assert!(from_osv(text).is_err(), "{text}");
        }
        assert_eq!(from_osv("{\"id\": \"X\", \"affected\": [7, {\"ranges\": 7}]}"), Ok(Vec::new()));
        assert_eq!(from_osv(&format!("{{\"vulns\": [{ADVISORY}]}}")).map(|found| found.len()), Ok(2));
    }
}
