//! The content security policies that a page really has: from its answer's headers and from its markup.
//!
//! Invariant: several policies hold together, so what one forbids is forbidden; a policy that only reports forbids nothing.

use super::answer::Answer;
use super::document::Document;
use crate::csp::Policy;

/// A policy that a page was sent with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentPolicy {
    /// What it says.
    pub policy: Policy,
    /// Whether it stands in the markup, where some directives do not count (CSP3, section 3.3).
    pub in_markup: bool,
    /// Whether it only reports.
    pub only_reports: bool,
}

/// Directives that browsers ignore in markup.
const NOT_IN_MARKUP: [&str; 3] = ["frame-ancestors", "report-uri", "sandbox"];

impl SentPolicy {
    /// The values of a directive that counts where the policy stands.
    pub fn get(&self, directive: &str) -> Option<&[String]> {
        let is_ignored = self.in_markup && NOT_IN_MARKUP.contains(&directive);
        self.policy.get(directive).filter(|_| !is_ignored)
    }
}

/// Every policy of a page, in the order browsers meet them.
pub(super) fn policies(answer: Option<&Answer>, markup: Option<&Document>) -> Vec<SentPolicy> {
    let mut found = Vec::new();
    for (header, only_reports) in [("content-security-policy", false), ("content-security-policy-report-only", true)] {
        let values = answer.into_iter().flat_map(|answer| answer.all(header));
        // A comma parts policies in one header (CSP3, section 2.2.2).
        found.extend(values.flat_map(|value| value.split(',')).filter_map(|text| read(text, false, only_reports)));
    }
    let metas = markup.into_iter().flat_map(|document| document.all("meta"));
    let named = metas.filter(|meta| {
        meta.attribute("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy"))
    });
    found.extend(named.filter_map(|meta| read(meta.attribute("content")?, true, false)));
    found
}

fn read(text: &str, in_markup: bool, only_reports: bool) -> Option<SentPolicy> {
    let policy = Policy::parse(text);
    policy.directives().next()?;
    Some(SentPolicy { policy, in_markup, only_reports })
}
