//! A secret is kept in an environment variable that bundlers put into client code.

use std::collections::BTreeSet;

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::uses::Uses;
use crate::facts::{EnvRead, EnvSource, EnvValue, EnvVariable, PublicDefine, Reference, Root, Value, variables_in};
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Related, Severity};
use crate::names::environment::{EnvName, classify, public_prefix};
use crate::project::Project;
use crate::secrets::Exposure;
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "secret-in-public-env",
    gap: Gap::ClientSecret,
    launch_item: 2,
    title: "A secret is kept in an environment variable that reaches the browser",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[200, 522],
    owasp: &["A02:2021", "A05:2021"],
    docs: "\
Finds secrets behind the prefixes that make a bundler write a variable's value into client code (`NEXT_PUBLIC_`, `VITE_`, \
`REACT_APP_`, `EXPO_PUBLIC_`, `NUXT_PUBLIC_`, `GATSBY_`, `VUE_APP_`, `PUBLIC_` …), and behind settings that do the same: `env` and \
`publicRuntimeConfig` in a Next configuration, `define` in Vite and webpack, `runtimeConfig.public` in Nuxt, `extra` in Expo.

Everyone who opens the page can read such a value: it stands in the JavaScript the page loads.

Names are judged by their words. `SECRET`, `SERVICE_ROLE`, `PRIVATE`, a database's address, or the key of a service that sells only \
secret ones (models, mail, messages) speak for a secret; `ANON`, `PUBLISHABLE`, `SITE_KEY`, `MEASUREMENT_ID`, `DSN` and switches such as \
`ENABLE_…` speak against it. A name that says only `API_KEY` stays silent until its use tells: an SDK that wants a server key, \
`dangerouslyAllowBrowser`, an `Authorization` header. What a `.env` file holds beats every name.",
    bad: Example {
        path: "src/lib/ask.ts",
        code: "export const ask = (question: string) =>\n  fetch(\"https://api.openai.com/v1/responses\", {\n    method: \"POST\",\n    headers: { Authorization: `Bearer ${import.meta.env.VITE_OPENAI_API_KEY}` },\n    body: JSON.stringify({ model: \"gpt-5\", input: question }),\n  });\n",
    },
    sound: Example {
        path: "app/api/chat/route.ts",
        code: "import OpenAI from \"openai\";\n\nconst openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });\n",
    },
    sources: &[
        "https://nextjs.org/docs/app/guides/environment-variables#bundling-environment-variables-for-the-browser",
        "https://vite.dev/guide/env-and-mode#env-variables",
        "https://create-react-app.dev/docs/adding-custom-environment-variables/",
        "https://docs.expo.dev/guides/environment-variables/",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for read in &context.file.env_reads {
        let is_public = read.source == EnvSource::PublicModule || public_prefix(&read.name).is_some();
        if is_public && seen.insert(&read.name) {
            findings.extend(published(context, read));
        }
    }
    for variable in &context.file.env_variables {
        if public_prefix(&variable.name).is_some() {
            findings.extend(given(context, variable));
        }
    }
    for define in &context.file.public_defines {
        findings.extend(defined(context, define));
    }
}

/// A public variable that code reads.
fn published(context: &Context<'_>, read: &EnvRead) -> Option<Finding> {
    let class = classify(&read.name);
    // Looking through all uses is for names that may be secrets.
    if matches!(class, EnvName::Plain | EnvName::Public)
        && given_credential(context.project, &read.name) != Some(Exposure::Critical)
    {
        return None;
    }
    let uses = Uses::of(context.project, &read.name);
    let in_browser = context.project.runs_in_browser(context.file, read.range, read.function);
    if is_key_of_client(context, read, in_browser) {
        return None;
    }
    let severity = gravity(class, &uses, in_browser || !is_server_only_prefix(read))?;
    let runs_in_browser = in_browser || uses.allowed_in_browser.is_some();
    let proof = [
        uses.value.map(|(_, place)| place),
        uses.service.as_ref().map(|(_, place)| place.clone()),
        uses.allowed_in_browser,
        uses.authorization,
    ];
    let mut related: Vec<Related> = proof.into_iter().flatten().collect();
    related.retain(|place| place.path != context.file.path || !place.range.contains(read.range));
    if in_browser {
        related.extend(context.project.related_chain(&context.file.path));
    }
    let leak = uses.service.map_or(
        "Its value is written into the JavaScript that every visitor loads, where anyone can read it.",
        |(service, _)| service.leak,
    );
    let whose = public_prefix(&read.name).map_or_else(
        || "this module hands out public variables".to_owned(),
        |(prefix, whose)| format!("`{prefix}` makes {whose} put it into client code"),
    );
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: read.range,
        severity,
        certainty: context.certainty(read.range),
        message: Message::new(
            format!("`{}` holds a secret, and {whose}", read.name),
            leak,
            "Drop the prefix, use the key on the server only (a route handler the page calls), and replace the key: it counts as known.",
        ),
        related,
        fixes: fixes(context.project, &read.name, runs_in_browser),
    })
}

