//! Which cookies carry a login, and the fix that gives them their flags. Shared by the rules of this gap.

use super::super::Context;
use super::super::evidence::{Evidence, Strength, is_plainly_no_token, of_value};
use crate::facts::{
    Attribute, CookieAttributes, CookieWrite, CookieWriter, OptionsPlace, OptionsStyle, SameSite, Value,
};
use crate::finding::{Edit, Fix, FixLevel, Related};
use crate::names::{NameClass, classify_for};
use crate::project::Origin;
use crate::text::TextRange;

/// A cookie that carries a login.
pub struct SessionCookie<'a> {
    /// The write.
    pub write: &'a CookieWrite,
    /// Where the helper that writes it stands, if one does.
    pub origin: Option<Origin<'a>>,
    /// Its name, for messages.
    pub name: String,
    /// Its attributes, options resolved through the whole project.
    pub attributes: CookieAttributes,
    /// Whether its name alone says so, and the value tells nothing.
    pub only_by_name: bool,
    /// Places that show it.
    pub related: Vec<Related>,
    options: Value,
}

/// The cookies of a file that carry a login and are written, not removed, by `writer`.
pub fn session_cookies<'a>(context: &Context<'a>, writer: CookieWriter) -> Vec<SessionCookie<'a>> {
    let found = context.project.cookie_writes(context.file).into_iter();
    found
        .filter(|(write, _)| write.writer == writer && !write.is_removal)
        .filter_map(|(write, origin)| session_cookie(context, write, origin))
        .collect()
}

fn session_cookie<'a>(
    context: &Context<'a>,
    write: &'a CookieWrite,
    origin: Option<Origin<'a>>,
) -> Option<SessionCookie<'a>> {
    let name = name_text(&context.project.expand(context.file, &write.name));
    let value = context.project.expand(context.file, &write.value);
    let evidence = of_value(context, &write.value);
    if !write.is_session_library && !carries_login(context, name.as_deref(), &value, evidence.as_ref()) {
        return None;
    }
    let options = context.project.expand(context.file, &write.options);
    Some(SessionCookie {
        attributes: write.attributes(&options),
        name: name.unwrap_or_else(|| "session".to_owned()),
        only_by_name: evidence.is_none() && !write.is_session_library,
        related: related(evidence, origin),
        write,
        origin,
        options,
    })
}

fn related(evidence: Option<Evidence>, origin: Option<Origin<'_>>) -> Vec<Related> {
    let mut related = evidence.map(|evidence| evidence.related).unwrap_or_default();
    if let Some((path, range)) = origin {
        related.push(Related { path: path.to_owned(), range, note: "the helper sets it here".into() });
    }
    related
}

fn carries_login(context: &Context<'_>, name: Option<&str>, value: &Value, evidence: Option<&Evidence>) -> bool {
    // `res.cookie("auth", "1")` tells scripts that someone is logged in; it is no credential.
    if is_plainly_no_token(value) {
        return false;
    }
    let strength = evidence.map(|evidence| evidence.strength);
    match name.map(|name| classify_for(context.names(), name)) {
        Some(NameClass::NotToken) => false,
        Some(NameClass::AuthToken | NameClass::SessionCookie) => true,
        Some(NameClass::TokenWord) => strength.is_some(),
        Some(NameClass::Other) => strength == Some(Strength::Proof),
        // The name is not known: only what surely is a token counts.
        None => strength == Some(Strength::Proof),
    }
}

/// A name as text: whole when it is literal, its literal parts when it is put together.
fn name_text(name: &Value) -> Option<String> {
    match name {
        Value::Text(text) => Some(text.to_string()),
        Value::Concat(parts) => Some(parts.iter().filter_map(Value::text).collect::<Vec<_>>().join("-")),
        Value::Choice(options) => options.iter().find_map(name_text),
        _ => None,
    }
}

