//! An auth token is put where every script of the page can read it.

use super::super::evidence::{Evidence, Strength, of_kept, of_value};
use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::server_cookie;
use crate::facts::{SessionStoreChoice, StorageApi, StorageArea, StorageWrite, Value};
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Related, Severity};
use crate::names::{NameClass, classify};
use crate::project::Origin;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(super::live::check) };

static META: RuleMeta = RuleMeta {
    id: "token-in-web-storage",
    gap: Gap::TokenStorage,
    launch_item: 1,
    title: "An auth token is kept where scripts can read it",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[922, 539],
    owasp: &["A04:2021", "A07:2021"],
    docs: "\
Finds session and access tokens that end up in `localStorage`, `sessionStorage`, IndexedDB or unencrypted device storage: \
by direct writes, through helpers in other files, through hooks and stores that persist their state, and through options of \
auth SDKs.

Everything a script can read, an injected script can send away. One cross-site scripting hole, one compromised dependency \
or one careless third-party tag is then enough to take over every session. A cookie with `HttpOnly` cannot be read that way.

What counts as a token is decided by where the value comes from (a login's answer, `jwt.sign`, `session.access_token`), by \
what it is later used for (the `Authorization` header) and by the key's name. CSRF tokens, push tokens, page tokens, token \
counts, themes and drafts stay silent, and so do flags and expiry dates.",
    bad: Example {
        path: "src/login.ts",
        code: "export function remember(session: { access_token: string }) {\n  localStorage.setItem(\"access_token\", session.access_token);\n}\n",
    },
    sound: Example {
        path: "src/login.ts",
        code: "export async function login(email: string, password: string) {\n  // The server answers with Set-Cookie: session=…; HttpOnly; Secure; SameSite=Lax\n  await fetch(\"/api/login\", { method: \"POST\", credentials: \"include\", body: JSON.stringify({ email, password }) });\n  localStorage.setItem(\"theme\", \"dark\");\n}\n",
    },
    sources: &[
        "https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#local-storage",
        "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
        "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-browser-based-apps",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (write, origin) in context.project.storage_writes(context.file) {
        findings.extend(write_finding(context, write, origin));
    }
    for choice in &context.file.session_stores {
        findings.push(choice_finding(context, choice));
    }
}

fn write_finding(context: &Context<'_>, write: &StorageWrite, origin: Option<Origin<'_>>) -> Option<Finding> {
    let key = context.project.expand(context.file, &write.key);
    // A constant's own name says what its text does not: `AUTH_TOKEN = "acme.x"`.
    let key = key_text(&key).map(|text| telling_name(&write.key, text));
    let evidence = match write.api {
        StorageApi::Direct => of_kept(context, key.as_deref(), &write.value),
        // A hook's second argument and a store's fields are what the state begins with, not what it will hold.
        StorageApi::Hook => of_kept(context, key.as_deref(), &beginning(&write.value)),
        StorageApi::PersistedState => of_value(context, &write.value)
            .filter(|found| found.strength > Strength::Hint || is_auth_store(key.as_deref())),
    }?;
    let severity = severity(&evidence, write.area);
    let mut related = evidence.related;
    if let Some((path, range)) = origin {
        related.push(Related { path: path.to_owned(), range, note: "the helper writes it here".into() });
    }
    let what = match (&key, write.api) {
        (_, StorageApi::PersistedState) => {
            format!("This store keeps an auth token in {} ({})", write.area.as_str(), evidence.reason)
        }
        (Some(key), _) => format!("An auth token is kept in {} under `{key}`", write.area.as_str()),
        (None, _) => format!("An auth token is kept in {}", write.area.as_str()),
    };
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: write.range,
        severity,
        certainty: context.certainty(write.range),
        message: Message::new(what, risk(write.area), remedy(write.area)),
        related,
        fixes: fixes(context, write),
    })
}

/// A hook that begins with nothing tells nothing; one that begins with text or a number tells what it is for.
fn beginning(value: &Value) -> Value {
    match value {
        Value::Nothing => Value::Unknown,
        Value::Text(text) if text.is_empty() => Value::Unknown,
        other => other.clone(),
    }
}

fn is_auth_store(key: Option<&str>) -> bool {
    key.is_some_and(|key| {
        crate::names::words(key).iter().any(|word| matches!(word.as_str(), "auth" | "session" | "login"))
    })
}

