//! Literals that sign sessions and tokens: `jwt.sign(payload, "…")`, `session({ secret: "…" })`. Whatever such a text looks
//! like, its place makes it a secret.

use smol_str::SmolStr;

use super::callee::{imported, is_export, is_module_itself, method};
use crate::facts::{Credential, CredentialPlace, FileFacts, Value, variables_in};
use crate::redact::redact;
use crate::secrets::{Detector, Exposure, Shape, Special};
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

/// What signs is a secret by its place in the code, whatever it looks like.
static SIGNING_SECRET: Detector = Detector {
    id: "signing-secret",
    provider: "",
    what: "secret that signs sessions or tokens",
    exposure: Exposure::Secret,
    shape: Shape::Special(Special::Generic),
    leak: "Whoever knows it can make a session or token for any user, and be let in as them.",
    source: "https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html#weak-token-secret",
    rotate: "put a new random value into the environment; everyone will have to sign in again",
};

/// Finds literals that sign.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in script.calls.iter().filter(|site| site.kind == CallKind::Call) {
        if let Some((value, range, name)) = secret_of(site) {
            note(&value, range, name, script, facts);
        }
    }
    // Koa: app.keys = ["…"]
    let is_koa = script.imports.iter().any(|import| matches!(import.specifier.as_str(), "koa" | "koa-session"));
    for assignment in script.assignments.iter().filter(|_| is_koa) {
        if let (Some("keys"), Value::Array(keys)) = (assignment.target.last_segment(), &assignment.value) {
            keys.iter().for_each(|key| note(key, assignment.value_range, "SESSION_SECRET", script, facts));
        }
    }
}

fn note(value: &Value, range: TextRange, name: &'static str, script: &Script, facts: &mut FileFacts) {
    let mut texts = Vec::new();
    literals(value, &mut texts);
    // Next to a variable the literal is what signs when the variable is missing.
    let is_fallback = !variables_in(value).is_empty();
    for text in texts {
        let site = script.texts.iter().find(|site| site.text == text && !site.is_joined);
        facts.credentials.push(Credential {
            range: site.map_or(range, |site| site.range.inside_quotes()),
            literal: site.filter(|site| !is_fallback && site.is_expression).map(|site| site.range),
            detector: &SIGNING_SECRET,
            redacted: redact(text),
            jwt: None,
            name: Some(SmolStr::new_static(name)),
            place: CredentialPlace::Code,
            function: site.and_then(|site| site.function),
        });
    }
}

/// The literals a key may be, through what makes bytes of a text.
fn literals<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::Text(text) if !text.is_empty() => texts.push(text),
        Value::Choice(options) => options.iter().for_each(|option| literals(option, texts)),
        Value::Array(keys) => keys.iter().for_each(|key| literals(key, texts)),
        Value::Call(call) => {
            let makes_bytes = matches!(call.callee.last_segment(), Some("encode" | "from" | "createSecretKey"))
                || call.callee.is_global("String", &[]);
            if let (true, Some(first)) = (makes_bytes, call.arguments.first()) {
                literals(first, texts);
            }
        }
        _ => {}
    }
}

/// The value a call signs with, where it stands, and what a variable for it is called.
fn secret_of(site: &CallSite) -> Option<(Value, TextRange, &'static str)> {
    let callee = &site.call.callee;
    let argument =
        |index: usize, name| Some((site.argument(index).clone(), site.argument_ranges.get(index).copied()?, name));
    if let Some([name]) = imported(callee, &["jsonwebtoken", "jwt-simple"])
        && matches!(name.as_str(), "sign" | "verify" | "encode" | "decode")
    {
        return argument(1, "JWT_SECRET");
    }
    if is_export(callee, &["jose"], "jwtVerify")
        || is_export(callee, &["hono/jwt"], "verify")
        || is_export(callee, &["hono/jwt"], "sign")
    {
        return argument(1, "JWT_SECRET");
    }
    if is_module_itself(callee, &["cookie-parser"]) {
        return argument(0, "COOKIE_SECRET");
    }
    if is_export(callee, &["crypto", "node:crypto"], "createHmac") {
        return argument(1, "SIGNING_SECRET");
    }
    if let Some((receiver, "sign")) = method(callee)
        && receiver
            .any(&|value| value.call().is_some_and(|call| call.is_new && is_export(&call.callee, &["jose"], "SignJWT")))
    {
        return argument(0, "JWT_SECRET");
    }
    in_options(site)
}

fn in_options(site: &CallSite) -> Option<(Value, TextRange, &'static str)> {
    let callee = &site.call.callee;
    let signs_tokens = is_module_itself(callee, &["express-jwt"])
        || is_export(callee, &["express-jwt"], "expressjwt")
        || is_export(callee, &["hono/jwt"], "jwt");
    let keeps_sessions = is_module_itself(callee, &["express-session", "next-auth", "cookie-session"])
        || is_export(callee, &["better-auth"], "betterAuth");
    let seals = is_export(callee, &["iron-session"], "getIronSession");
    let key = match (signs_tokens || keeps_sessions, seals) {
        (true, _) => "secret",
        (_, true) => "password",
        _ => return None,
    };
    let property =
        site.call.arguments.iter().rev().find_map(Value::object)?.get(key).filter(|property| !property.is_spread)?;
    let name = if signs_tokens { "JWT_SECRET" } else { "SESSION_SECRET" };
    Some((property.value.clone(), property.value_range, name))
}
