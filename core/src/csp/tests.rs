use super::{CspKind, CspSeverity, HOLE, Policy, Template, Version, evaluate};

fn grave(text: &str) -> Vec<(CspKind, String)> {
    let found = evaluate(&Policy::parse(text).at_level(Version::Csp3));
    let grave = found.into_iter().filter(|finding| finding.severity == CspSeverity::High);
    grave.map(|finding| (finding.kind, finding.value.unwrap_or(finding.directive))).collect()
}

#[test]
fn the_first_of_a_repeated_directive_counts() {
    let policy = Policy::parse("SCRIPT-SRC 'SELF' HTTPS: ; script-src *;; img-src");
    assert_eq!(policy.get("script-src").unwrap(), ["'self'", "https:"]);
    assert_eq!(policy.get("img-src").unwrap(), [""; 0]);
}

#[test]
fn weak_policies_are_told_from_strong_ones() {
    use CspKind::{MissingDirective, PlainScheme, PlainWildcard, ScriptListBypass, ScriptUnsafeInline};
    for (text, expected) in [
        ("default-src 'self'", vec![]),
        (
            "script-src 'nonce-r4nd0mr4nd0m' 'strict-dynamic' https: 'unsafe-inline'; object-src 'none'; base-uri 'none'",
            vec![],
        ),
        ("default-src 'self'; script-src 'self' 'unsafe-inline'", vec![(ScriptUnsafeInline, "'unsafe-inline'")]),
        ("default-src 'self' https:", vec![(PlainScheme, "https:")]),
        ("default-src 'self'; script-src *", vec![(PlainWildcard, "*")]),
        ("script-src 'self'", vec![(MissingDirective, "object-src")]),
        ("img-src 'self'", vec![(MissingDirective, "object-src"), (MissingDirective, "script-src")]),
        (
            "default-src 'none'; script-src https://ajax.googleapis.com",
            vec![(ScriptListBypass, "https://ajax.googleapis.com")],
        ),
        ("default-src 'none'; script-src 'nonce-r4nd0mr4nd0m'", vec![(MissingDirective, "base-uri")]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(kind, about)| (kind, about.to_owned())).collect();
        assert_eq!(grave(text), expected, "{text}");
    }
}

#[test]
fn older_browsers_ignore_what_they_do_not_know() {
    let policy =
        Policy::parse("script-src 'nonce-r4nd0mr4nd0m' 'strict-dynamic' 'unsafe-inline' https:; worker-src 'self'");
    let at = |version| policy.at_level(version).get("script-src").unwrap().join(" ");
    assert_eq!(at(Version::Csp1), "'unsafe-inline' https:");
    assert_eq!(at(Version::Csp2), "'nonce-r4nd0mr4nd0m' https:");
    assert_eq!(at(Version::Csp3), "'nonce-r4nd0mr4nd0m' 'strict-dynamic'");
    assert!(!policy.at_level(Version::Csp2).has("worker-src"));
}

#[test]
fn what_is_not_known_stays_open() {
    let template =
        Template::parse(&format!("default-src 'self'; script-src 'nonce-{HOLE}' {HOLE}; {HOLE}; img-src {HOLE}.test"));
    assert!(template.is_open && template.policy.has_script_nonce());
    assert_eq!(template.open, ["script-src", "img-src"]);
}

#[test]
fn hostile_texts_do_no_harm() {
    for text in
        ["", ";", ";;;", "'", "script-src '", "script-src [", "script-src //", "script-src 'nonce-'", "é *ü ://"]
    {
        let _ = evaluate(&Policy::parse(text).at_level(Version::Csp3));
    }
    let long = "script-src ".to_owned() + &"a.test ".repeat(2_000);
    assert!(!evaluate(&Policy::parse(&long)).is_empty());
}
