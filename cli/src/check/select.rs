//! Which findings are shown, and in which order.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use seaworthy_core::report::Marked;
use seaworthy_core::{Finding, Gap, RULES, RuleMeta};

use crate::Failure;
use crate::explain::did_you_mean;

/// The rules a person asked for.
pub(crate) struct Chosen {
    /// Rule ids and names of gaps; all rules when empty.
    names: BTreeSet<String>,
}

impl Chosen {
    /// Takes rule ids and names of gaps.
    pub(crate) fn new(names: &[String]) -> Result<Self, Failure> {
        for name in names {
            let is_known =
                RULES.iter().any(|rule| rule.meta.id == name) || Gap::ALL.iter().any(|gap| gap.as_str() == name);
            if !is_known {
                return Err(format!("there is no rule or gap named `{name}`.{}", did_you_mean(name, true)));
            }
        }
        Ok(Self { names: names.iter().cloned().collect() })
    }

    /// Whether the finding's rule was asked for.
    pub(crate) fn takes(&self, finding: &Finding) -> bool {
        self.takes_rule(finding.rule)
    }

    /// Whether the rule was asked for.
    pub(crate) fn takes_rule(&self, rule: &RuleMeta) -> bool {
        self.names.is_empty() || self.names.contains(rule.id) || self.names.contains(rule.gap.as_str())
    }
}

/// The gravest first; among equals in order of path and place, as they come.
pub(super) fn by_gravity(found: &mut [Marked<'_>]) {
    found.sort_by_key(|marked| Reverse(marked.finding.severity));
}
