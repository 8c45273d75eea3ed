//! The checks: each looks at a policy as browsers of one level see it.

use super::bypass;
use super::directive::{KEYWORDS, is_directive, is_keyword};
use super::policy::Policy;
use super::source::{host, is_address, is_hash, is_nonce, is_scheme, nonce, without_scheme};

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CspFinding {
    /// Which check.
    pub kind: CspKind,
    /// How much it matters.
    pub severity: CspSeverity,
    /// The directive it is about, present or missing.
    pub directive: String,
    /// The value it is about, when it is one.
    pub value: Option<String>,
    /// The host that gets around the list, and what it serves.
    pub bypass: Option<(String, &'static str)>,
}

/// How much a finding matters, as Google's CSP Evaluator ranks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CspSeverity {
    /// The policy does not stop injected scripts.
    High,
    /// A mistake in the text: the browser reads something else than was meant.
    Syntax,
    /// It weakens the policy.
    Medium,
    /// It may get around the policy.
    MediumMaybe,
    /// What a strict policy would have as well.
    Strict,
    /// Worth knowing.
    Info,
}

/// The checks, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each name says what was found")]
pub enum CspKind {
    MissingDirective,
    ScriptUnsafeInline,
    ScriptUnsafeHashes,
    ScriptUnsafeEval,
    PlainScheme,
    PlainWildcard,
    ScriptListBypass,
    ObjectListBypass,
    IpSource,
    NonceLength,
    NonceCharset,
    HttpSource,
    DeprecatedDirective,
    UnknownDirective,
    MissingSemicolon,
    InvalidKeyword,
    StrictDynamic,
    StrictDynamicNotStandalone,
    UnsafeInlineFallback,
    ListFallback,
    RequireTrustedTypes,
}

impl CspKind {
    /// The name in reports and tests.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingDirective => "missing-directive",
            Self::ScriptUnsafeInline => "script-unsafe-inline",
            Self::ScriptUnsafeHashes => "script-unsafe-hashes",
            Self::ScriptUnsafeEval => "script-unsafe-eval",
            Self::PlainScheme => "plain-scheme",
            Self::PlainWildcard => "plain-wildcard",
            Self::ScriptListBypass => "script-list-bypass",
            Self::ObjectListBypass => "object-list-bypass",
            Self::IpSource => "ip-source",
            Self::NonceLength => "nonce-length",
            Self::NonceCharset => "nonce-charset",
            Self::HttpSource => "http-source",
            Self::DeprecatedDirective => "deprecated-directive",
            Self::UnknownDirective => "unknown-directive",
            Self::MissingSemicolon => "missing-semicolon",
            Self::InvalidKeyword => "invalid-keyword",
            Self::StrictDynamic => "strict-dynamic",
            Self::StrictDynamicNotStandalone => "strict-dynamic-not-standalone",
            Self::UnsafeInlineFallback => "unsafe-inline-fallback",
            Self::ListFallback => "list-fallback",
            Self::RequireTrustedTypes => "require-trusted-types",
        }
    }
}

/// Directives through which a script can get in.
const TO_SCRIPTS: [&str; 5] = ["script-src", "script-src-attr", "script-src-elem", "object-src", "base-uri"];
const SCRIPTS: [&str; 3] = ["script-src", "script-src-attr", "script-src-elem"];

/// Every weakness of a policy. Hand it what [`Policy::at_level`] gives for the browsers of interest.
pub fn evaluate(policy: &Policy) -> Vec<CspFinding> {
    let mut checks = Checks { policy, found: Vec::new() };
    checks.unsafe_scripts();
    checks.schemes_and_wildcards();
    checks.missing();
    checks.script_lists();
    checks.object_lists();
    checks.sources();
    checks.names();
    checks.keywords();
    checks.found
}

/// What keeps a policy from being strict: nonces or hashes with `'strict-dynamic'` (<https://web.dev/articles/strict-csp>).
pub fn evaluate_strictness(policy: &Policy) -> Vec<CspFinding> {
    let mut checks = Checks { policy, found: Vec::new() };
    checks.strict();
    checks.found
}

