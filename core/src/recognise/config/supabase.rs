//! `supabase/config.toml`: which schemas the project's HTTP API serves (supabase.com/docs, "CLI config", `api.schemas`).

use smol_str::SmolStr;

use crate::facts::FileFacts;

/// Reads the section `[api]`, line by line; other files hold nothing of the kind.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    if !facts.path.ends_with("supabase/config.toml") {
        return;
    }
    let mut lines = text.lines().map(|line| line.split('#').next().unwrap_or(line).trim());
    if !lines.any(|line| line == "[api]") {
        return;
    }
    let (mut is_enabled, mut schemas, mut is_open) = (true, None, false);
    for line in lines.take_while(|line| !line.starts_with('[') || line.starts_with("[\"")) {
        if is_open {
            is_open = !line.contains(']');
            schemas.get_or_insert_with(Vec::new).extend(quoted(line));
        } else if let Some((key, value)) = line.split_once('=') {
            match key.trim() {
                "enabled" => is_enabled = value.trim() != "false",
                "schemas" => {
                    schemas = Some(quoted(value).collect());
                    is_open = !value.contains(']');
                }
                _ => {}
            }
        }
    }
    let default = || vec![SmolStr::new_static("public"), SmolStr::new_static("graphql_public")];
    facts.api_schemas = Some(if is_enabled { schemas.unwrap_or_else(default) } else { Vec::new() });
}

fn quoted(text: &str) -> impl Iterator<Item = SmolStr> {
    text.split(['"', '\'']).skip(1).step_by(2).map(SmolStr::new)
}

#[cfg(test)]
mod tests {
    use crate::analyse;

    #[test]
    fn the_schemas_of_the_api_are_read() {
        for (text, expected) in [
            (
                "project_id = \"x\"\n[api]\nenabled = true\nschemas = [\"public\", \"app\"] # two\n[db]\n",
                Some(vec!["public", "app"]),
            ),
            ("[api]\nschemas = [\n  \"public\",\n  \"app\",\n]\nmax_rows = 10\n", Some(vec!["public", "app"])),
            ("[api]\nenabled = false\nschemas = [\"public\"]\n", Some(vec![])),
            ("[api]\nport = 1\n", Some(vec!["public", "graphql_public"])),
            ("project_id = \"x\"\n", None),
        ] {
            let facts = analyse("supabase/config.toml", text);
            let found = facts.api_schemas.map(|list| list.iter().map(ToString::to_string).collect::<Vec<_>>());
            assert_eq!(found, expected.map(|list| list.into_iter().map(str::to_owned).collect()), "{text}");
        }
        assert!(analyse("config.toml", "[api]\n").api_schemas.is_none());
    }
}
