//! A policy: its directives in order, and what is left of them for browsers of each level.

use super::directive::{SINCE_LEVEL_3, is_fetch, is_keyword};
use super::source::{is_hash, is_nonce, is_scheme};

/// Stands in a text for a part that is only known when the program runs.
pub const HOLE: char = '\u{FFFC}';

/// Levels of the specification, as browsers implement them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Allow-lists only.
    Csp1,
    /// Nonces and hashes.
    Csp2,
    /// `'strict-dynamic'`.
    Csp3,
}

/// A policy: directives and their values, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    directives: Vec<(String, Vec<String>)>,
}

/// A policy written with parts that are only known when the program runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// The known parts. A nonce made at run time counts as a good one.
    pub policy: Policy,
    /// Whether whole directives may come from elsewhere.
    pub is_open: bool,
    /// Directives whose list has unknown entries.
    pub open: Vec<String>,
}

impl Policy {
    /// Reads the value of a header. Of a repeated directive the first counts (CSP3, section 2.2.1).
    pub fn parse(text: &str) -> Self {
        let mut policy = Self::default();
        for token in text.split(';') {
            let mut parts = token.split_whitespace();
            let Some(name) = parts.next().map(str::to_ascii_lowercase) else { continue };
            if policy.has(&name) {
                continue;
            }
            let mut values: Vec<String> = Vec::new();
            for value in parts.map(normal) {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            policy.directives.push((name, values));
        }
        policy
    }

    /// Every directive with its values, in order.
    pub fn directives(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.directives.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// The values of a directive; none when the policy has no such directive.
    pub fn get(&self, name: &str) -> Option<&[String]> {
        self.directives.iter().find(|(own, _)| own == name).map(|(_, values)| values.as_slice())
    }

    /// Whether the policy has a directive of this name.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The directive that decides for `name`: itself, or what stands in for it.
    pub fn effective<'a>(&self, name: &'a str) -> &'a str {
        if self.has(name) {
            return name;
        }
        match name {
            "script-src-attr" | "script-src-elem" if self.has("script-src") => "script-src",
            "style-src-attr" | "style-src-elem" if self.has("style-src") => "style-src",
            name if is_fetch(name) => "default-src",
            name => name,
        }
    }

    /// The values that decide for `name`.
    pub fn sources(&self, name: &str) -> &[String] {
        self.get(self.effective(name)).unwrap_or_default()
    }

    /// Whether scripts need a nonce.
    pub fn has_script_nonce(&self) -> bool {
        self.sources("script-src").iter().any(|value| is_nonce(value))
    }

    /// Whether scripts are named by their hash.
    pub fn has_script_hash(&self) -> bool {
        self.sources("script-src").iter().any(|value| is_hash(value))
    }

    /// Whether scripts may load further ones by the trust put in them.
    pub fn has_strict_dynamic(&self) -> bool {
        self.sources("script-src").iter().any(|value| value == "'strict-dynamic'")
    }

    /// What a browser of a level makes of the policy: values it ignores are taken out.
    #[must_use]
    pub fn at_level(&self, version: Version) -> Self {
        let mut left = self.clone();
        for name in ["script-src", "script-src-attr", "script-src-elem"] {
            let name = self.effective(name);
            let Some(own) = self.get(name) else { continue };
            let has_proof =
                left.get(name).is_some_and(|values| values.iter().any(|value| is_nonce(value) || is_hash(value)));
            let is_strict = own.iter().any(|value| value == "'strict-dynamic'");
            left.retain(name, |value| {
                let is_proof = value.starts_with("'nonce-") || value.starts_with("'sha");
                let inert_inline = has_proof && version >= Version::Csp2 && value == "'unsafe-inline'";
                let unseen_proof = has_proof && version < Version::Csp2 && is_proof;
                let inert_list = is_strict
                    && version >= Version::Csp3
                    && (!value.starts_with('\'') || value == "'self'" || value == "'unsafe-inline'");
                let unseen_strict = is_strict && version < Version::Csp3 && value == "'strict-dynamic'";
                !(inert_inline || unseen_proof || inert_list || unseen_strict)
            });
        }
        if version < Version::Csp3 {
            left.directives.retain(|(name, _)| !SINCE_LEVEL_3.contains(&name.as_str()));
        }
        left
    }

    fn retain(&mut self, name: &str, keep: impl Fn(&str) -> bool) {
        for (own, values) in &mut self.directives {
            if own == name {
                values.retain(|value| keep(value));
            }
        }
    }
}

impl Template {
    /// Reads a text in which [`HOLE`] stands for what is not known.
    pub fn parse(text: &str) -> Self {
        let mut template = Self::default();
        // Longer than eight characters and of base64's letters: what a nonce should be.
        let text = text.replace(&format!("'nonce-{HOLE}"), "'nonce-bWFkZS1hdC1ydW4tdGltZQ");
        let mut known = String::with_capacity(text.len());
        for token in text.split(';') {
            let mut parts = token.split_whitespace();
            let Some(name) = parts.next() else { continue };
            if name.contains(HOLE) {
                template.is_open = true;
                continue;
            }
            known.push_str(name);
            for value in parts {
                if value.contains(HOLE) {
                    template.open.push(name.to_ascii_lowercase());
                } else {
                    known.push(' ');
                    known.push_str(value);
                }
            }
            known.push(';');
        }
        template.policy = Policy::parse(&known);
        template
    }
}

/// Keywords and schemes are compared without regard to case.
fn normal(value: &str) -> String {
    let lower = value.to_ascii_lowercase();
    if is_keyword(&lower) || is_scheme(value) { lower } else { value.to_owned() }
}
