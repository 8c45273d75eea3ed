//! A route whose every call costs money can be called without end.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::assess::{Danger, Open, tell};
use crate::finding::{Finding, FixLevel, Message, Severity};

/// What to do where no edit can.
const GUIDE: &str = "Put a limiter in front, or count what each account uses up, in a store that all instances share";

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "costly-route-without-rate-limit",
    gap: Gap::RateLimit,
    launch_item: 4,
    title: "A route that asks a model, or sends a mail or message, can be called without end",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[770, 799],
    owasp: &["A04:2021"],
    docs: "\
Finds routes that nothing limits and whose every call is paid for: a language or image model is asked, a text message or a mail is sent. \
A loop in a browser's console spends the month's budget in an hour.

Where anyone can call the route, it is a warning; text messages are a note where one has to be signed in, since accounts are often free to make. What stands in front of a route is gathered from its registration, its router and the routers around it, decorators and global \
guards, middleware files of frameworks, wrappers, and proxies configured in the repository. Known are express-rate-limit, \
rate-limiter-flexible, express-slow-down, express-brute, @fastify/rate-limit, hono-rate-limiter, @upstash/ratelimit, \
@nestjs/throttler, koa-ratelimit, Arcjet, BotID, bindings of Cloudflare, captchas, counters over Redis or a `Map`, lockouts after \
failures, and anything that is named like a limiter.

It stays silent where credits, a quota or a plan is checked, where a signature or a shared secret shows that a machine calls, for models and mails of who is \
signed in, and in code that was not read whole.",
    bad: Example {
        path: "app/api/summary/route.ts",
        code: "import OpenAI from \"openai\";\n\nconst openai = new OpenAI();\n\nexport async function POST(request: Request) {\n  const { notes } = await request.json();\n  const answer = await openai.chat.completions.create({ model: \"gpt-4o-mini\", messages: [{ role: \"user\", content: notes }] });\n  return Response.json({ summary: answer.choices[0].message.content });\n}\n",
    },
    sound: Example {
        path: "app/api/summary/route.ts",
        code: "import OpenAI from \"openai\";\nimport { ratelimit } from \"@/lib/ratelimit\";\n\nconst openai = new OpenAI();\n\nexport async function POST(request: Request) {\n  const { success } = await ratelimit.limit(request.headers.get(\"x-forwarded-for\") ?? \"unknown\");\n  if (!success) return new Response(\"Too many requests\", { status: 429 });\n  const { notes } = await request.json();\n  const answer = await openai.chat.completions.create({ model: \"gpt-4o-mini\", messages: [{ role: \"user\", content: notes }] });\n  return Response.json({ summary: answer.choices[0].message.content });\n}\n",
    },
    sources: &[
        "https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/",
        "https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/",
        "https://cwe.mitre.org/data/definitions/770.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    tell(context, &META, words, GUIDE, findings);
}

fn words(open: &Open<'_>) -> Option<(Severity, Message)> {
    let (what, risk) = match (open.danger, open.is_signed_in) {
        (Danger::Model, _) => {
            ("Anyone can ask the model from here without limit", "A script spends the budget for the model in an hour.")
        }
        (Danger::Message, false) => (
            "Anyone can send text messages from here without limit",
            "Each costs; scripts send thousands to numbers that pay their owner.",
        ),
        (Danger::Message, true) => (
            "Whoever is signed in can send text messages from here without limit",
            "Each costs; one account sends thousands to numbers that pay their owner.",
        ),
        (Danger::Mail, _) => (
            "Anyone can send mails from here without limit",
            "A script floods mailboxes in your name, and your domain is taken for a sender of spam.",
        ),
        _ => return None,
    };
    let severity = if open.is_signed_in { Severity::Info } else { Severity::Warning };
    Some((
        severity,
        Message::new(what, risk, "Limit how often one client may call it, and answer 429 with Retry-After beyond."),
    ))
}

#[cfg(test)]
mod tests;
