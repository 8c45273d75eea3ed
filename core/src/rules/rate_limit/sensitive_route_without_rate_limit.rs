//! A route that gives away a little each time can be asked without end.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::assess::{Danger, Open, tell};
use crate::finding::{Finding, FixLevel, Message, Severity};

/// What to do where no edit can.
const GUIDE: &str = "Put a limiter in front, counted in a store that all instances share";

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "sensitive-route-without-rate-limit",
    gap: Gap::RateLimit,
    launch_item: 4,
    title: "A route that checks codes or tells about people can be asked without end",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[799, 204, 307],
    owasp: &["A04:2021", "A07:2021"],
    docs: "\
Finds routes that nothing limits and that give away a little with each call: a short code of somebody who is signed in is compared (to \
confirm a phone, a payment, a second factor), an e-mail address is looked up in a way that tells whether it has an account, or people are searched or \
exported by anyone.

What stands in front of a route is gathered from its registration, its router and the routers around it, decorators and global \
guards, middleware files of frameworks, wrappers, and proxies configured in the repository. Known are express-rate-limit, \
rate-limiter-flexible, express-slow-down, express-brute, @fastify/rate-limit, hono-rate-limiter, @upstash/ratelimit, \
@nestjs/throttler, koa-ratelimit, Arcjet, BotID, bindings of Cloudflare, captchas, counters over Redis or a `Map`, lockouts after \
failures, and anything that is named like a limiter.

It stays silent where what is looked up needs a login, and in code that was not read whole.",
    bad: Example {
        path: "server/phone.ts",
        code: "import express from \"express\";\n\nconst app = express();\n\napp.post(\"/verify-phone\", requireAuth, async (req, res) => {\n  const user = await User.findById(req.user.id);\n  if (user.verificationCode !== req.body.verificationCode) return res.sendStatus(400);\n  res.sendStatus(204);\n});\n",
    },
    sound: Example {
        path: "server/phone.ts",
        code: "import express from \"express\";\nimport { rateLimit } from \"express-rate-limit\";\n\nconst app = express();\n\napp.post(\"/verify-phone\", requireAuth, rateLimit({ windowMs: 15 * 60 * 1000, limit: 5 }), async (req, res) => {\n  const user = await User.findById(req.user.id);\n  if (user.verificationCode !== req.body.verificationCode) return res.sendStatus(400);\n  res.sendStatus(204);\n});\n",
    },
    sources: &[
        "https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/",
        "https://owasp.org/API-Security/editions/2023/en/0xa6-unrestricted-access-to-sensitive-business-flows/",
        "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#authentication-and-error-messages",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    tell(context, &META, words, GUIDE, findings);
}

fn words(open: &Open<'_>) -> Option<(Severity, Message)> {
    let (what, risk) = match open.danger {
        Danger::Code => (
            "Codes can be tried here without limit",
            "All codes of six digits are tried within the hour: the code proves nothing.",
        ),
        Danger::Lookup => (
            "Whether somebody has an account can be asked here without limit",
            "A script goes through lists of addresses and keeps those that are customers.",
        ),
        Danger::Bulk => (
            "People can be searched or copied here without limit",
            "A script copies the whole list, one call after another.",
        ),
        _ => return None,
    };
    Some((
        Severity::Warning,
        Message::new(what, risk, "Limit how often one client may ask, and answer 429 with Retry-After beyond."),
    ))
}

#[cfg(test)]
mod tests;
