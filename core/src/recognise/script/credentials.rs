//! Credentials that stand in scripts: by their looks, by the name they are given to, and by the place they are used in.

use smol_str::SmolStr;

use super::callee::{alternatives, imported, is_export, is_module_itself};
use crate::facts::{Credential, CredentialPlace, FileFacts, Value};
use crate::recognise::text::{comment_at, found_in};
use crate::secrets::{self, Detector, Exposure, Shape, Special};
use crate::syntax::digest::{CallKind, CallSite, Script, TextSite};
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

/// Finds credentials in a script.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    looks(script, text, facts);
    names(script, text, facts);
    for site in &script.calls {
        signing(site, facts);
    }
    facts.credentials.sort_by_key(|credential| (credential.range, credential.literal.is_none()));
    facts.credentials.dedup_by(|later, kept| later.range.start < kept.range.end);
}

/// What its looks give away, anywhere in the text; the literal around it tells the rest.
fn looks(script: &Script, text: &str, facts: &mut FileFacts) {
    for mut credential in found_in(text) {
        let site = script.texts.iter().find(|site| site.range.contains(credential.range));
        match site {
            Some(site) => {
                credential.name.clone_from(&site.name);
                credential.function = site.function;
                let bare = site.is_expression && credential.range.len() + 2 == site.range.len();
                credential.literal = bare.then_some(site.range);
            }
            None if comment_at(text, credential.range.start as usize) => credential.place = CredentialPlace::Comment,
            None => {}
        }
        facts.credentials.push(credential);
    }
}

/// What is joined or escaped is seen only once it is put together; what has no looks is told by its name.
fn names(script: &Script, text: &str, facts: &mut FileFacts) {
    for site in &script.texts {
        let is_as_written = !site.is_joined && text.get(inside(site.range)) == Some(site.text.as_str());
        let by_looks = if is_as_written { None } else { secrets::scan(&site.text).into_iter().next() };
        let found = by_looks.or_else(|| secrets::of_named(site.name.as_deref()?, &site.text));
        if let Some(found) = found {
            facts.credentials.push(credential(site, found));
        }
    }
}

fn inside(range: TextRange) -> std::ops::Range<usize> {
    (range.start as usize + 1)..(range.end as usize).saturating_sub(1).max(range.start as usize + 1)
}

fn credential(site: &TextSite, found: secrets::Found) -> Credential {
    let inner = inside(site.range);
    let range = if site.is_joined {
        site.range
    } else {
        TextRange::new(site.range.start + 1, u32::try_from(inner.end).unwrap_or(site.range.end))
    };
    Credential {
        range,
        literal: site.is_expression.then_some(site.range),
        detector: found.detector,
        redacted: found.redacted,
        jwt: found.jwt,
        name: site.name.clone(),
        place: CredentialPlace::Code,
        function: site.function,
    }
}

/// The text that signs sessions or tokens: `jwt.sign(payload, "…")`, `session({ secret: "…" })`. Whatever it looks like,
/// its place makes it a secret.
fn signing(site: &CallSite, facts: &mut FileFacts) {
    let Some((value, range, name)) = signing_secret(site) else { return };
    let literal = alternatives(&value).iter().find(|option| option.text().is_some_and(|text| !text.is_empty()));
    let Some(Value::Text(text)) = literal else { return };
    let is_alone = matches!(value, Value::Text(_)) && range.len() as usize == text.len() + 2;
    facts.credentials.push(Credential {
        range,
        literal: is_alone.then_some(range),
        detector: &SIGNING_SECRET,
        redacted: crate::redact::redact(text),
        jwt: None,
        name: Some(SmolStr::new_static(name)),
        place: CredentialPlace::Code,
        function: site.function,
    });
}

/// The value a call signs with, where it stands, and what a variable for it is called.
fn signing_secret(site: &CallSite) -> Option<(Value, TextRange, &'static str)> {
    let callee = &site.call.callee;
    let argument =
        |index: usize, name| Some((site.argument(index).clone(), site.argument_ranges.get(index).copied()?, name));
    if site.kind != CallKind::Call {
        return None;
    }
    if let Some([name]) = imported(callee, &["jsonwebtoken", "jwt-simple"])
        && matches!(name.as_str(), "sign" | "verify" | "encode" | "decode")
    {
        // `decode` of jsonwebtoken takes options there, which are no text.
        return argument(1, "JWT_SECRET");
    }
    if is_module_itself(callee, &["cookie-parser"]) {
        return argument(0, "COOKIE_SECRET");
    }
    let signs_tokens = is_module_itself(callee, &["express-jwt"])
        || is_export(callee, &["express-jwt"], "expressjwt")
        || is_export(callee, &["hono/jwt"], "jwt");
    let keeps_sessions = is_module_itself(callee, &["express-session", "next-auth", "cookie-session"]);
    if !signs_tokens && !keeps_sessions {
        return None;
    }
    let property = site.argument(0).object()?.get("secret").filter(|property| !property.is_spread)?;
    let name = if signs_tokens { "JWT_SECRET" } else { "SESSION_SECRET" };
    Some((property.value.clone(), property.value_range, name))
}
