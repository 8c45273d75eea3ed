//! Whether somebody has to be signed in before a route does anything.
//!
//! Invariant: what may ask for a login counts as asking.

use crate::facts::{FileFacts, FunctionId, Root, Value};
use crate::names::ownership::asks_who;
use crate::names::words;
use crate::project::{Answered, Conduct, Project, Provenance};

/// Whether something in front of a route asks for a login.
pub fn by_guard(project: &Project, answered: &Answered<'_>) -> bool {
    let entry = answered.entry;
    entry.guards.iter().chain(&entry.around).any(|(path, guard)| {
        let Some(file) = project.file(path) else { return false };
        let mut found = false;
        guard.walk(&mut |part| found = found || demands(file, part));
        found
    })
}

/// Whether what a route does asks who is there.
pub fn by_conduct(project: &Project, conduct: &Conduct<'_>) -> bool {
    conduct.functions.iter().any(|(file, function)| {
        let within = |other: Option<FunctionId>| {
            other.is_some_and(|other| other == *function || stands_in(file, other, *function))
        };
        file.caller_names.iter().any(|name| name.is_spoken && within(name.function))
            || file.calls.iter().filter(|call| within(call.function)).any(|call| {
                last_name(file, &call.callee).is_some_and(|name| asks_who(&name) || demands_login(&name))
                    && !call.arguments.iter().any(|argument| is_of_client(project, file, argument))
            })
    })
}

/// Whether an app's middleware, which runs before all routes, has to do with logins.
pub fn by_middleware(project: &Project, path: &str, route: &str) -> bool {
    let root = project.app_of(path).map(|app| app.root.clone()).unwrap_or_default();
    let at = |name: &str| if root.is_empty() { name.to_owned() } else { format!("{root}/{name}") };
    let places = [
        "middleware.ts",
        "src/middleware.ts",
        "proxy.ts",
        "src/proxy.ts",
        "src/hooks.server.ts",
        "middleware.js",
        "src/middleware.js",
    ];
    places.iter().filter_map(|name| project.file(&at(name))).any(|file| {
        let is_auth = |name: &str| {
            words(name)
                .iter()
                .any(|word| matches!(word.as_str(), "auth" | "session" | "clerk" | "kinde" | "token" | "user"))
        };
        covers(file, route)
            && file
                .imports
                .iter()
                .any(|import| is_auth(&import.specifier) || import.names.iter().any(|(name, _)| is_auth(name)))
    })
}

/// Whether a middleware's matcher lets it see a path; one that leaves out `api` by a look ahead does not see those.
fn covers(file: &FileFacts, route: &str) -> bool {
    let config = file.exports.iter().find(|export| export.name == "config");
    let matcher = config.and_then(|export| Some(&export.value.object()?.get("matcher")?.value));
    let fits = |text: &str| {
        if text.contains("(?!") {
            return !(route.starts_with("/api") && text.contains("api"));
        }
        let begin = text.find([':', '(', '*']).map_or(text, |at| &text[..at]).trim_end_matches('/');
        route.is_empty() || route.starts_with(begin)
    };
    match matcher {
        Some(Value::Text(text)) => fits(text),
        Some(Value::Array(items)) => items.iter().any(|item| item.text().is_none_or(fits)),
        _ => true,
    }
}

fn is_of_client(project: &Project, file: &FileFacts, argument: &Value) -> bool {
    matches!(argument, Value::Ref(_) | Value::Object(_)) && project.provenance(file, argument) == Provenance::Client
}

fn stands_in(file: &FileFacts, function: FunctionId, outer: FunctionId) -> bool {
    let parent = file.function(function).and_then(|function| function.parent);
    parent.is_some_and(|parent| file.is_within(parent, outer))
}

fn last_name(file: &FileFacts, callee: &Value) -> Option<String> {
    match callee {
        Value::Function(id) => file.function(*id)?.name.as_ref().map(ToString::to_string),
        Value::Ref(reference) => reference.path.iter().rev().find(|part| *part != "default").map(ToString::to_string),
        _ => None,
    }
}

fn demands(file: &FileFacts, value: &Value) -> bool {
    if let Value::Call(call) = value
        && call.callee.last_segment() == Some("authenticate")
    {
        let by = call.arguments.first().and_then(Value::text).unwrap_or("session");
        return ["jwt", "bearer", "token", "session", "access", "header"].iter().any(|word| by.contains(word));
    }
    if value.import().is_some_and(|(module, _)| module == "passport") {
        return false;
    }
    match value {
        Value::Function(id) => {
            file.function(*id).and_then(|function| function.name.as_deref()).is_some_and(demands_login)
        }
        Value::Ref(reference) => {
            let root = match &reference.root {
                Root::Global(name) | Root::Local(name, _) => Some(name.as_str()),
                Root::Module(module) if reference.path.iter().all(|part| part == "default") => {
                    module.rsplit('/').next()
                }
                _ => None,
            };
            root.into_iter().chain(reference.path.iter().map(smol_str::SmolStr::as_str)).any(demands_login)
        }
        _ => false,
    }
}

/// Whether a name says that nobody gets past without a login: `requireAuth`, `protect`, `isAuthenticated`, `verifyJwt`.
fn demands_login(name: &str) -> bool {
    const OTHER: [&str; 26] = [
        "validate",
        "validation",
        "validator",
        "validators",
        "schema",
        "rules",
        "body",
        "sanitize",
        "login",
        "signin",
        "signup",
        "register",
        "public",
        "optional",
        "local",
        "csrf",
        "limiter",
        "limit",
        "rate",
        "routes",
        "router",
        "controller",
        "input",
        "dto",
        "recaptcha",
        "create",
    ];
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_auth = has(&[
        "auth",
        "authenticate",
        "authenticated",
        "authentication",
        "authorize",
        "authorized",
        "authorization",
        "authed",
        "protect",
        "protected",
        "jwt",
        "loggedin",
        "logged",
        "private",
        "guard",
        "authguard",
        "isauth",
        "admin",
        "requireauth",
        "checkauth",
        "isauthenticated",
        "isloggedin",
        "authmiddleware",
        "protectroute",
        "verifytoken",
    ]);
    let asks =
        has(&["require", "ensure", "must", "is", "check", "verify", "has", "only", "restrict", "with", "assert"])
            && has(&[
                "user",
                "operator",
                "member",
                "session",
                "token",
                "account",
                "role",
                "signed",
                "staff",
                "owner",
                "permission",
                "access",
                "customer",
                "seller",
                "manager",
            ]);
    (is_auth || asks) && !has(&OTHER)
}

#[cfg(test)]
mod tests {
    use super::demands_login;

    #[test]
    fn guards_are_told_from_validators() {
        for name in [
            "requireAuth",
            "protect",
            "isAuthenticated",
            "verifyToken",
            "JwtAuthGuard",
            "protectedProcedure",
            "requireOperator",
        ] {
            assert!(demands_login(name), "{name}");
        }
        for name in [
            "validateLogin",
            "authValidation",
            "LocalAuthGuard",
            "requireCsrf",
            "publicProcedure",
            "urlencoded",
            "authLimiter",
        ] {
            assert!(!demands_login(name), "{name}");
        }
    }
}
