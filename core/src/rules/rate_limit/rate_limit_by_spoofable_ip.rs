//! A limiter tells clients apart by a header that they write themselves.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::facts::FileFacts;
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};
use crate::project::Host;
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "rate-limit-by-spoofable-ip",
    gap: Gap::RateLimit,
    launch_item: 4,
    title: "A limiter tells clients apart by an address they choose themselves",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[348, 290],
    owasp: &["A04:2021"],
    docs: "\
Finds limiters whose key comes straight from the header `X-Forwarded-For` or `X-Real-IP`, and apps with a limiter that trust every proxy \
(`trust proxy` set to `true`). Any client can send these headers; whoever sends another address with each request is never held \
back.

It stays silent on Vercel, Netlify, Cloudflare and other hosts whose edge writes the header anew. How many proxies are in front is known only to who \
runs the app: the fix trusts one.",
    bad: Example {
        path: "server/app.ts",
        code: "import express from \"express\";\nimport { rateLimit } from \"express-rate-limit\";\n\nconst app = express();\n\napp.use(rateLimit({ limit: 100, keyGenerator: (req) => req.headers[\"x-forwarded-for\"] }));\n",
    },
    sound: Example {
        path: "server/app.ts",
        code: "import express from \"express\";\nimport { rateLimit } from \"express-rate-limit\";\n\nconst app = express();\n\napp.set(\"trust proxy\", 1);\napp.use(rateLimit({ limit: 100 }));\n",
    },
    sources: &[
        "https://express-rate-limit.mintlify.app/reference/error-codes#err-erl-permissive-trust-proxy",
        "https://expressjs.com/en/guide/behind-proxies.html",
        "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Forwarded-For#security_and_privacy_concerns",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let file = context.file;
    if file.limiters.is_empty() && file.trusting_proxies.is_empty() || is_rewritten(context) {
        return;
    }
    for range in file.limiters.iter().filter_map(|limiter| limiter.spoofable_key) {
        let todo = "Take the address the server sees (`req.ip` with the right number of trusted proxies).";
        let what = "This limiter tells clients apart by a header they write themselves";
        findings.push(finding(file, range, what, todo, Fix::guide(todo)));
    }
    if file.trusting_proxies.is_empty() || !has_limiter(context) {
        return;
    }
    for range in &file.trusting_proxies {
        let todo = "Trust as many proxies as there are: mostly one.";
        let edit = Edit { path: file.path.clone(), range: *range, text: "1".to_owned() };
        let fix = Fix { title: "Trust one proxy".to_owned(), level: FixLevel::Suggestion, edits: vec![edit] };
        let what = "Every proxy is trusted, so that limiters see the address a client claims to have";
        findings.push(finding(file, *range, what, todo, fix));
    }
}

fn finding(file: &FileFacts, range: TextRange, what: &str, todo: &str, fix: Fix) -> Finding {
    let risk = "Whoever sends another address with each request is never held back.";
    Finding {
        rule: &META,
        path: file.path.clone(),
        range,
        severity: Severity::Warning,
        certainty: file.certainty(range),
        message: Message::new(what, risk, todo),
        related: Vec::new(),
        fixes: vec![fix],
    }
}

/// Whether the host's edge writes the header anew.
fn is_rewritten(context: &Context<'_>) -> bool {
    let hosts = context.project.app_of(&context.file.path).map(|app| app.hosts.as_slice()).unwrap_or_default();
    hosts.iter().any(|host| *host != Host::Process)
}

fn has_limiter(context: &Context<'_>) -> bool {
    let folder = context.project.manifest_folder(&context.file.path);
    context
        .project
        .files()
        .filter(|file| !file.limiters.is_empty())
        .any(|file| context.project.manifest_folder(&file.path) == folder)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{bad, mends, sound};

    const RULE: &str = "rate-limit-by-spoofable-ip";

    #[test]
    fn addresses_of_ones_own_choice_are_found() {
        bad(
            RULE,
            &[
                &[(
                    "a.js",
                    "import { rateLimit } from 'express-rate-limit';\nrateLimit({ «keyGenerator: (req) => req.headers['x-forwarded-for']» });",
                )],
                &[(
                    "a.js",
                    "const rateLimit = require('express-rate-limit');\nrateLimit({ «keyGenerator: (req) => req.header('X-Forwarded-For') || req.ip» });",
                )],
                &[(
                    "a.ts",
                    "import { rateLimiter } from 'hono-rate-limiter';\nrateLimiter({ «keyGenerator: (c) => c.req.header('x-forwarded-for') ?? ''» });",
                )],
                &[(
                    "a.ts",
                    "import { rateLimiter } from 'hono-rate-limiter';\nrateLimiter({ «keyGenerator: (c) => c.req.header('x-real-ip')!» });",
                )],
                &[(
                    "a.js",
                    "import { rateLimit } from 'express-rate-limit';\napp.set('trust proxy', «true»);\napp.use(rateLimit({ limit: 5 }));",
                )],
                &[(
                    "a.ts",
                    "import f from '@fastify/rate-limit';\napp.register(f, { max: 5, «keyGenerator: (r) => r.headers['x-forwarded-for']» });",
                )],
            ],
        );
    }

    #[test]
    fn one_proxy_is_trusted() {
        let text = "import { rateLimit } from 'express-rate-limit';\napp.set('trust proxy', true);\napp.use(rateLimit({ limit: 5 }));";
        mends(RULE, &[(&[("a.js", text)], &text.replace("true", "1"))]);
    }

    #[test]
    fn addresses_the_server_knows_stay_silent() {
        const LIMIT: &str = "import { rateLimit } from 'express-rate-limit';\n";
        let plain = format!("{LIMIT}app.set('trust proxy', 1); app.use(rateLimit({{ limit: 5 }}));");
        let own = format!("{LIMIT}rateLimit({{ keyGenerator: (req) => req.ip }});");
        let user = format!("{LIMIT}rateLimit({{ keyGenerator: (req) => req.user.id }});");
        let forwarded = format!("{LIMIT}rateLimit({{ keyGenerator: (req) => req.headers['x-forwarded-for'] }});");
        sound(
            RULE,
            &[
                &[("a.js", &plain)],
                &[("a.js", &own)],
                &[("a.js", &user)],
                &[("a.js", "app.set('trust proxy', true);")],
                &[("package.json", r#"{"dependencies":{"express":"5"}}"#), ("vercel.json", "{}"), ("a.js", &forwarded)],
            ],
        );
    }
}
