//! What package managers say when they are asked for known vulnerabilities: `npm audit --json` and its kin.
//!
//! Sources: docs.npmjs.com/cli/v11/commands/npm-audit, pnpm.io/cli/audit, classic.yarnpkg.com/lang/en/docs/cli/audit,
//! yarnpkg.com/cli/npm/audit, bun.com/docs/install/audit, github.com/pypa/pip-audit ("JSON").
//!
//! Invariant: the form is told by what the text holds, never by who is said to have made it.

use serde_json::Value;
use smol_str::SmolStr;

use super::advisory::{Advisory, Event, Grade};
use crate::facts::Ecosystem;

/// A text that is no report of a known form, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportError(pub String);

impl std::fmt::Display for ReportError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ReportError {}

type Found = Vec<(Ecosystem, SmolStr, Advisory)>;

/// The advisories in a report, each with its package.
///
/// # Errors
/// The text is of no known form, or is the manager's word that it could not ask its registry.
pub fn from_report(text: &str) -> Result<Found, ReportError> {
    let values: Vec<Value> = match serde_json::from_str::<Value>(text) {
        Ok(one) => vec![one],
        // Yarn writes a value a line.
        Err(error) => {
            let lines: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
            if lines.is_empty() {
                return Err(ReportError(format!("no JSON: {error}")));
            }
            lines
        }
    };
    let mut found = Vec::new();
    let mut known_form = false;
    for value in &values {
        known_form |= read(value, &mut found)?;
    }
    if known_form { Ok(found) } else { Err(ReportError("of no form that a package manager writes".to_owned())) }
}

