//! What is known of a rule before it runs. Docs pages, SARIF descriptors, the settings schema and the extension's
//! lists are generated from this and from nothing else.

use serde::{Deserialize, Serialize};

use crate::finding::{FixLevel, Severity};

/// The nine families of gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// Auth tokens where scripts can read them.
    TokenStorage,
    /// Session cookies without their flags.
    CookieFlags,
    /// Secrets that reach the browser.
    ClientSecret,
    /// Rows of one customer within reach of another.
    TenantIsolation,
    /// Endpoints an attacker can hammer.
    RateLimit,
    /// Transport and content headers.
    Headers,
    /// Packages nobody audits or pins.
    Dependency,
    /// Privacy policy, terms, retention, regulated data.
    Privacy,
    /// No trail of sensitive operations.
    AuditLog,
}

impl Gap {
    /// Every gap, in the order of the launch checklist.
    pub const ALL: [Self; 9] = [
        Self::TokenStorage,
        Self::CookieFlags,
        Self::ClientSecret,
        Self::TenantIsolation,
        Self::RateLimit,
        Self::Headers,
        Self::Dependency,
        Self::Privacy,
        Self::AuditLog,
    ];

    /// The kebab-case name used in configuration and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TokenStorage => "token-storage",
            Self::CookieFlags => "cookie-flags",
            Self::ClientSecret => "client-secret",
            Self::TenantIsolation => "tenant-isolation",
            Self::RateLimit => "rate-limit",
            Self::Headers => "headers",
            Self::Dependency => "dependency",
            Self::Privacy => "privacy",
            Self::AuditLog => "audit-log",
        }
    }

    /// A title a person reads.
    pub const fn title(self) -> &'static str {
        match self {
            Self::TokenStorage => "Auth tokens in the browser",
            Self::CookieFlags => "Session cookies",
            Self::ClientSecret => "Secrets in the browser",
            Self::TenantIsolation => "Tenant isolation",
            Self::RateLimit => "Rate limits",
            Self::Headers => "HTTPS and headers",
            Self::Dependency => "Dependencies",
            Self::Privacy => "Privacy and terms",
            Self::AuditLog => "Audit log",
        }
    }
}

/// A code example of a rule's documentation. Tests run it: a bad one must be found, a sound one must stay silent.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Project-relative path the example pretends to have; decides its language.
    pub path: &'static str,
    /// The code.
    pub code: &'static str,
}

impl Example {
    /// Of a rule that judges live pages alone.
    pub const NONE: Self = Self { path: "", code: "" };
}

/// What is known of a rule before it runs.
#[derive(Debug)]
pub struct RuleMeta {
    /// Kebab-case; states the bad pattern.
    pub id: &'static str,
    /// The family it belongs to.
    pub gap: Gap,
    /// Item of the launch checklist, 1 to 10.
    pub launch_item: u8,
    /// One line that states the bad pattern.
    pub title: &'static str,
    /// The gravest severity the rule gives without configuration.
    pub severity: Severity,
    /// The most trusted fix the rule may offer; `None` when it offers no fix at all.
    pub fix: Option<FixLevel>,
    /// CWE numbers (<https://cwe.mitre.org>).
    pub cwe: &'static [u16],
    /// OWASP Top 10 2021 entries, such as `A05:2021`.
    pub owasp: &'static [&'static str],
    /// Markdown: what it finds, why it matters, what stays silent.
    pub docs: &'static str,
    /// An example that must be found.
    pub bad: Example,
    /// The sound counterpart that must stay silent.
    pub sound: Example,
    /// Where the facts come from: links for people.
    pub sources: &'static [&'static str],
    /// The release that first had it.
    pub since: &'static str,
}

impl RuleMeta {
    /// Whether it judges code. A rule that knows live pages alone has no code to show as an example.
    pub fn reads_code(&self) -> bool {
        !self.bad.path.is_empty()
    }

    /// The page that explains the rule.
    pub fn url(&self) -> String {
        format!("https://github.com/seaworthy-dev/seaworthy/blob/main/docs/rules/{}.md", self.id)
    }
}

impl PartialEq for RuleMeta {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
