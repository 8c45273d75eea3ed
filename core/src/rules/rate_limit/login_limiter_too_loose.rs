//! A limiter in front of a login lets so much through that it holds nobody back.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::assess::{Danger, danger_of};
use crate::facts::DeedKind;
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Related, Severity};

/// More than this in a window, or in an hour, is no limit for guesses.
const MOST_IN_WINDOW: u32 = 100;
const MOST_IN_HOUR: u64 = 600;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "login-limiter-too-loose",
    gap: Gap::RateLimit,
    launch_item: 4,
    title: "The limiter in front of a login lets hundreds of tries through",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[307],
    owasp: &["A07:2021"],
    docs: "\
Finds routes where passwords or codes can be tried and whose only limiters let more than 100 tries through in a window, or more than 600 in an \
hour. Such a limiter is made for the app as a whole; a login wants one of its own: about 10 tries in 15 minutes.

NIST asks that no more than 100 failures in a row be let through for an account. It stays silent where the numbers cannot be read, \
and where anything else may limit the route.",
    bad: Example {
        path: "server/auth.ts",
        code: "import express from \"express\";\nimport bcrypt from \"bcryptjs\";\nimport { rateLimit } from \"express-rate-limit\";\n\nconst app = express();\napp.use(rateLimit({ windowMs: 15 * 60 * 1000, limit: 1000 }));\n\napp.post(\"/login\", async (req, res) => {\n  const user = await User.findOne({ email: req.body.email });\n  res.sendStatus((await bcrypt.compare(req.body.password, user.passwordHash)) ? 204 : 401);\n});\n",
    },
    sound: Example {
        path: "server/auth.ts",
        code: "import express from \"express\";\nimport bcrypt from \"bcryptjs\";\nimport { rateLimit } from \"express-rate-limit\";\n\nconst app = express();\napp.use(rateLimit({ windowMs: 15 * 60 * 1000, limit: 1000 }));\n\napp.post(\"/login\", rateLimit({ windowMs: 15 * 60 * 1000, limit: 10 }), async (req, res) => {\n  const user = await User.findOne({ email: req.body.email });\n  res.sendStatus((await bcrypt.compare(req.body.password, user.passwordHash)) ? 204 : 401);\n});\n",
    },
    sources: &[
        "https://pages.nist.gov/800-63-3/sp800-63b.html#throttle",
        "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#login-throttling",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for answered in context.project.answered(context.file) {
        let limiters = context.project.limiters_of(&answered);
        let loose = limiters.iter().filter(|(_, limiter)| {
            let is_loose = limiter.per_hour().is_some_and(|hour| hour > MOST_IN_HOUR);
            is_loose || limiter.amount.is_some_and(|amount| amount > MOST_IN_WINDOW) && limiter.window.is_some()
        });
        let Some((limiter_in, limiter)) = loose.clone().next() else { continue };
        if loose.count() < limiters.len() {
            continue;
        }
        let Some((Danger::Login | Danger::CodeToEnter | Danger::Code | Danger::Reset, _, conduct)) =
            danger_of(context, &answered)
        else {
            continue;
        };
        let others = answered.entry.guards.len() + answered.entry.around.len();
        let may_be_others = context.project.count_limiting(&answered) > limiters.len();
        if conduct.does(DeedKind::Limits) || others > 0 && may_be_others {
            continue;
        }
        let todo = "Put a limiter of its own in front: about 10 tries in 15 minutes.";
        findings.push(Finding {
            rule: &META,
            path: context.file.path.clone(),
            range: answered.head,
            severity: Severity::Warning,
            certainty: Certainty::Complete,
            message: Message::new(
                format!(
                    "The limiter here lets {} tries through in {} seconds",
                    limiter.amount.unwrap_or_default(),
                    limiter.window.unwrap_or_default()
                ),
                "A script goes through lists of leaked passwords as if there were none.",
                todo,
            ),
            related: vec![Related {
                path: limiter_in.path.clone(),
                range: limiter.range,
                note: "the limiter is made here".to_owned(),
            }],
            fixes: vec![Fix::guide(todo)],
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{bad, sound};

    const RULE: &str = "login-limiter-too-loose";
    const COMPARE: &str = "async (req, res) => { res.send(await bcrypt.compare(req.body.password, user.hash)); }";

    fn app(before: &str, guard: &str, head: &str) -> String {
        format!(
            "import express from 'express';\nimport bcrypt from 'bcrypt';\nimport {{ rateLimit }} from 'express-rate-limit';\nconst app = express();\n{before}\n{head}('/login', {guard}{COMPARE});"
        )
    }

    #[test]
    fn loose_limits_are_found() {
        for (before, guard) in [
            ("app.use(rateLimit({ windowMs: 15 * 60 * 1000, max: 1000 }));", ""),
            ("", "rateLimit({ windowMs: 60 * 1000, limit: 100 }), "),
            ("const loginLimiter = rateLimit({ windowMs: 60_000, max: 500 });", "loginLimiter, "),
            ("app.use('/login', rateLimit({ windowMs: 1000, max: 10 }));", ""),
            (
                "app.use(rateLimit({ windowMs: 60 * 60 * 1000, max: 5000 }));",
                "rateLimit({ windowMs: 900000, max: 300 }), ",
            ),
        ] {
            bad(RULE, &[&[("a.js", &app(before, guard, "«app.post»"))]]);
        }
    }

    #[test]
    fn tight_and_unknown_limits_stay_silent() {
        for (before, guard) in [
            ("app.use(rateLimit({ windowMs: 15 * 60 * 1000, max: 100 }));", ""),
            ("", "rateLimit({ windowMs: 15 * 60 * 1000, limit: 10 }), "),
            ("app.use(rateLimit({ windowMs: 60 * 1000, max: 1000 }));", "rateLimit({ windowMs: 900000, max: 5 }), "),
            ("app.use(rateLimit({ windowMs: WINDOW, max: MAX }));", ""),
            ("app.use(rateLimit({ windowMs: 60 * 1000, max: 1000 }));", "bruteForceProtection, "),
            ("", ""),
        ] {
            sound(RULE, &[&[("a.js", &app(before, guard, "app.post"))]]);
        }
    }
}
