//! Credentials that stand in scripts: by their looks, by the name they are given to, and by the place they are used in.

use super::signing;
use crate::facts::{Credential, CredentialPlace, FileFacts};
use crate::recognise::text::{comment_at, found_in, may_name_a_secret};
use crate::secrets;
use crate::syntax::digest::{Script, TextSite};

/// Finds credentials in a script.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    // Of several that are the same place the first stays: the most telling one.
    looks(script, text, facts);
    signing::recognise(script, facts);
    names(script, text, facts);
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
        let is_as_written = !site.is_joined && site.range.inside_quotes().slice(text) == site.text;
        let by_looks = if is_as_written { None } else { secrets::scan(&site.text).into_iter().next() };
        let named = site.name.as_deref().filter(|name| may_name_a_secret(name));
        let found = by_looks.or_else(|| secrets::of_named(named?, &site.text));
        if let Some(found) = found {
            facts.credentials.push(credential(site, found));
        }
    }
}

fn credential(site: &TextSite, found: secrets::Found) -> Credential {
    let range = if site.is_joined { site.range } else { site.range.inside_quotes() };
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
