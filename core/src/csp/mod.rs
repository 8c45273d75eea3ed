//! Content Security Policy: what a policy says, and where it lets an attacker's script in.
//!
//! The verdicts follow Google's CSP Evaluator (<https://github.com/google/csp-evaluator>), against which a test holds them.
//! Parsing and the meaning of keywords follow CSP Level 3 (<https://www.w3.org/TR/CSP3/>).
//!
//! Invariant: pure; any text gives a policy, and every check takes time in proportion to its length.

mod bypass;
mod bypass_hosts;
mod check;
mod directive;
mod policy;
mod source;

pub use check::{CspFinding, CspKind, CspSeverity, evaluate, evaluate_strictness};
pub use policy::{HOLE, Policy, Template, Version};

#[cfg(test)]
mod tests;