struct Checks<'a> {
    policy: &'a Policy,
    found: Vec<CspFinding>,
}

impl<'a> Checks<'a> {
    fn add(&mut self, kind: CspKind, severity: CspSeverity, directive: &str, value: Option<&str>) {
        self.found.push(CspFinding {
            kind,
            severity,
            directive: directive.to_owned(),
            value: value.map(str::to_owned),
            bypass: None,
        });
    }

    /// The directives that decide for `names`, each once.
    fn deciding(&self, names: &[&'static str]) -> Vec<(&'static str, &'a [String])> {
        let mut found: Vec<(&'static str, &'a [String])> = Vec::new();
        for name in names {
            let deciding = self.policy.effective(name);
            if !found.iter().any(|(known, _)| *known == deciding) {
                found.push((deciding, self.policy.get(deciding).unwrap_or_default()));
            }
        }
        found
    }

    fn unsafe_scripts(&mut self) {
        for (directive, values) in self.deciding(&SCRIPTS) {
            for value in values {
                let (kind, severity) = match value.as_str() {
                    "'unsafe-inline'" => (CspKind::ScriptUnsafeInline, CspSeverity::High),
                    "'unsafe-hashes'" => (CspKind::ScriptUnsafeHashes, CspSeverity::MediumMaybe),
                    "'unsafe-eval'" => (CspKind::ScriptUnsafeEval, CspSeverity::MediumMaybe),
                    _ => continue,
                };
                self.add(kind, severity, directive, Some(value));
            }
        }
    }

    fn schemes_and_wildcards(&mut self) {
        for (directive, values) in self.deciding(&TO_SCRIPTS) {
            for value in values {
                if matches!(value.as_str(), "data:" | "http:" | "https:") {
                    self.add(CspKind::PlainScheme, CspSeverity::High, directive, Some(value));
                } else if without_scheme(value) == "*" {
                    self.add(CspKind::PlainWildcard, CspSeverity::High, directive, Some(value));
                }
            }
        }
    }

    fn missing(&mut self) {
        let policy = self.policy;
        let lacks = |name: &str| !policy.has(name) && !policy.has("default-src");
        if policy.sources("object-src").is_empty() {
            self.add(CspKind::MissingDirective, CspSeverity::High, "object-src", None);
        }
        if lacks("script-src") {
            self.add(CspKind::MissingDirective, CspSeverity::High, "script-src", None);
        }
        // Only scripts that are trusted wherever they come from are misled by another base.
        let needs_base = policy.has_script_nonce() || policy.has_script_hash() && policy.has_strict_dynamic();
        if needs_base && !policy.has("base-uri") {
            self.add(CspKind::MissingDirective, CspSeverity::High, "base-uri", None);
        }
    }

    fn script_lists(&mut self) {
        for (directive, values) in self.deciding(&["script-src", "script-src-elem"]) {
            if values.iter().any(|value| value == "'none'") {
                continue;
            }
            let may_eval = values.iter().any(|value| value == "'unsafe-eval'");
            for value in values {
                if value == "'self'" {
                    self.add(CspKind::ScriptListBypass, CspSeverity::MediumMaybe, directive, Some(value));
                }
                if value.starts_with('\'') || is_scheme(value) || !value.contains('.') {
                    continue;
                }
                let way = bypass::for_scripts(value, may_eval);
                self.list_entry(CspKind::ScriptListBypass, directive, value, way);
            }
        }
    }

    fn object_lists(&mut self) {
        let directive = self.policy.effective("object-src");
        let values = self.policy.get(directive).unwrap_or_default();
        let other_plugins = self
            .policy
            .get("plugin-types")
            .is_some_and(|types| !types.iter().any(|kind| kind == "application/x-shockwave-flash"));
        if other_plugins {
            return;
        }
        for value in values {
            if value == "'none'" {
                return;
            }
            let way = bypass::for_objects(value);
            if way.is_some() || directive == "object-src" {
                self.list_entry(CspKind::ObjectListBypass, directive, value, way);
            }
        }
    }

    fn list_entry(&mut self, kind: CspKind, directive: &str, value: &str, way: Option<bypass::Bypass>) {
        let severity = if way.is_some() { CspSeverity::High } else { CspSeverity::MediumMaybe };
        self.add(kind, severity, directive, Some(value));
        if let (Some(way), Some(last)) = (way, self.found.last_mut()) {
            last.bypass = Some((way.host, way.serves));
        }
    }

    fn sources(&mut self) {
        for (directive, values) in self.policy.directives() {
            for value in values {
                if is_address(&host(value)) {
                    self.add(CspKind::IpSource, CspSeverity::Info, directive, Some(value));
                }
                if let Some(inner) = nonce(value) {
                    if inner.chars().count() < 8 {
                        self.add(CspKind::NonceLength, CspSeverity::Medium, directive, Some(value));
                    }
                    if !is_nonce(value) {
                        self.add(CspKind::NonceCharset, CspSeverity::Info, directive, Some(value));
                    }
                }
                if value.starts_with("http://") {
                    self.add(CspKind::HttpSource, CspSeverity::Medium, directive, Some(value));
                }
            }
        }
    }

    fn names(&mut self) {
        for name in ["reflected-xss", "referrer", "disown-opener", "prefetch-src"] {
            if self.policy.has(name) {
                self.add(CspKind::DeprecatedDirective, CspSeverity::Info, name, None);
            }
        }
        for (directive, values) in self.policy.directives() {
            if !is_directive(directive) {
                self.add(CspKind::UnknownDirective, CspSeverity::Syntax, directive, None);
            }
            for value in values.iter().filter(|value| is_directive(value)) {
                self.add(CspKind::MissingSemicolon, CspSeverity::Syntax, directive, Some(value));
            }
        }
    }

    fn keywords(&mut self) {
        for (directive, values) in self.policy.directives() {
            for value in values {
                let is_bare = KEYWORDS.iter().any(|keyword| keyword.trim_matches('\'') == value)
                    || ["nonce-", "sha256-", "sha384-", "sha512-"].iter().any(|start| value.starts_with(start));
                let is_known = !value.starts_with('\'')
                    || match directive {
                        "require-trusted-types-for" => value == "'script'",
                        "trusted-types" => value == "'allow-duplicates'" || value == "'none'",
                        _ => is_keyword(value) || is_hash(value) || is_nonce(value),
                    };
                if is_bare || !is_known {
                    self.add(CspKind::InvalidKeyword, CspSeverity::Syntax, directive, Some(value));
                }
            }
        }
    }

    fn strict(&mut self) {
        let policy = self.policy;
        let directive = policy.effective("script-src");
        let values = policy.get(directive).unwrap_or_default();
        let has_proof = policy.has_script_nonce() || policy.has_script_hash();
        let is_strict = values.iter().any(|value| value == "'strict-dynamic'");
        if !is_strict && values.iter().any(|value| !value.starts_with('\'')) {
            self.add(CspKind::StrictDynamic, CspSeverity::Strict, directive, None);
        }
        if is_strict && !has_proof {
            self.add(CspKind::StrictDynamicNotStandalone, CspSeverity::Info, directive, None);
        }
        if has_proof && !values.iter().any(|value| value == "'unsafe-inline'") {
            self.add(CspKind::UnsafeInlineFallback, CspSeverity::Strict, directive, None);
        }
        let is_fallback = |value: &String| matches!(value.as_str(), "http:" | "https:" | "*") || value.contains('.');
        if is_strict && !values.iter().any(is_fallback) {
            self.add(CspKind::ListFallback, CspSeverity::Strict, directive, None);
        }
        if !policy.sources("require-trusted-types-for").iter().any(|value| value == "'script'") {
            self.add(CspKind::RequireTrustedTypes, CspSeverity::Info, "require-trusted-types-for", None);
        }
    }
}
