//! The tools as a client sees them: name, description, schema of the arguments, and what they may do.

use std::sync::Arc;

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};

/// Every tool; the one that writes only where it may.
pub(super) fn all(may_edit: bool) -> Vec<Tool> {
    let rules = json!({ "type": "array", "items": { "type": "string" }, "description": "only these rules, or the rules of these gaps" });
    let mut tools = vec![
        tool(
            "check_files",
            "Check files",
            "Find security gaps in files and folders of this project as they are on disk. One line each, the gravest first.",
            json!({
                "paths": { "type": "array", "items": { "type": "string" }, "description": "files and folders, from the project's root; the whole project when empty" },
                "rules": rules,
                "min_severity": { "enum": ["error", "warning", "info"], "description": "the least grave finding to tell; info when missing" },
                "limit": { "type": "integer", "minimum": 1, "maximum": 200, "description": "how many findings to tell; 40 when missing" },
            }),
            &[],
        ),
        tool(
            "check_text",
            "Check a text",
            "Find security gaps in a text before it is written, as if it were the file at `path`, judged within the project around it.",
            json!({
                "path": { "type": "string", "description": "where the text would stand, from the project's root" },
                "text": { "type": "string", "description": "the whole text of the file" },
                "rules": rules,
            }),
            &["path", "text"],
        ),
        tool(
            "explain_rule",
            "Explain a rule",
            "What a rule finds, why it matters, a bad and a sound example, and what to do instead.",
            json!({ "rule": { "type": "string", "description": "its id, as findings show it" } }),
            &["rule"],
        ),
        tool(
            "list_rules",
            "List the rules",
            "Every rule, or those of one gap, a line each.",
            json!({ "gap": { "type": "string", "description": "such as tenant-isolation or client-secret" } }),
            &[],
        ),
        tool(
            "launch_checklist",
            "Launch checklist",
            "How the ten things that have to hold before launch stand, with the places that fall short, and which reviews are due.",
            json!({ "path": { "type": "string", "description": "the folder of one app; the whole project when missing" } }),
            &[],
        ),
        tool(
            "preview_fix",
            "Preview a fix",
            "Show the change that mends findings of a file, as a diff. Writes nothing.",
            fix(),
            &["path"],
        ),
    ];
    if may_edit {
        let apply = tool("apply_fix", "Apply a fix", "Make the change that preview_fix shows.", fix(), &["path"]);
        tools.push(apply.annotate(hints(false)));
    }
    tools
}

fn fix() -> Value {
    json!({
        "path": { "type": "string", "description": "the file, from the project's root" },
        "rule": { "type": "string", "description": "only findings of this rule" },
        "line": { "type": "integer", "minimum": 1, "description": "only findings that begin on this line" },
        "level": { "enum": ["safe", "suggestion"], "description": "safe (when missing): behaviour stays as intended; suggestion: it may change, so look at it" },
    })
}

fn tool(name: &'static str, title: &str, about: &'static str, properties: Value, required: &[&str]) -> Tool {
    let mut schema = JsonObject::new();
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties);
    schema.insert("required".into(), json!(required));
    schema.insert("additionalProperties".into(), false.into());
    Tool::new(name, about, Arc::new(schema)).with_title(title).annotate(hints(true))
}

/// Nothing here reaches out of the project; what writes only replaces what a fix names, and changes nothing when run again.
fn hints(read_only: bool) -> ToolAnnotations {
    ToolAnnotations::new().read_only(read_only).destructive(!read_only).idempotent(true).open_world(false)
}
