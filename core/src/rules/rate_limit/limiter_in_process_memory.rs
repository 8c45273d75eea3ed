//! A limiter counts in the memory of a process, and there are many.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::facts::DeedKind;
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Severity};
use crate::project::Host;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "limiter-in-process-memory",
    gap: Gap::RateLimit,
    launch_item: 4,
    title: "A limiter counts in the memory of one process where requests meet many",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[799],
    owasp: &["A04:2021"],
    docs: "\
Finds limiters that count in the memory of their process (the default store of express-rate-limit, hono-rate-limiter and others, \
`RateLimiterMemory`, a `Map` at the top of a module) in apps that run where each request may meet another process: Vercel, Netlify, \
Cloudflare, Firebase, Lambda. Every instance begins at zero, and a new deployment forgets all: ten tries become ten times the number of \
instances.

Where an app runs is told by its configuration files and adapters; an app that depends on @upstash/ratelimit, which is made for such hosts, counts as \
one. Where nothing tells, it stays silent, and so it does where a container or a process is configured as well.",
    bad: Example::NONE,
    sound: Example::NONE,
    sources: &[
        "https://express-rate-limit.mintlify.app/reference/stores",
        "https://vercel.com/docs/functions/concepts-and-usage",
        "https://upstash.com/docs/redis/sdks/ratelimit-ts/overview",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let limiters = context.file.limiters.iter().filter(|limiter| limiter.is_in_memory);
    for limiter in limiters {
        let counts = || context.file.deeds.iter().any(|deed| deed.kind == DeedKind::Limits);
        if limiter.is_by_hand && !counts()
            || context.certainty(limiter.range) == Certainty::Partial
            || !has_many_instances(context)
        {
            continue;
        }
        let what = if limiter.is_by_hand {
            "This limiter counts in the memory of one process"
        } else {
            "This limiter counts in the memory of one process, having no other store"
        };
        let todo = "Count in a store that all instances share, such as Redis.";
        findings.push(Finding {
            rule: &META,
            path: context.file.path.clone(),
            range: limiter.range,
            severity: Severity::Warning,
            certainty: context.certainty(limiter.range),
            message: Message::new(
                what,
                "On serverless hosting each instance begins at zero, so that the limit holds nobody back.",
                todo,
            ),
            related: Vec::new(),
            fixes: vec![Fix::guide(todo)],
        });
    }
}

fn has_many_instances(context: &Context<'_>) -> bool {
    let path = &context.file.path;
    let hosts = context.project.app_of(path).map(|app| app.hosts.as_slice()).unwrap_or_default();
    let shares = context.project.manifest_of(path).is_some_and(|manifest| manifest.depends_on("@upstash/ratelimit"));
    !hosts.contains(&Host::Process) && (hosts.iter().any(|host| host.is_serverless()) || shares)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{bad, sound};

    const RULE: &str = "limiter-in-process-memory";
    const VERCEL: (&str, &str) = ("vercel.json", "{}");
    const NEXT: (&str, &str) = ("package.json", r#"{"dependencies":{"next":"16.0.0"}}"#);
    const EXPRESS: (&str, &str) = ("package.json", r#"{"dependencies":{"express":"5.0.0"}}"#);

    #[test]
    fn counts_of_one_of_many_processes_are_found() {
        bad(
            RULE,
            &[
                &[
                    NEXT,
                    VERCEL,
                    (
                        "lib/rate-limit.ts",
                        "const hits = «new Map<string, number>()»;\nexport function isAllowed(key: string) { const n = (hits.get(key) ?? 0) + 1; hits.set(key, n); return n < 10; }",
                    ),
                ],
                &[
                    EXPRESS,
                    VERCEL,
                    (
                        "api/index.js",
                        "import { rateLimit } from 'express-rate-limit';\napp.use(«rateLimit»({ windowMs: 60000, limit: 10 }));",
                    ),
                ],
                &[
                    ("package.json", r#"{"dependencies":{"hono":"4.0.0"}}"#),
                    ("wrangler.toml", "name = 'api'"),
                    (
                        "src/index.ts",
                        "import { rateLimiter } from 'hono-rate-limiter';\napp.use(«rateLimiter»({ windowMs: 60000, limit: 10 }));",
                    ),
                ],
                &[
                    ("package.json", r#"{"dependencies":{"express":"5.0.0","serverless-http":"3"}}"#),
                    (
                        "src/limits.ts",
                        "import { RateLimiterMemory } from 'rate-limiter-flexible';\nexport const limiter = «new RateLimiterMemory»({ points: 5, duration: 60 });",
                    ),
                ],
                &[
                    ("package.json", r#"{"dependencies":{"next":"16.0.0","@upstash/ratelimit":"2.0.0"}}"#),
                    (
                        "lib/attempts.ts",
                        "const loginAttempts = «new Map()»;\nexport function fail(ip) { loginAttempts.set(ip, 1); }",
                    ),
                ],
            ],
        );
    }

    #[test]
    fn shared_stores_and_single_processes_stay_silent() {
        sound(
            RULE,
            &[
                &[
                    EXPRESS,
                    (
                        "src/index.js",
                        "import { rateLimit } from 'express-rate-limit';\napp.use(rateLimit({ limit: 10 }));",
                    ),
                ],
                &[
                    EXPRESS,
                    VERCEL,
                    ("Dockerfile", "FROM node"),
                    (
                        "src/index.js",
                        "import { rateLimit } from 'express-rate-limit';\napp.use(rateLimit({ limit: 10 }));",
                    ),
                ],
                &[
                    EXPRESS,
                    VERCEL,
                    (
                        "src/index.js",
                        "import { rateLimit } from 'express-rate-limit';\napp.use(rateLimit({ limit: 10, store: new RedisStore({}) }));",
                    ),
                ],
                &[
                    NEXT,
                    VERCEL,
                    ("lib/cache.ts", "const cache = new Map();\nexport const get = (key) => cache.get(key);"),
                ],
                &[
                    NEXT,
                    VERCEL,
                    (
                        "lib/limit.ts",
                        "import { Ratelimit } from '@upstash/ratelimit';\nexport const limit = new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(5, '10 m') });",
                    ),
                ],
            ],
        );
    }
}
