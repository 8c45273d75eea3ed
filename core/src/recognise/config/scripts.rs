//! Scripts that configuration names: those of a browser extension's manifest and those an Angular workspace builds.

use smol_str::SmolStr;

use crate::facts::ScriptSource;
use crate::syntax::json::JsonValue;

/// The scripts a manifest or workspace file names. A web app manifest, which has the same name, holds none.
pub fn named_by(root: &JsonValue) -> Vec<ScriptSource> {
    let mut found = Vec::new();
    if root.get(&["manifest_version"]).is_some() {
        of_extension(root, &mut found);
    }
    for project in root.get(&["projects"]).map(JsonValue::properties).unwrap_or_default() {
        for targets in ["architect", "targets"] {
            let options = project.value.get(&[targets, "build", "options"]);
            // The keys of the builders, old and new (angular.dev, "Workspace configuration").
            for key in ["browser", "main"] {
                add(options.and_then(|options| options.get(&[key])), &mut found);
            }
        }
    }
    found
}

/// developer.chrome.com, "Manifest file format"; MDN, "background" and "content_scripts".
fn of_extension(root: &JsonValue, found: &mut Vec<ScriptSource>) {
    add(root.get(&["background", "service_worker"]), found);
    add_all(root.get(&["background", "scripts"]), found);
    for script in root.get(&["content_scripts"]).map(JsonValue::items).unwrap_or_default() {
        add_all(script.get(&["js"]), found);
    }
}

fn add_all(list: Option<&JsonValue>, found: &mut Vec<ScriptSource>) {
    list.map(JsonValue::items).unwrap_or_default().iter().for_each(|item| add(Some(item), found));
}

fn add(value: Option<&JsonValue>, found: &mut Vec<ScriptSource>) {
    if let Some(value) = value
        && let Some(path) = value.as_str().filter(|path| !path.is_empty())
    {
        found.push(ScriptSource { url: SmolStr::new(path), range: value.range });
    }
}

#[cfg(test)]
mod tests {
    use crate::analyse;

    #[test]
    fn scripts_are_named() {
        for (path, text, expected) in [
            (
                "manifest.json",
                r#"{ "manifest_version": 3, "background": { "service_worker": "bg.js" },
                     "content_scripts": [{ "js": ["a.js", "b.js"] }] }"#,
                &["bg.js", "a.js", "b.js"][..],
            ),
            ("public/manifest.json", r#"{ "name": "x", "start_url": "/" }"#, &[]),
            (
                "angular.json",
                r#"{ "projects": { "x": { "architect": { "build": { "options": { "browser": "src/main.ts" } } } } } }"#,
                &["src/main.ts"],
            ),
            ("package.json", r#"{ "manifest_version": 3, "background": { "service_worker": "bg.js" } }"#, &[]),
        ] {
            let facts = analyse(path, text);
            let seen: Vec<&str> = facts.script_sources.iter().map(|source| source.url.as_str()).collect();
            assert_eq!(seen, expected, "{path}");
        }
    }
}
