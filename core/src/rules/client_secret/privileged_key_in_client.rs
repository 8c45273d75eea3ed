//! Code in the browser talks to a service whose key must stay on the server.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::behind_route::behind_route;
use crate::facts::{Reference, Root, ServiceCall, ServiceKey, Value, variables_in};
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Severity};
use crate::names::environment::{EnvName, classify, public_prefix};
use crate::names::words;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "privileged-key-in-client",
    gap: Gap::ClientSecret,
    launch_item: 2,
    title: "Code in the browser uses a key that must stay on the server",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[522, 602],
    owasp: &["A01:2021", "A04:2021"],
    docs: "\
Finds SDK clients and requests in browser code that need a server's key: model providers (OpenAI, Anthropic, Gemini …), payments \
(Stripe's secret key), mail, databases, Firebase's admin SDK, Supabase with its service role. Whatever way the key takes, once the \
browser uses it, the visitor has it.

Code counts as browser code when the project's entries prove it (`\"use client\"`, pages, the scripts an HTML file loads, and what they \
import), or when the SDK is told to run there all the same (`dangerouslyAllowBrowser`). A key the visitor brings along is the visitor's \
own: that is worth knowing, and no error. Keys that stand in the code, and requests made by hand with a key from a public variable, are \
reported once, by `hardcoded-secret` and `secret-in-public-env`.",
    bad: Example {
        path: "src/components/Chat.tsx",
        code: "\"use client\";\nimport Anthropic from \"@anthropic-ai/sdk\";\n\nconst anthropic = new Anthropic({ apiKey: window.config.anthropicKey, dangerouslyAllowBrowser: true });\n",
    },
    sound: Example {
        path: "src/components/Chat.tsx",
        code: "\"use client\";\n\nexport async function ask(question: string) {\n  const response = await fetch(\"/api/chat\", { method: \"POST\", body: JSON.stringify({ question }) });\n  return response.json();\n}\n",
    },
    sources: &[
        "https://help.openai.com/en/articles/5112595-best-practices-for-api-key-safety",
        "https://docs.stripe.com/keys-best-practices",
        "https://supabase.com/docs/guides/api/api-keys",
        "https://firebase.google.com/docs/admin/setup",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for call in &context.file.service_calls {
        let in_browser =
            call.allows_browser.is_some() || context.project.runs_in_browser(context.file, call.range, call.function);
        if !in_browser {
            continue;
        }
        if let Some(severity) = severity(context, call) {
            findings.push(finding(context, call, severity));
        }
    }
}

/// What the key's origin makes of the call; none where another rule speaks of the same key, or where it may be public.
fn severity(context: &Context<'_>, call: &ServiceCall) -> Option<Severity> {
    let key = context.project.expand(context.file, &call.key);
    let variables = variables_in(&key);
    let is_public = variables.iter().any(|(name, _)| public_prefix(name).is_some());
    let is_secret = variables.iter().any(|(name, _)| classify(name) >= EnvName::Likely);
    if holds_text(&key) || is_public && call.is_request {
        return None;
    }
    // A key that is still being typed may turn out to be a public variable, of which another rule speaks.
    if call.is_request && context.certainty(call.call) == Certainty::Partial {
        return None;
    }
    match call.service.key {
        ServiceKey::Either if !is_secret && !is_called_secret(&key) => None,
        ServiceKey::Either => Some(Severity::Error),
        ServiceKey::Ambient => Some(Severity::Warning),
        ServiceKey::Server if is_public => Some(Severity::Error),
        ServiceKey::Server if !variables.is_empty() => Some(Severity::Warning),
        ServiceKey::Server if is_brought_along(&key) => call.allows_browser.map(|_| Severity::Info),
        // Without a key in sight an SDK takes it from the environment, which a browser does not have.
        ServiceKey::Server if call.key == Value::Unknown => call.allows_browser.map(|_| Severity::Warning),
        ServiceKey::Server => Some(if call.allows_browser.is_some() { Severity::Error } else { Severity::Warning }),
    }
}

/// Whether a literal is the key, or all that is known of it.
fn holds_text(key: &Value) -> bool {
    match key {
        Value::Text(_) => true,
        Value::Concat(parts) => parts.iter().all(holds_text),
        Value::Choice(options) => options.iter().any(holds_text),
        _ => false,
    }
}

/// `supabaseServiceRoleKey`, `adminKey`: a name that says it.
fn is_called_secret(key: &Value) -> bool {
    let says = |name: &str| {
        let words = words(name);
        words.windows(2).any(|pair| pair[0] == "service" && pair[1] == "role")
            || words.iter().any(|word| word == "secret" || word == "admin")
    };
    match key {
        Value::Ref(Reference { root, path }) => {
            path.last().is_some_and(|last| says(last))
                || path.is_empty() && matches!(root, Root::Local(name, _) | Root::Global(name) if says(name))
        }
        _ => false,
    }
}