/// Whether the variable is the key of an SDK's client in the browser: `privileged-key-in-client` speaks of that.
fn is_key_of_client(context: &Context<'_>, read: &EnvRead, in_browser: bool) -> bool {
    context.file.service_calls.iter().any(|call| {
        let is_key = call.key_range.is_some_and(|range| range.contains(read.range));
        is_key && !call.is_request && (in_browser || call.allows_browser.is_some())
    })
}

/// What may be public of the credentials that files give this name, the gravest; none when they give it none.
fn given_credential(project: &Project, name: &str) -> Option<Exposure> {
    let given = project.files().flat_map(|file| &file.env_variables).filter(|variable| variable.name == name);
    let exposure = |variable: &EnvVariable| match &variable.value {
        EnvValue::Credential(credential) => Some(credential.detector.exposure),
        _ => None,
    };
    given.filter_map(exposure).max()
}

/// `process.env.VITE_X` in a script of Node: Vite does not look there, so the value is one import away from the browser.
fn is_server_only_prefix(read: &EnvRead) -> bool {
    let by_import_meta = ["VITE_", "PUBLIC_"].iter().any(|prefix| read.name.starts_with(prefix));
    by_import_meta && read.source == EnvSource::Process
}

fn gravity(class: EnvName, uses: &Uses, reaches: bool) -> Option<Severity> {
    match uses.value.as_ref().map(|(exposure, _)| *exposure) {
        Some(Exposure::Public) => return None,
        Some(Exposure::Critical) => return Some(Severity::Error),
        Some(Exposure::Secret) if class != EnvName::Public => return Some(Severity::Error),
        _ => {}
    }
    let is_proven = uses.service.is_some() || uses.allowed_in_browser.is_some();
    match class {
        EnvName::Plain | EnvName::Public => None,
        EnvName::Key if is_proven => Some(Severity::Error),
        EnvName::Key => None,
        EnvName::Secret if reaches => Some(Severity::Error),
        EnvName::Likely if is_proven || uses.authorization.is_some() => Some(Severity::Error),
        EnvName::Secret | EnvName::Likely => Some(Severity::Warning),
    }
}

/// A public variable that a file gives a value, or asks people to give one.
fn given(context: &Context<'_>, variable: &EnvVariable) -> Option<Finding> {
    let class = classify(&variable.name);
    // Only a credential outweighs a name that speaks against a secret.
    if matches!(class, EnvName::Plain | EnvName::Public) && given_credential(context.project, &variable.name).is_none()
    {
        return None;
    }
    let uses = Uses::of(context.project, &variable.name);
    let severity = gravity(class, &uses, true)?;
    let held = match &variable.value {
        EnvValue::Credential(credential) => format!(" ({})", credential.redacted),
        EnvValue::Plain => return None,
        _ => String::new(),
    };
    let (prefix, whose) = public_prefix(&variable.name)?;
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: variable.name_range,
        severity,
        certainty: context.certainty(variable.range),
        message: Message::new(
            format!("`{}` is for a secret{held}, and `{prefix}` makes {whose} put it into client code", variable.name),
            "Its value is written into the JavaScript that every visitor loads, where anyone can read it.",
            "Drop the prefix, use the key on the server only, and replace the key if it was ever built into a page.",
        ),
        related: [uses.service.map(|(_, place)| place), uses.allowed_in_browser.clone(), uses.authorization]
            .into_iter()
            .flatten()
            .collect(),
        fixes: fixes(context.project, &variable.name, uses.allowed_in_browser.is_some()),
    })
}

/// A build setting that hands a secret over.
fn defined(context: &Context<'_>, define: &PublicDefine) -> Option<Finding> {
    let hands_all = is_whole_environment(&define.value);
    let secret = variables_in(&define.value)
        .into_iter()
        .map(|(name, _)| name.clone())
        .find(|name| public_prefix(name).is_none() && classify(name) >= EnvName::Likely);
    if !hands_all && secret.is_none() {
        return None;
    }
    let asked = |name: &str| {
        context.project.files().any(|file| {
            let mut reads = file.env_reads.iter().filter(|read| read.name == name);
            reads.any(|read| context.project.runs_in_browser(file, read.range, read.function))
        })
    };
    let severity = match &secret {
        None => Severity::Error,
        Some(name) if !define.is_on_demand || asked(name) => Severity::Error,
        Some(_) => Severity::Warning,
    };
    let what = secret.map_or_else(
        || format!("{} hands the whole environment to client code", define.setting),
        |name| format!("{} hands `{name}` to client code", define.setting),
    );
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: define.range,
        severity,
        certainty: context.certainty(define.range),
        message: Message::new(
            what,
            "The value is written into the JavaScript of every page that asks for it, where anyone can read it.",
            "Take the entry out and read `process.env` on the server; hand the page only what it may know.",
        ),
        related: Vec::new(),
        fixes: Vec::new(),
    })
}

