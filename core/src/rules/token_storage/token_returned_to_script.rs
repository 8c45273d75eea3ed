//! A login hands the session token to scripts instead of setting a cookie.

use smol_str::SmolStr;

use super::super::cookie_flags::session_cookies;
use super::super::evidence::{Evidence, Strength, of_value, says_login_in_two};
use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::facts::{CookieWriter, FunctionId, ResponseBody, ResponseKind, Value};
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Severity};
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
        // A cookie may still follow in code that was not read whole.
        if response.kind != ResponseKind::Body || context.certainty(response.range) == Certainty::Partial {
            continue;
        }
        let Some(function) = response.function else { continue };
        let Some(evidence) = of_value(context, &response.body).filter(|found| found.strength >= Strength::Named) else {
            continue;
        };
        let Some(route) = login_route(context, function) else { continue };
        if !sets_other_session(context, function, &response.body) {
            findings.push(finding(context, response, &route, &evidence));
        }
    }
}

/// The login route that a function answers, itself or as a callback within its handler.
fn login_route(context: &Context<'_>, function: FunctionId) -> Option<SmolStr> {
    let chain = enclosing(context, function);
    context.project.routes().find_map(|(file, route)| {
        let last = route.handlers.last().filter(|_| route.method != "GET")?;
        let (found_in, id) = context.project.handler_of(file, last)?;
        let path = (found_in.path == context.file.path && chain.contains(&id))
            .then(|| context.project.full_path(file, route))?;
        is_login(&path).then_some(path)
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
    (has(&LOGIN) || says_login_in_two(&all)) && !has(&OTHER)
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

fn finding(context: &Context<'_>, response: &ResponseBody, route: &str, evidence: &Evidence) -> Finding {
    const REMEDY: &str = "Set it as a cookie with HttpOnly, Secure and SameSite, and answer with what the page shows.";
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: response.range,
        severity: Severity::Warning,
        certainty: context.certainty(response.range),
        message: Message::new(
            format!("`{route}` hands the session token to scripts ({})", evidence.reason),
            "Scripts have to keep it where an injected script finds it too, and then acts as the user.",
            REMEDY,
        ),
        related: evidence.related.clone(),
        fixes: vec![Fix::guide(REMEDY)],
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn finds_answers_that_hand_out_the_session() {
        bad(
            RULE.meta.id,
            &[
                &[
                    (
                        "src/controller.js",
                        r#"const jwt = require("jsonwebtoken"); const catchAsync = require("./async"); const login = catchAsync(async (req, res) => { const tokens = { access: { token: jwt.sign({ id: 1 }, KEY) } }; «res.send({ tokens })»; }); module.exports = { login };"#,
                    ),
                    (
                        "src/route.js",
                        r#"const express = require("express"); const controller = require("./controller"); const router = express.Router(); router.post("/login", validate(schema), controller.login); module.exports = router;"#,
                    ),
                    (
                        "src/async.js",
                        "module.exports = (fn) => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next);",
                    ),
                ],
                &[
                    (
                        "src/auth.js",
                        r#"const jwt = require("jsonwebtoken"); const Router = require("@koa/router"); const router = new Router(); router.post("/", async (ctx) => { const token = jwt.sign({ id: 1 }, KEY); «ctx.body = { token }»; }); module.exports = router;"#,
                    ),
                    (
                        "src/api.js",
                        r#"const Router = require("@koa/router"); const auth = require("./auth"); const api = new Router(); api.use("/session", auth.routes()); module.exports = api;"#,
                    ),
                ],
                &[
                    (
                        "src/auth.ts",
                        r#"import jwt from "jsonwebtoken"; import { Router } from "express"; export const auth = Router(); auth.route("/in").post(async (req, res) => { const token = jwt.sign({ id: 1 }, KEY); «res.send({ token })»; });"#,
                    ),
                    (
                        "src/v1.ts",
                        r#"import { Router } from "express"; import { auth } from "./auth"; const v1 = Router(); v1.use("/sign", auth); export default v1;"#,
                    ),
                    (
                        "src/app.ts",
                        r#"import express from "express"; import v1 from "./v1"; const app = express(); app.use("/api/v1", v1);"#,
                    ),
                ],
                &[
                    (
                        "server/login.js",
                        r#"const jwt = require("jsonwebtoken"); const router = require("express").Router(); router.post("/", async (req, res) => { const token = jwt.sign({ id: 1 }, KEY); «res.status(200).json({ token })»; }); module.exports = router;"#,
                    ),
                    (
                        "server/app.js",
                        r#"const express = require("express"); const login = require("./login"); const app = express(); app.use("/api/login", login);"#,
                    ),
                ],
                &[
                    (
                        "server/auth.ts",
                        r#"import { Hono } from "hono"; import { sign } from "hono/jwt"; const auth = new Hono(); auth.post("/", async (c) => { const token = await sign({ id: 1 }, KEY); return «c.json({ token })»; }); export default auth;"#,
                    ),
                    (
                        "server/index.ts",
                        r#"import { Hono } from "hono"; import auth from "./auth"; const app = new Hono(); app.route("/signin", auth);"#,
                    ),
                ],
                &[
                    (
                        "server/auth.ts",
                        r#"import jwt from "jsonwebtoken"; export async function routes(fastify) { fastify.post("/", async (request, reply) => { const token = jwt.sign({ id: 1 }, KEY); «reply.send({ token })»; }); }"#,
                    ),
                    (
                        "server/index.ts",
                        r#"import Fastify from "fastify"; import { routes } from "./auth"; const app = Fastify(); app.register(routes, { prefix: "/login" });"#,
                    ),
                ],
                &[(
                    "app/api/login/route.ts",
                    r#"import { NextResponse } from "next/server"; import { SignJWT } from "jose"; export async function POST(request) { const token = await new SignJWT({}).setProtectedHeader({ alg: "HS256" }).sign(key); return «NextResponse.json({ token })»; }"#,
                )],
                &[
                    (
                        "src/controller.js",
                        r#"const jwt = require("jsonwebtoken"); exports.login = async (req, res) => { const accessToken = jwt.sign({ id: 1 }, KEY); «res.json({ accessToken })»; };"#,
                    ),
                    (
                        "src/routes.js",
                        r#"const express = require("express"); const controller = require("./controller"); const router = express.Router(); router.post("/login", controller.login); module.exports = router;"#,
                    ),
                ],
                &[(
                    "src/auth.controller.ts",
                    r#"import { Controller, Post } from "@nestjs/common"; @Controller("auth") export class AuthController { constructor(private jwtService) {} @Post("login") login(user) { return «{ access_token: this.jwtService.sign({ sub: user.id }) }»; } }"#,
                )],
                &[(
                    "server/api/login.post.ts",
                    r#"import jwt from "jsonwebtoken"; export default defineEventHandler(async (event) => { const token = jwt.sign({ id: 1 }, KEY); return «{ token }»; });"#,
                )],
            ],
        );
    }

    #[test]
    fn is_silent_where_a_cookie_carries_the_session() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "server/a.js",
                    r#"const jwt = require("jsonwebtoken"); app.post("/login", (req, res) => { const refresh = jwt.sign({ id: 1 }, A); res.cookie("refresh_token", refresh, { httpOnly: true, secure: true, sameSite: "lax" }); res.json({ accessToken: jwt.sign({ id: 1 }, B) }); });"#,
                )],
                &[(
                    "server/a.js",
                    r#"const jwt = require("jsonwebtoken"); app.post("/oauth/token", (req, res) => { res.json({ access_token: jwt.sign({ id: 1 }, A) }); });"#,
                )],
                &[(
                    "server/a.js",
                    r#"app.post("/login", (req, res) => { res.json({ user: req.user, csrfToken: req.csrfToken() }); });"#,
                )],
                &[
                    (
                        "server/items.js",
                        r#"const router = require("express").Router(); router.post("/", (req, res) => res.json({ token: req.item.accessToken })); module.exports = router;"#,
                    ),
                    (
                        "server/app.js",
                        r#"const app = require("express")(); app.use("/api/items", require("./items"));"#,
                    ),
                ],
                &[(
                    "app/api/login/route.ts",
                    r#"import { NextResponse } from "next/server"; export async function POST(request) { const { user } = await verify(request); return NextResponse.json({ user, expiresIn: 3600 }); }"#,
                )],
                &[(
                    "server/a.js",
                    r#"const jwt = require("jsonwebtoken"); app.post("/mobile/login", (req, res) => { res.json({ token: jwt.sign({ id: 1 }, A) }); });"#,
                )],
            ],
        );
    }
}