/// A key that comes as a parameter, a state or a setting is most often the visitor's own.
fn is_brought_along(key: &Value) -> bool {
    match key {
        Value::Ref(Reference { root: Root::Param(..) | Root::Local(..) | Root::This | Root::Value(_), .. }) => true,
        Value::Ref(Reference { root: Root::Module(_), .. }) => true,
        Value::Call(_) => true,
        Value::Concat(parts) | Value::Choice(parts) => parts.iter().any(is_brought_along),
        _ => false,
    }
}

fn finding(context: &Context<'_>, call: &ServiceCall, severity: Severity) -> Finding {
    let name = call.service.name;
    let (what, leak) = if severity == Severity::Info {
        (
            format!("{name} is called from the browser with a key the visitor brings along"),
            "Any script on the page can read a key that is typed in or stored here.",
        )
    } else {
        let what = match call.service.key {
            ServiceKey::Either => format!("{name} is given a secret key in code that runs in the browser"),
            ServiceKey::Ambient => format!("{name} is used in code that runs in the browser"),
            ServiceKey::Server => format!("{name} is called from the browser, where its key cannot be kept secret"),
        };
        (what, call.service.leak)
    };
    let mut related = Vec::new();
    if let Some(range) = call.allows_browser {
        related.push(context.here(range, "this switches off the SDK's own warning"));
    }
    related.extend(context.project.related_chain(&context.file.path));
    let mut fixes: Vec<Fix> = behind_route(context, call).into_iter().collect();
    fixes.push(Fix::guide(format!("Call {name} in a route of your server and let the page call that route")));
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: call.range,
        severity,
        certainty: context.certainty(call.range),
        message: Message::new(
            what,
            leak,
            "Make the call in a route of your server that knows who is asking, and let the page call that route.",
        ),
        related,
        fixes,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn finds_keys_of_the_server_in_the_browser() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "src/ai.ts",
                    r#"import OpenAI from "openai"; export const ai = «new OpenAI»({ apiKey: window.KEYS.openai, dangerouslyAllowBrowser: true });"#,
                )],
                // The visitor's own key is worth knowing.
                &[(
                    "src/ai.ts",
                    r#"import Groq from "groq-sdk"; export const make = (apiKey: string) => «new Groq»({ apiKey, dangerouslyAllowBrowser: true });"#,
                )],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0", "stripe": "17.0.0" } }"#),
                    (
                        "app/pay.tsx",
                        r#""use client"; import Stripe from "stripe"; const stripe = «new Stripe»(process.env.STRIPE_SECRET_KEY!);"#,
                    ),
                ],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/admin.tsx",
                        r#""use client"; import { createClient } from "@supabase/supabase-js"; const admin = «createClient»(URL, process.env.SUPABASE_SERVICE_ROLE_KEY);"#,
                    ),
                ],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    ("app/page.tsx", r"export default function Page() { return null; }"),
                    (
                        "app/chat.tsx",
                        r#""use client"; export const ask = (q) => «fetch»("https://api.openai.com/v1/chat/completions", { method: "POST", headers: { "Content-Type": "application/json", Authorization: `Bearer ${process.env.OPENAI_API_KEY}` }, body: q });"#,
                    ),
                ],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/users.tsx",
                        r#""use client"; import { initializeApp } from "firebase-admin/app"; «initializeApp()»;"#,
                    ),
                ],
            ],
        );
    }

    #[test]
    fn is_silent_about_what_may_run_there() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "app/api/chat/route.ts",
                    r#"import OpenAI from "openai"; const ai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });"#,
                )],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/db.tsx",
                        r#""use client"; import { createClient } from "@supabase/supabase-js"; const db = createClient(process.env.NEXT_PUBLIC_SUPABASE_URL, process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY);"#,
                    ),
                ],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/chat.tsx",
                        r#""use client"; export const ask = (q) => fetch("/api/chat", { method: "POST", headers: { Authorization: `Bearer ${session.token}` } });"#,
                    ),
                ],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/repo.tsx",
                        r#""use client"; export const stars = () => fetch("https://api.github.com/repos/a/b");"#,
                    ),
                ],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/search.tsx",
                        r#""use client"; import algoliasearch from "algoliasearch"; const search = algoliasearch(process.env.NEXT_PUBLIC_ALGOLIA_APP_ID, process.env.NEXT_PUBLIC_ALGOLIA_SEARCH_KEY);"#,
                    ),
                ],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/pay.tsx",
                        r#""use client"; import { pay } from "./actions"; export const Pay = () => pay();"#,
                    ),
                    (
                        "app/actions.ts",
                        r#""use server"; import Stripe from "stripe"; const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!); export async function pay() { return stripe.checkout; }"#,
                    ),
                ],
            ],
        );
    }
}
