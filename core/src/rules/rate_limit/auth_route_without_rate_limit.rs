//! A route that lets people in can be tried without end.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::assess::{Danger, Open, tell};
use crate::finding::{Finding, FixLevel, Message, Severity};

/// What to do where no edit can.
const GUIDE: &str = "Put a limiter in front: about 10 tries in 15 minutes by address and by account, counted in a store that all instances share";

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "auth-route-without-rate-limit",
    gap: Gap::RateLimit,
    launch_item: 4,
    title: "A login, registration, reset or code route that can be tried without end",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[307, 799],
    owasp: &["A07:2021"],
    docs: "\
Finds routes that compare a password or a short code, make accounts, set passwords or mail links that let people in, and that \
nothing limits. A script tries lists of leaked passwords at hundreds a second; a six-digit code falls in minutes.

A route is told by what it does (a hash is compared, a user with a hashed password is made), followed through controllers and \
services, and by its path only where that agrees. What stands in front of a route is gathered from its registration, its router and the routers around it, decorators and global \
guards, middleware files of frameworks, wrappers, and proxies configured in the repository. Known are express-rate-limit, \
rate-limiter-flexible, express-slow-down, express-brute, @fastify/rate-limit, hono-rate-limiter, @upstash/ratelimit, \
@nestjs/throttler, koa-ratelimit, Arcjet, BotID, bindings of Cloudflare, captchas, counters over Redis or a `Map`, lockouts after \
failures, and anything that is named like a limiter.

It stays silent where hosted authentication (Clerk, Supabase Auth, Firebase, better-auth) takes the password, where one has to be \
signed in already, and in code that was not read whole. The numbers of the fix are a beginning: 10 tries in 15 minutes. NIST asks for no more than \
100 failures in a row for an account; OWASP for limits by account as well as by address.",
    bad: Example {
        path: "server/auth.ts",
        code: "import express from \"express\";\nimport bcrypt from \"bcryptjs\";\n\nconst app = express();\n\napp.post(\"/login\", async (req, res) => {\n  const user = await User.findOne({ email: req.body.email });\n  const isRight = user && (await bcrypt.compare(req.body.password, user.passwordHash));\n  res.sendStatus(isRight ? 204 : 401);\n});\n",
    },
    sound: Example {
        path: "server/auth.ts",
        code: "import express from \"express\";\nimport bcrypt from \"bcryptjs\";\nimport { rateLimit } from \"express-rate-limit\";\n\nconst app = express();\nconst limiter = rateLimit({ windowMs: 15 * 60 * 1000, limit: 10 });\n\napp.post(\"/login\", limiter, async (req, res) => {\n  const user = await User.findOne({ email: req.body.email });\n  const isRight = user && (await bcrypt.compare(req.body.password, user.passwordHash));\n  res.sendStatus(isRight ? 204 : 401);\n});\n",
    },
    sources: &[
        "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#protect-against-automated-attacks",
        "https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/",
        "https://pages.nist.gov/800-63-3/sp800-63b.html#throttle",
        "https://cwe.mitre.org/data/definitions/307.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    tell(context, &META, words, GUIDE, findings);
}

fn words(open: &Open<'_>) -> Option<(Severity, Message)> {
    let (what, risk) = match open.danger {
        Danger::Login => (
            "Passwords can be tried here without limit",
            "A script goes through lists of leaked passwords until one fits.",
        ),
        Danger::Register => (
            "Accounts can be made here without limit",
            "A script fills the database with accounts, and hashing each password keeps the server busy.",
        ),
        Danger::Reset => (
            "Resets of passwords can be tried here without limit",
            "A script tries tokens and codes until one fits, and takes the account over.",
        ),
        Danger::AccountMail => (
            "Mails to accounts can be sent from here without limit",
            "A script floods people with mails in your name, and learns which addresses have accounts.",
        ),
        Danger::CodeToEnter => (
            "Codes can be tried here without limit",
            "A script tries all codes of six digits within the hour, and is let in.",
        ),
        _ => return None,
    };
    Some((
        Severity::Warning,
        Message::new(what, risk, "Let about 10 tries through in 15 minutes, then answer 429 with Retry-After."),
    ))
}

#[cfg(test)]
mod tests;