fn is_whole_environment(value: &Value) -> bool {
    let is_environment = |value: &Value| matches!(value, Value::Ref(Reference { root: Root::Global(name), path }) if name == "process" && path.len() == 1 && path[0] == "env");
    match value {
        Value::Call(call) => {
            call.callee.is_global("JSON", &["stringify"]) && call.arguments.first().is_some_and(is_whole_environment)
        }
        value => is_environment(value),
    }
}

/// Renames the variable wherever it is named, when all that reads it runs on the server; tells what to do otherwise.
fn fixes(project: &Project, name: &str, runs_in_browser: bool) -> Vec<Fix> {
    let rotate = Fix::guide(
        "Move what uses the key behind a route of your server, rename the variable without its prefix, and replace the key at its provider",
    );
    let Some((prefix, _)) = public_prefix(name) else { return vec![rotate] };
    let bare = &name[prefix.len()..];
    match renaming(project, name, bare).filter(|_| !runs_in_browser) {
        Some(edits) => vec![
            Fix {
                title: format!("Rename it to `{bare}` everywhere, so that it stays on the server"),
                level: FixLevel::Suggestion,
                edits,
            },
            rotate,
        ],
        None => vec![rotate],
    }
}

fn renaming(project: &Project, name: &str, bare: &str) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for file in project.files() {
        let mut places: BTreeSet<TextRange> = BTreeSet::new();
        for read in &file.env_reads {
            if read.name == bare {
                return None;
            }
            if read.name != name {
                continue;
            }
            // `import.meta.env` knows only prefixed names, an import's range is not its name's.
            if read.source != EnvSource::Process || project.runs_in_browser(file, read.range, read.function) {
                return None;
            }
            places.insert(read.name_range);
        }
        for variable in &file.env_variables {
            if variable.name == bare {
                return None;
            }
            if variable.name == name {
                places.insert(variable.name_range);
            }
        }
        places
            .extend(file.env_mentions.iter().filter(|mention| mention.name == name).map(|mention| mention.name_range));
        let edit = |range| Edit { path: file.path.clone(), range, text: bare.to_owned() };
        edits.extend(places.into_iter().map(edit));
    }
    Some(edits)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn finds_published_secrets() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "src/lib/admin.ts",
                    r#"import { createClient } from "@supabase/supabase-js"; export const admin = createClient(URL, «process.env.NEXT_PUBLIC_SUPABASE_SERVICE_ROLE_KEY»);"#,
                )],
                &[(
                    "src/App.tsx",
                    r"export const headers = { Authorization: `Bearer ${«import.meta.env.VITE_OPENAI_API_KEY»}` };",
                )],
                &[(
                    "src/mail.js",
                    r"export const send = () => post({ key: «process.env.REACT_APP_SENDGRID_API_KEY» });",
                )],
                &[("app/pay.ts", r"const stripe = new Stripe(«process.env.EXPO_PUBLIC_STRIPE_SECRET_KEY»);")],
                &[(
                    "src/routes/+page.ts",
                    r#"«import { PUBLIC_JWT_SECRET } from "$env/static/public";» export const load = () => sign(PUBLIC_JWT_SECRET);"#,
                )],
                // A name that tells nothing, and a use that does.
                &[(
                    "src/lib/pay.ts",
                    r#"import Stripe from "stripe"; export const stripe = new Stripe(«process.env.NEXT_PUBLIC_STRIPE_KEY»);"#,
                )],
                &[
                    ("src/config.ts", r"export const config = { ai: { key: «import.meta.env.VITE_AI_KEY» } };"),
                    (
                        "src/ask.ts",
                        r#"import { config } from "./config"; export const ask = (q) => fetch("https://api.anthropic.com/v1/messages", { headers: { "x-api-key": config.ai.key } });"#,
                    ),
                ],
                &[("src/a.ts", r"const { «NEXT_PUBLIC_GITHUB_TOKEN: token», «VITE_DB_PASSWORD» } = import.meta.env;")],
                &[(
                    "next.config.js",
                    r"module.exports = { publicRuntimeConfig: { «stripe: process.env.STRIPE_SECRET_KEY» } };",
                )],
                &[("next.config.mjs", r"export default { env: { «OPENAI_API_KEY: process.env.OPENAI_API_KEY» } };")],
                &[(
                    "vite.config.ts",
                    r#"import { defineConfig } from "vite"; export default defineConfig({ define: { «"process.env": JSON.stringify(process.env)» } });"#,
                )],
                &[(
                    "vite.config.ts",
                    r#"import { defineConfig, loadEnv } from "vite"; export default defineConfig(({ mode }) => ({ define: { «"process.env.GEMINI_API_KEY": JSON.stringify(process.env.GEMINI_API_KEY)» } }));"#,
                )],
                &[(
                    "nuxt.config.ts",
                    r"export default defineNuxtConfig({ runtimeConfig: { public: { «dbPassword: process.env.DB_PASSWORD» } } });",
                )],
                &[(
                    "webpack.config.js",
                    r"module.exports = { plugins: [new webpack.EnvironmentPlugin(«['DATABASE_URL', 'NODE_ENV']»)] };",
                )],
                &[(
                    "app.config.js",
                    r"export default { expo: { extra: { «openaiKey: process.env.OPENAI_API_KEY» } } };",
                )],
                &[(".env.example", "«NEXT_PUBLIC_STRIPE_SECRET_KEY»=\nNEXT_PUBLIC_APP_URL=http://localhost:3000\n")],
            ],
        );
    }

    #[test]
    fn renames_what_the_server_alone_reads() {
        let project = [
            ("src/server/mail.ts", r"export const key = «process.env.NEXT_PUBLIC_RESEND_API_KEY»;"),
            (
                "env.ts",
                r#"import { z } from "zod"; export const schema = z.object({ NEXT_PUBLIC_RESEND_API_KEY: z.string() });"#,
            ),
            (".env.example", "«NEXT_PUBLIC_RESEND_API_KEY»=\n"),
            (
                ".github/workflows/ci.yml",
                "env:\n  NEXT_PUBLIC_RESEND_API_KEY: ${{ secrets.NEXT_PUBLIC_RESEND_API_KEY }}\n",
            ),
        ];
        bad(RULE.meta.id, &[&project]);
    }

    #[test]
    fn is_silent_about_what_may_be_public() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "src/lib/supabase.ts",
                    r#"import { createClient } from "@supabase/supabase-js"; export const db = createClient(import.meta.env.VITE_SUPABASE_URL, import.meta.env.VITE_SUPABASE_ANON_KEY);"#,
                )],
                &[(
                    "src/firebase.ts",
                    r#"import { initializeApp } from "firebase/app"; initializeApp({ apiKey: process.env.NEXT_PUBLIC_FIREBASE_API_KEY, appId: process.env.NEXT_PUBLIC_FIREBASE_APP_ID });"#,
                )],
                // One setting of many goes to a service.
                &[
                    (
                        "src/env.ts",
                        r#"import { createEnv } from "@t3-oss/env-nextjs"; export const env = createEnv({ server: { KV_TOKEN: z.string() }, client: { NEXT_PUBLIC_POSTHOG_API_KEY: z.string() }, runtimeEnv: { KV_TOKEN: process.env.KV_TOKEN, NEXT_PUBLIC_POSTHOG_API_KEY: process.env.NEXT_PUBLIC_POSTHOG_API_KEY } });"#,
                    ),
                    (
                        "src/kv.ts",
                        r#"import { Redis } from "@upstash/redis"; import { env } from "./env"; export const redis = new Redis({ url: "https://kv.example.com", token: env.KV_TOKEN });"#,
                    ),
                ],
                &[(
                    "src/pay.ts",
                    r#"import { loadStripe } from "@stripe/stripe-js"; export const stripe = loadStripe(process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY);"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export const passwordLogin = process.env.NEXT_PUBLIC_PASSWORD_LOGIN === "true"; export const min = process.env.NEXT_PUBLIC_PASSWORD_MIN_LENGTH;"#,
                )],
                &[("src/map.ts", r"mapboxgl.accessToken = process.env.NEXT_PUBLIC_MAPBOX_TOKEN;")],
                &[(
                    "src/a.ts",
                    r"init(process.env.NEXT_PUBLIC_SENTRY_DSN, process.env.NEXT_PUBLIC_POSTHOG_KEY, import.meta.env.VITE_RECAPTCHA_SITE_KEY);",
                )],
                &[(
                    "src/server.ts",
                    r#"import OpenAI from "openai"; export const ai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });"#,
                )],
                &[(
                    "next.config.js",
                    r"module.exports = { env: { APP_URL: process.env.APP_URL, BUILD: process.env.BUILD_ID } };",
                )],
                &[(
                    "vite.config.ts",
                    r#"export default { define: { __VERSION__: JSON.stringify(process.env.npm_package_version), "process.env.NODE_ENV": JSON.stringify(mode) } };"#,
                )],
                &[(
                    ".env",
                    "VITE_SUPABASE_URL=https://x.supabase.co\nVITE_SUPABASE_PUBLISHABLE_KEY=sb_publishable_x\n",
                )],
            ],
        );
    }
}
