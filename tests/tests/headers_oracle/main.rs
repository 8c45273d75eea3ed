//! Verdicts on headers, compared with tools that everyone trusts: policies with Google's CSP Evaluator, check by check, and
//! sets of headers with MDN's HTTP Observatory. Both are the real packages, run by node.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod cases;
mod observatory;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use seaworthy_core::csp::{CspFinding, CspKind, CspSeverity, Policy, Version, evaluate, evaluate_strictness};
use serde_json::{Value, json};

/// What the oracle says about policies and sets of headers.
fn ask(policies: &[String], headers: &[cases::Headers]) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle");
    let packages = folder.join("node_modules");
    assert!(packages.is_dir(), "{} is not there: run `npm ci` in {}", packages.display(), folder.display());
    let sets: Vec<BTreeMap<_, _>> = headers.iter().map(|set| set.iter().cloned().collect()).collect();
    let mut node = Command::new("node")
        .arg("oracle.mjs")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = json!({ "policies": policies, "headers": sets }).to_string();
    let mut to_node = node.stdin.take().unwrap();
    to_node.write_all(input.as_bytes()).unwrap();
    drop(to_node);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
#[ignore = "needs node and the packages of tests/oracle, which `cargo xtask test` installs"]
fn policies_are_judged_as_csp_evaluator_does() {
    let policies = cases::policies();
    assert!(policies.len() >= 300, "{}", policies.len());
    let answer = ask(&policies, &[]);
    let mut checks: BTreeMap<String, usize> = BTreeMap::new();
    let mut differences = Vec::new();
    for (text, theirs) in policies.iter().zip(answer["policies"].as_array().unwrap()) {
        assert!(theirs["error"].is_null(), "{text}: {theirs}");
        let policy = Policy::parse(text);
        for (at, version) in [Version::Csp1, Version::Csp2, Version::Csp3].into_iter().enumerate() {
            let ours = lines(evaluate(&policy.at_level(version)));
            compare(text, &ours, &theirs["levels"][at], &mut checks, &mut differences);
        }
        let ours = lines(evaluate_strictness(&policy.at_level(Version::Csp3)));
        compare(text, &ours, &theirs["strict"], &mut checks, &mut differences);
    }
    println!("{} policies, agreement per check: {checks:#?}", policies.len());
    assert!(differences.is_empty(), "{} differences: {differences:#?}", differences.len());
    // Every check is met by some policy, so none agrees by never speaking.
    let met: BTreeSet<&str> = checks.keys().map(String::as_str).collect();
    let all = KINDS.iter().map(|(_, name)| *name).collect::<BTreeSet<_>>();
    assert_eq!(met, all);
}

fn compare(
    text: &str,
    ours: &BTreeSet<String>,
    theirs: &Value,
    checks: &mut BTreeMap<String, usize>,
    differences: &mut Vec<String>,
) {
    let theirs: BTreeSet<String> =
        theirs.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect();
    for line in ours.intersection(&theirs) {
        *checks.entry(line.split(' ').next().unwrap().to_owned()).or_default() += 1;
    }
    for line in ours.symmetric_difference(&theirs) {
        let side = if ours.contains(line) { "only ours" } else { "only theirs" };
        differences.push(format!("{text} | {side}: {line}"));
    }
}

/// Our checks and their names for them.
const KINDS: [(CspKind, &str); 21] = [
    (CspKind::MissingDirective, "MISSING_DIRECTIVES"),
    (CspKind::ScriptUnsafeInline, "SCRIPT_UNSAFE_INLINE"),
    (CspKind::ScriptUnsafeHashes, "SCRIPT_UNSAFE_HASHES"),
    (CspKind::ScriptUnsafeEval, "SCRIPT_UNSAFE_EVAL"),
    (CspKind::PlainScheme, "PLAIN_URL_SCHEMES"),
    (CspKind::PlainWildcard, "PLAIN_WILDCARD"),
    (CspKind::ScriptListBypass, "SCRIPT_ALLOWLIST_BYPASS"),
    (CspKind::ObjectListBypass, "OBJECT_ALLOWLIST_BYPASS"),
    (CspKind::IpSource, "IP_SOURCE"),
    (CspKind::NonceLength, "NONCE_LENGTH"),
    (CspKind::NonceCharset, "NONCE_CHARSET"),
    (CspKind::HttpSource, "SRC_HTTP"),
    (CspKind::DeprecatedDirective, "DEPRECATED_DIRECTIVE"),
    (CspKind::UnknownDirective, "UNKNOWN_DIRECTIVE"),
    (CspKind::MissingSemicolon, "MISSING_SEMICOLON"),
    (CspKind::InvalidKeyword, "INVALID_KEYWORD"),
    (CspKind::StrictDynamic, "STRICT_DYNAMIC"),
    (CspKind::StrictDynamicNotStandalone, "STRICT_DYNAMIC_NOT_STANDALONE"),
    (CspKind::UnsafeInlineFallback, "UNSAFE_INLINE_FALLBACK"),
    (CspKind::ListFallback, "ALLOWLIST_FALLBACK"),
    (CspKind::RequireTrustedTypes, "REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS"),
];

/// Findings in the oracle's words.
fn lines(found: Vec<CspFinding>) -> BTreeSet<String> {
    let severity = |severity| match severity {
        CspSeverity::High => "HIGH",
        CspSeverity::Syntax => "SYNTAX",
        CspSeverity::Medium => "MEDIUM",
        CspSeverity::MediumMaybe => "MEDIUM_MAYBE",
        CspSeverity::Strict => "STRICT_CSP",
        CspSeverity::Info => "INFO",
    };
    let line = |finding: CspFinding| {
        let kind = KINDS.iter().find(|(kind, _)| *kind == finding.kind).unwrap().1;
        let value = finding.value.unwrap_or_default();
        format!("{kind} {} {} {value}", severity(finding.severity), finding.directive).trim().to_owned()
    };
    found.into_iter().map(line).collect()
}
