//! `cargo xtask third-parties FILE`: writes who is who on the web, from `dist/entities-nostats.json` of the npm package
//! third-party-web, in the compact form that the core embeds.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::tools::root;

/// Writes the embedded list.
///
/// # Errors
/// The file cannot be read, is not third-party-web's data, or the result cannot be written.
pub fn run_chore(file: &Path) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let data: Value = serde_json::from_str(&text).context("this is not JSON")?;
    let entities = data.as_array().context("this is not third-party-web's data: no list")?;
    let mut groups = BTreeMap::<&str, Vec<String>>::new();
    for entity in entities {
        let name = entity["name"].as_str().context("an entity has no name")?;
        let category = entity["category"].as_str().context("an entity has no category")?;
        groups.entry(category).or_default().push(line(name, entity));
    }
    ensure!(entities.len() > 1000, "only {} entities: the form of the data has changed", entities.len());
    let mut out = String::new();
    for (category, mut lines) in groups {
        lines.sort();
        let _ = writeln!(out, "#{category}\n{}", lines.join("\n"));
    }
    let target = root().join("core/src/site/third_parties/entities.txt");
    fs::write(&target, &out).with_context(|| format!("cannot write {}", target.display()))?;
    println!("{} entities, {} bytes", entities.len(), out.len());
    Ok(())
}

/// `name|domain domain`: `*.domain` as the domain alone, a single host behind `=`.
fn line(name: &str, entity: &Value) -> String {
    let domains = entity["domains"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut domains: Vec<String> =
        domains.map(|domain| domain.strip_prefix("*.").map_or_else(|| format!("={domain}"), str::to_owned)).collect();
    domains.sort();
    // A domain stands for its host too.
    let whole = domains.clone();
    domains.retain(|domain| domain.strip_prefix('=').is_none_or(|host| !whole.iter().any(|known| known == host)));
    format!("{}|{}", name.replace(['|', '\n'], " "), domains.join(" "))
}