/// The name of the constant that holds the key, when it tells more than the key itself.
fn telling_name(written: &Value, text: String) -> String {
    let says_token = |name: &str| matches!(classify(name), NameClass::AuthToken | NameClass::TokenWord);
    match written.last_segment() {
        Some(name) if says_token(name) && classify(&text) != NameClass::NotToken && !says_token(&text) => {
            name.to_owned()
        }
        _ => text,
    }
}

/// A key as text: whole when it is literal, its literal parts when it is put together.
fn key_text(key: &Value) -> Option<String> {
    match key {
        Value::Text(text) => Some(text.to_string()),
        Value::Concat(parts) => {
            let literal: Vec<&str> = parts.iter().filter_map(Value::text).collect();
            (!literal.is_empty()).then(|| literal.join("…"))
        }
        _ => None,
    }
}

/// What is surely a token is an error; a lone hint is worth a look.
fn severity(evidence: &Evidence, area: StorageArea) -> Severity {
    match (evidence.strength, area) {
        (Strength::Hint, _) => Severity::Warning,
        (_, StorageArea::DeviceFile) => Severity::Warning,
        _ => Severity::Error,
    }
}

fn risk(area: StorageArea) -> &'static str {
    match area {
        StorageArea::DeviceFile => {
            "Whoever gets at the device's files or an unencrypted backup can read it and act as the user."
        }
        _ => {
            "Any script on the page can read it: one injected script or compromised package is enough to act as the user."
        }
    }
}

fn remedy(area: StorageArea) -> &'static str {
    match area {
        StorageArea::DeviceFile => "Keep it in the keychain: expo-secure-store or react-native-keychain.",
        _ => {
            "Have the server set it as a cookie with HttpOnly, Secure and SameSite, and send requests with credentials."
        }
    }
}

fn fixes(context: &Context<'_>, write: &StorageWrite) -> Vec<Fix> {
    let mut fixes = Vec::new();
    if let Some(statement) = write.statement {
        let removal = Edit { path: context.file.path.clone(), range: statement, text: String::new() };
        if let Some(mut fix) = server_cookie::fix(context, write) {
            fix.edits.push(removal.clone());
            fixes.push(fix);
        }
        fixes.push(Fix {
            title: format!("Remove this write to {}", write.area.as_str()),
            level: FixLevel::Suggestion,
            edits: vec![removal],
        });
    }
    if fixes.is_empty() {
        fixes.push(Fix { title: remedy(write.area).to_owned(), level: FixLevel::Guide, edits: Vec::new() });
    }
    fixes
}

fn choice_finding(context: &Context<'_>, choice: &SessionStoreChoice) -> Finding {
    let what = if choice.is_explicit {
        format!("{} is told to keep its tokens in {}", choice.sdk, choice.area.as_str())
    } else {
        format!("{} keeps its tokens in {} unless told otherwise", choice.sdk, choice.area.as_str())
    };
    let mut fixes = vec![Fix { title: choice.alternative.to_string(), level: FixLevel::Guide, edits: Vec::new() }];
    if let Some((range, text)) = &choice.replacement {
        let edit = Edit { path: context.file.path.clone(), range: *range, text: text.to_string() };
        let title = format!("Use {text} instead");
        fixes.insert(0, Fix { title, level: FixLevel::Suggestion, edits: vec![edit] });
    }
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: choice.range,
        severity: choice_severity(context, choice),
        certainty: context.certainty(choice.range),
        message: Message::new(what, risk(choice.area), choice.alternative.to_string()),
        related: Vec::new(),
        fixes,
    }
}

/// A page without a server of its own can hardly do otherwise than the SDK does by itself; one with a server can.
fn choice_severity(context: &Context<'_>, choice: &SessionStoreChoice) -> Severity {
    const SERVERS: [&str; 9] = [
        "next",
        "nuxt",
        "@sveltejs/kit",
        "@remix-run/node",
        "@react-router/node",
        "astro",
        "express",
        "fastify",
        "hono",
    ];
    let has_server = context
        .project
        .manifest_of(&context.file.path)
        .is_some_and(|manifest| SERVERS.iter().any(|server| manifest.depends_on(server)));
    match (choice.is_explicit, has_server) {
        (true, _) | (false, true) => Severity::Warning,
        (false, false) => Severity::Info,
    }
}