impl SessionCookie<'_> {
    /// Where to point: at the entry that says so when it stands in the call, else at the call.
    pub fn place(&self, entry: Option<TextRange>) -> TextRange {
        let own = match self.write.place {
            OptionsPlace::Object { range, is_own: true } => range,
            _ => self.write.range,
        };
        let is_here = |entry: &TextRange| self.write.range.contains(*entry) || own.contains(*entry);
        entry.filter(|entry| self.origin.is_none() && is_here(entry)).unwrap_or(self.write.range)
    }

    /// The fix that gives the cookie every flag it lacks.
    pub fn fix(&self, context: &Context<'_>) -> Option<Fix> {
        let edits = self.edits()?;
        let level = match self.write.place {
            OptionsPlace::Object { is_own: true, .. } | OptionsPlace::HeaderText { .. } => FixLevel::Safe,
            OptionsPlace::MissingNested { .. } => FixLevel::Safe,
            _ => FixLevel::Suggestion,
        };
        let edit = |(range, text): (TextRange, String)| Edit { path: context.file.path.clone(), range, text };
        Some(Fix {
            title: format!("Set {} on `{}`", self.lacking().join(", "), self.name),
            level,
            edits: edits.into_iter().map(edit).collect(),
        })
    }

    /// The flags it lacks, for a title.
    fn lacking(&self) -> Vec<&'static str> {
        let attributes = &self.attributes;
        let mut names = Vec::new();
        if attributes.http_only.value() == Some(false) {
            names.push("HttpOnly");
        }
        if attributes.secure.value() == Some(false) {
            names.push("Secure");
        }
        if matches!(attributes.same_site.value(), Some(SameSite::Missing)) {
            names.push("SameSite");
        }
        names
    }

    fn edits(&self) -> Option<Vec<(TextRange, String)>> {
        match (self.write.place, self.write.style) {
            (OptionsPlace::Elsewhere, _) => None,
            (OptionsPlace::HeaderText { insert_at }, _) => {
                let texts = self.missing("HttpOnly", "Secure", "SameSite=Lax");
                (!texts.is_empty()).then(|| vec![(TextRange::empty(insert_at), format!("; {}", texts.join("; ")))])
            }
            (_, OptionsStyle::Header) => None,
            (place, OptionsStyle::Object { http_only, secure, same_site }) => {
                let missing = self.missing(http_only, secure, same_site).join(", ");
                match place {
                    OptionsPlace::Missing { insert_at } => {
                        (!missing.is_empty()).then(|| vec![(TextRange::empty(insert_at), format!(", {{ {missing} }}"))])
                    }
                    OptionsPlace::MissingNested { outer, key } => {
                        let text = format!(" {key}: {{ {missing} }},");
                        (!missing.is_empty()).then(|| vec![(TextRange::empty(outer.start + 1), text)])
                    }
                    OptionsPlace::Object { range, .. } => self.object_edits(range, http_only, secure, same_site),
                    _ => None,
                }
            }
        }
    }

    /// Says something else than the entry at `range`: in its place, or behind the spread that brought it.
    pub fn replaced(&self, range: TextRange, text: &str) -> (TextRange, String) {
        let entries = self.options.object().into_iter().flat_map(|object| &object.properties);
        let mut spread = entries.filter(|entry| entry.range == range && entry.is_spread);
        match spread.next() {
            Some(_) => (TextRange::empty(range.end), format!(", {text}")),
            None => (range, text.to_owned()),
        }
    }

    /// The texts of the flags nobody gave.
    fn missing(&self, http_only: &'static str, secure: &'static str, same_site: &'static str) -> Vec<&'static str> {
        let attributes = &self.attributes;
        let mut texts = Vec::new();
        if matches!(attributes.http_only, Attribute::Default(false)) {
            texts.push(http_only);
        }
        if matches!(attributes.secure, Attribute::Default(false)) {
            texts.push(secure);
        }
        if matches!(attributes.same_site, Attribute::Default(SameSite::Missing)) {
            texts.push(same_site);
        }
        texts
    }

    /// Replaces entries that say no, and puts missing ones before the first entry, where the indentation is right.
    fn object_edits(
        &self,
        literal: TextRange,
        http_only: &'static str,
        secure: &'static str,
        same_site: &'static str,
    ) -> Option<Vec<(TextRange, String)>> {
        let mut edits = Vec::new();
        let attributes = &self.attributes;
        for (entry, text) in [(&attributes.http_only, http_only), (&attributes.secure, secure)] {
            if let Attribute::Set(false, range) = entry {
                // An entry of a constant that is spread in, or assigned later, stands elsewhere.
                if !literal.contains(*range) {
                    return None;
                }
                edits.push(self.replaced(*range, text));
            }
        }
        if let Attribute::Set(SameSite::Missing, range) = &attributes.same_site {
            edits.push(self.replaced(literal.contains(*range).then_some(*range)?, same_site));
        }
        let missing = self.missing(http_only, secure, same_site).join(", ");
        if !missing.is_empty() {
            let entries = self.options.object().into_iter().flat_map(|object| &object.properties);
            let first = entries.map(|entry| entry.range).filter(|range| literal.contains(*range)).min();
            edits.push(match first {
                Some(first) => (TextRange::empty(first.start), format!("{missing}, ")),
                None => (literal, format!("{{ {missing} }}")),
            });
        }
        edits.sort_by_key(|(range, _)| *range);
        (!edits.is_empty()).then_some(edits)
    }
}