fn read(value: &Value, found: &mut Found) -> Result<bool, ReportError> {
    if let Some(summary) = value.get("error").filter(|error| !error.is_null()) {
        let words = value.get("message").or_else(|| summary.get("summary")).and_then(Value::as_str);
        return Err(ReportError(format!("the package manager failed: {}", words.unwrap_or("no reason given"))));
    }
    if let Some(packages) = value.get("vulnerabilities").and_then(Value::as_object) {
        packages.values().flat_map(|package| list(package, "via")).for_each(|via| npm(via, found));
    } else if let Some(advisories) = value.get("advisories").and_then(Value::as_object) {
        advisories.values().for_each(|advisory| classic(advisory, found));
    } else if let Some(packages) = value.get("dependencies").and_then(Value::as_array) {
        for package in packages {
            pip(package, found);
        }
    } else if let Some(kind) = value.get("type").and_then(Value::as_str) {
        if kind == "auditAdvisory"
            && let Some(advisory) = value.get("data").and_then(|data| data.get("advisory"))
        {
            classic(advisory, found);
        }
    } else if let (Some(name), Some(details)) = (value.get("value").and_then(Value::as_str), value.get("children")) {
        berry(name, details, found);
    } else if let Some(packages) = value.as_object().filter(|table| table.values().all(Value::is_array)) {
        for (name, advisories) in packages {
            for advisory in advisories.as_array().into_iter().flatten() {
                add(name, advisory, "vulnerable_versions", found);
            }
        }
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// npm 7 and later: `via` holds advisories, and names of packages that are affected through others.
fn npm(via: &Value, found: &mut Found) {
    let name = via.get("name").or_else(|| via.get("dependency")).and_then(Value::as_str);
    if let Some(name) = name {
        add(name, via, "range", found);
    }
}

/// npm 6, pnpm and Yarn classic.
fn classic(advisory: &Value, found: &mut Found) {
    if let Some(name) = advisory.get("module_name").and_then(Value::as_str) {
        add(name, advisory, "vulnerable_versions", found);
    }
}

fn add(name: &str, advisory: &Value, range_key: &str, found: &mut Found) {
    let text = |key: &str| advisory.get(key).and_then(Value::as_str);
    let url = text("url").unwrap_or_default();
    let github = text("github_advisory_id").or_else(|| url.rsplit('/').next().filter(|id| id.starts_with("GHSA-")));
    let aliases = list(advisory, "cves").filter_map(Value::as_str).map(SmolStr::new).collect();
    push(name, github.unwrap_or(url), aliases, text("severity"), text("title"), text(range_key), url, found);
}

/// Yarn 2 and later.
fn berry(name: &str, details: &Value, found: &mut Found) {
    let text = |key: &str| details.get(key).and_then(Value::as_str);
    let url = text("URL").unwrap_or_default();
    let id = url.rsplit('/').next().unwrap_or(url);
    push(name, id, Vec::new(), text("Severity"), text("Issue"), text("Vulnerable Versions"), url, found);
}

#[expect(clippy::too_many_arguments, reason = "the parts of one record, each read under another name")]
fn push(
    name: &str,
    id: &str,
    aliases: Vec<SmolStr>,
    severity: Option<&str>,
    title: Option<&str>,
    range: Option<&str>,
    url: &str,
    found: &mut Found,
) {
    let advisory = Advisory {
        id: SmolStr::new(id),
        aliases,
        grade: severity.and_then(Grade::of_word).unwrap_or_default(),
        summary: title.unwrap_or("no summary").to_owned(),
        ranges: range.map(events).unwrap_or_default(),
        versions: Vec::new(),
        url: SmolStr::new(url),
    };
    found.push((Ecosystem::Npm, SmolStr::new(name), advisory));
}

/// `<1.2.6 || >=2.0.0 <2.1.3` as events; what is no such range gives none.
fn events(range: &str) -> Vec<Vec<Event>> {
    range.replace(',', " ").split("||").filter_map(alternative).collect()
}

fn alternative(range: &str) -> Option<Vec<Event>> {
    let mut from = SmolStr::new_static("0");
    let mut events = Vec::new();
    let mut words = range.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let operator_end = word.find(|character: char| !"<>=".contains(character)).unwrap_or(word.len());
        let (operator, rest) = word.split_at(operator_end);
        let version = SmolStr::new(if rest.is_empty() { words.next()? } else { rest });
        match operator {
            ">=" => from = version,
            // One version too many is better than none.
            ">" => from = version,
            "<" => events.push(Event::Fixed(version)),
            "<=" => events.push(Event::LastAffected(version)),
            "" | "=" if version == "*" => {}
            "" | "=" => {
                // `1.0.0 - 1.2.0`
                let to = if words.peek() == Some(&"-") { words.nth(1).map(SmolStr::new) } else { None };
                events.push(Event::LastAffected(to.unwrap_or_else(|| version.clone())));
                from = version;
            }
            _ => return None,
        }
    }
    events.insert(0, Event::Introduced(from));
    Some(events)
}

/// pip-audit names the version that is installed, and no range.
fn pip(package: &Value, found: &mut Found) {
    let text = |key: &str| package.get(key).and_then(Value::as_str);
    let (Some(name), Some(version)) = (text("name"), text("version")) else { return };
    for hole in list(package, "vulns") {
        let text = |key: &str| hole.get(key).and_then(Value::as_str);
        let Some(id) = text("id") else { continue };
        let fixed = list(hole, "fix_versions").filter_map(Value::as_str).map(|fixed| Event::Fixed(SmolStr::new(fixed)));
        let advisory = Advisory {
            id: SmolStr::new(id),
            aliases: list(hole, "aliases").filter_map(Value::as_str).map(SmolStr::new).collect(),
            grade: Grade::High,
            summary: text("description")
                .unwrap_or("no summary")
                .lines()
                .next()
                .unwrap_or("")
                .chars()
                .take(160)
                .collect(),
            ranges: vec![fixed.collect()],
            versions: vec![SmolStr::new(version)],
            url: format!("https://osv.dev/vulnerability/{id}").into(),
        };
        let name = name.to_ascii_lowercase().replace(['_', '.'], "-");
        found.push((Ecosystem::PyPi, SmolStr::new(name), advisory));
    }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(text: &str) -> Vec<(String, String, Grade)> {
        let found = from_report(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        found
            .into_iter()
            .map(|(_, name, advisory)| (name.to_string(), advisory.id.to_string(), advisory.grade))
            .collect()
    }

    #[test]
    fn every_manager_is_understood() {
        let url = "https://github.com/advisories/GHSA-xvch-5gv4-984h";
        let classic = format!(
            r#"{{"module_name":"minimist","severity":"critical","title":"Prototype Pollution","url":"{url}","vulnerable_versions":"<1.2.6","cves":["CVE-2021-44906"]}}"#
        );
        let expected = vec![("minimist".to_owned(), "GHSA-xvch-5gv4-984h".to_owned(), Grade::Critical)];
        for text in [
            format!(
                r#"{{"auditReportVersion":2,"vulnerabilities":{{"minimist":{{"name":"minimist","severity":"critical","isDirect":true,"via":[{{"source":1097678,"name":"minimist","dependency":"minimist","title":"Prototype Pollution","url":"{url}","severity":"critical","range":"<1.2.6"}},"other"]}}}},"metadata":{{}}}}"#
            ),
            format!(r#"{{"actions":[],"advisories":{{"1097678":{classic}}},"muted":[]}}"#),
            format!(
                "{{\"type\":\"auditAdvisory\",\"data\":{{\"resolution\":{{}},\"advisory\":{classic}}}}}\n{{\"type\":\"auditSummary\",\"data\":{{}}}}\n"
            ),
            format!(
                r#"{{"value":"minimist","children":{{"ID":1097678,"Issue":"Prototype Pollution","URL":"{url}","Severity":"critical","Vulnerable Versions":"<1.2.6","Tree Versions":["1.2.5"]}}}}"#
            ),
            format!(
                r#"{{"minimist":[{{"id":1097678,"url":"{url}","title":"Prototype Pollution","severity":"critical","vulnerable_versions":"<1.2.6"}}]}}"#
            ),
        ] {
            assert_eq!(summary(&text), expected, "{text}");
            let advisory = &from_report(&text).unwrap()[0].2;
            assert!(advisory.affects(Ecosystem::Npm, "1.2.5") && !advisory.affects(Ecosystem::Npm, "1.2.6"), "{text}");
        }
        let pip = r#"{"dependencies":[{"name":"Flask","version":"0.5","vulns":[{"id":"PYSEC-2019-179","fix_versions":["1.0"],"aliases":["CVE-2019-1010083"],"description":"Denial"}]},{"name":"x","version":"1","vulns":[]}]}"#;
        let found = from_report(pip).unwrap();
        assert_eq!((found.len(), found[0].1.as_str()), (1, "flask"));
        assert!(found[0].2.affects(Ecosystem::PyPi, "0.5") && !found[0].2.affects(Ecosystem::PyPi, "1.0"));
    }

    #[test]
    fn ranges_of_npm_become_events() {
        for (range, affected, sound) in [
            ("<1.2.6", "1.2.5", "1.2.6"),
            (">=4.0.0 <4.0.4", "4.0.3", "3.9.0"),
            (">= 4.0.0, <4.0.4", "4.0.0", "4.0.4"),
            ("<2.5.4 || >=3.0.0 <3.0.4", "3.0.1", "2.5.4"),
            ("<=1.11.0", "1.11.0", "1.12.0"),
            ("1.0.0 - 1.11.0", "1.0.0", "1.11.1"),
            ("*", "1.0.0", ""),
            ("1.2.3", "1.2.3", "1.2.4"),
        ] {
            let advisory = Advisory { ranges: events(range), ..Advisory::default() };
            assert!(advisory.affects(Ecosystem::Npm, affected), "{range}");
            assert!(sound.is_empty() || !advisory.affects(Ecosystem::Npm, sound), "{range}");
        }
    }

    #[test]
    fn failures_are_said() {
        let failed = r#"{"message":"405 Method Not Allowed","error":{"summary":"","detail":""}}"#;
        assert!(from_report(failed).unwrap_err().0.contains("405"));
        for text in ["", "nonsense", "[]", "7", "{\"a\":1}"] {
            assert!(from_report(text).is_err(), "{text}");
        }
    }
}
