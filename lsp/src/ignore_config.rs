//! "Ignore this rule for this file in the configuration": the text that does it, to stand at the end of `seaworthy.toml`.

use serde_json::Value;

/// What to append to a configuration so that `rule` is off for the file at the project-relative `path`. `None` where it
/// has its overrides as one array, which a table at the end cannot add to.
pub fn addition(before: &str, path: &str, rule: &str) -> Option<String> {
    if before.lines().any(|line| line.trim_start().strip_prefix("overrides").is_some_and(is_assignment)) {
        return None;
    }
    // Routes have brackets in their names. A path without line breaks and quotes is the same text in JSON and in TOML's basic
    // strings.
    let paths = Value::from(globset::escape(path));
    let gap = match before {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    Some(format!("{gap}[[overrides]] # TODO say why\npaths = [{paths}]\nrules = {{ {rule} = \"off\" }}\n"))
}

fn is_assignment(rest: &str) -> bool {
    rest.trim_start().starts_with('=')
}

#[cfg(test)]
mod tests {
    use seaworthy_core::{RULES, Severity};
    use seaworthy_workspace::config::load;

    use super::*;

    #[test]
    fn the_rule_is_off_there_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("seaworthy.toml");
        let meta = RULES[0].meta;
        for before in ["", "[rules]\n", "ignore = ['old/**']", "[[overrides]]\npaths = ['b.ts']\nrules = {}\n"] {
            for path in ["src/a.ts", "app/[id]/{x}/p*.ts", "app/[...all]/r?.ts", "sp ace/é.ts"] {
                let after = format!("{before}{}", addition(before, path, meta.id).unwrap());
                std::fs::write(&file, &after).unwrap();
                let config = load(&file).unwrap_or_else(|error| panic!("{error}\n{after}"));
                assert_eq!(config.severity(meta, path, Severity::Error), None, "{after}");
                assert_eq!(config.severity(meta, "app/i/x/p.ts", Severity::Error), Some(Severity::Error));
            }
        }
        assert_eq!(addition("overrides = []\n", "a.ts", meta.id), None);
    }
}
