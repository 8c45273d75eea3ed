//! What the editor extension shows of rules, gaps and launch items, generated from their metadata.

use anyhow::Result;
use seaworthy_core::checklist::ITEMS;
use seaworthy_core::{Gap, RULES};
use serde_json::json;

/// Gaps, launch items and rules as JSON, for the extension's bundle.
///
/// # Errors
/// None in practice: the values are plain.
pub fn rules_json() -> Result<String> {
    let gaps = Gap::ALL.map(|gap| json!({ "id": gap.as_str(), "title": gap.title() }));
    let items = ITEMS.each_ref().map(|item| json!({ "number": item.number.get(), "title": item.title }));
    let rules: Vec<_> = RULES
        .iter()
        .map(|rule| {
            let meta = rule.meta;
            json!({ "id": meta.id, "gap": meta.gap.as_str(), "item": meta.launch_item, "title": meta.title })
        })
        .collect();
    let text = serde_json::to_string_pretty(&json!({ "gaps": gaps, "items": items, "rules": rules }))?;
    Ok(text + "\n")
}
