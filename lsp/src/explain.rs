//! The page of a rule, for the command `seaworthy.explain`.

use seaworthy_core::report::rule_page;
use seaworthy_core::rules::by_id;
use serde_json::Value;

/// The command that answers with a rule's page as Markdown, given the rule's id.
pub const COMMAND: &str = "seaworthy.explain";

/// The page; none where the argument names no rule.
pub fn page(rule: Option<&Value>) -> Option<Value> {
    let rule = by_id(rule?.as_str()?)?;
    Some(Value::String(rule_page(rule.meta)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_rule_has_a_page_and_nothing_else_has() {
        let made = page(Some(&json!("token-in-web-storage"))).unwrap();
        assert!(made.as_str().unwrap().starts_with("# token-in-web-storage\n"), "{made}");
        for other in [None, Some(json!("no-such-rule")), Some(json!({})), Some(json!(1))] {
            assert_eq!(page(other.as_ref()), None);
        }
    }
}
