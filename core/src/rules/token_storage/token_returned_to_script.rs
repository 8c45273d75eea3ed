//! A login hands the session token to scripts instead of setting a cookie.

use super::super::cookie_flags::session_cookies;
use super::super::evidence::{Evidence, Strength, of_value};
use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::facts::{CookieWriter, FunctionId, ResponseBody, Route, Value};
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};
use crate::names::words;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "token-returned-to-script",
    gap: Gap::TokenStorage,
    launch_item: 1,
    title: "A login hands the session token to scripts",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[522, 1004],
    owasp: &["A04:2021", "A07:2021"],
    docs: "\
Finds handlers of login, registration and refresh routes that answer with a session token in the body, where scripts have to \
keep it themselves: sooner or later in `localStorage`.

A handler that sets an `HttpOnly` cookie and hands out a different, short-lived access token besides is sound, and so is a \
token endpoint of an OAuth server. An API for native apps has good reason to answer so: ignore the line and say it.",
    bad: Example {
        path: "server/auth.ts",
        code: "import jwt from \"jsonwebtoken\";\n\napp.post(\"/api/login\", async (req, res) => {\n  const user = await verify(req.body);\n  const token = jwt.sign({ sub: user.id }, process.env.JWT_SECRET!);\n  res.json({ user, token });\n});\n",
    },
    sound: Example {
        path: "server/auth.ts",
        code: "import jwt from \"jsonwebtoken\";\n\napp.post(\"/api/login\", async (req, res) => {\n  const user = await verify(req.body);\n  const token = jwt.sign({ sub: user.id }, process.env.JWT_SECRET!);\n  res.cookie(\"session\", token, { httpOnly: true, secure: true, sameSite: \"lax\" });\n  res.json({ user });\n});\n",
    },
    sources: &[
        "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
        "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-browser-based-apps",
    ],
    since: "0.1.0",
};

/// Words in a route that say that it logs somebody in.
const LOGIN: [&str; 10] =
    ["login", "signin", "signup", "register", "registration", "authenticate", "auth", "refresh", "session", "sessions"];
/// Words that say that the route serves something else: OAuth's token endpoint has to answer so, native apps as well.
const OTHER: [&str; 14] = [
    "oauth", "oauth2", "token", "tokens", "mobile", "native", "cli", "device", "reset", "verify", "invite", "csrf",
    "push", "key",
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for response in &context.file.responses {
        let Some(function) = response.function else { continue };
        let Some(evidence) = of_value(context, &response.body).filter(|found| found.strength >= Strength::Named) else {
            continue;
        };
        let Some(route) = login_route(context, function) else { continue };
        if !sets_other_session(context, function, &response.body) {
            findings.push(finding(context, response, route, &evidence));
        }
    }
}

/// The login route that a function answers, itself or as a callback within its handler.
fn login_route<'a>(context: &Context<'a>, function: FunctionId) -> Option<&'a Route> {
    let chain = enclosing(context, function);
    context.project.routes().find_map(|(file, route)| {
        let answers = route.method != "GET" && is_login(&route.path);
        let (found_in, id) =
            route.handlers.last().filter(|_| answers).and_then(|last| context.project.function_of(file, last))?;
        (found_in.path == context.file.path && chain.contains(&id)).then_some(route)
    })
}

fn enclosing(context: &Context<'_>, function: FunctionId) -> Vec<FunctionId> {
    let mut chain = vec![function];
    let mut at = function;
    while let Some(parent) = context.file.function(at).and_then(|function| function.parent) {
        chain.push(parent);
        at = parent;
    }
    chain
}

fn is_login(path: &str) -> bool {
    let all = words(path);
    let has = |list: &[&str]| all.iter().any(|word| list.contains(&word.as_str()));
    let split = all
        .windows(2)
        .any(|pair| matches!((pair[0].as_str(), pair[1].as_str()), ("sign", "in" | "up") | ("log", "in")));
    (has(&LOGIN) || split) && !has(&OTHER)
}

/// An `HttpOnly` cookie with another value is the session; what is handed out besides is a short-lived access token.
fn sets_other_session(context: &Context<'_>, function: FunctionId, body: &Value) -> bool {
    session_cookies(context, CookieWriter::Server).iter().any(|cookie| {
        let same_function = cookie.write.function.is_some_and(|owner| {
            enclosing(context, owner).contains(&function) || enclosing(context, function).contains(&owner)
        });
        let is_other = !body.any(&|part| *part == cookie.write.value);
        same_function && is_other && cookie.attributes.http_only.value() == Some(true)
    })
}

fn finding(context: &Context<'_>, response: &ResponseBody, route: &Route, evidence: &Evidence) -> Finding {
    const REMEDY: &str = "Set it as a cookie with HttpOnly, Secure and SameSite, and answer with what the page shows.";
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: response.range,
        severity: Severity::Warning,
        certainty: context.certainty(response.range),
        message: Message::new(
            format!("`{}` hands the session token to scripts ({})", route.path, evidence.reason),
            "Scripts have to keep it where an injected script finds it too, and then acts as the user.",
            REMEDY,
        ),
        related: evidence.related.clone(),
        fixes: vec![Fix { title: REMEDY.to_owned(), level: FixLevel::Guide, edits: Vec::new() }],
    }
}
