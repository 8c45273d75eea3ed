//! What people are asked for: accounts, passwords, ways to reach them.

use crate::facts::{Asked, AskedFor, FileFacts, ObjectValue, Value};
use crate::syntax::MarkupElement;
use crate::syntax::digest::{CallKind, CallSite, Script};

/// Functions of auth SDKs that make an account, or let a provider make one on first sight.
const ACCOUNT_MAKERS: [&str; 12] = [
    "signUp",
    "signUpEmail",
    "createUserWithEmailAndPassword",
    "signInWithOAuth",
    "signInWithOtp",
    "signInWithPopup",
    "signInWithRedirect",
    "signInWithIdToken",
    "registerUser",
    "createAccount",
    "signInSocial",
    "signUpUser",
];
/// Elements of auth SDKs by which people make an account.
const ACCOUNT_ELEMENTS: [&str; 4] = ["SignUp", "SignUpButton", "SignUpForm", "RegisterForm"];
/// Names of fields for ways to reach a person.
const CONTACTS: [&str; 12] = [
    "email",
    "e-mail",
    "emailaddress",
    "email_address",
    "useremail",
    "phone",
    "phonenumber",
    "phone_number",
    "telephone",
    "mobile",
    "tel",
    "correo",
];

/// Fields and calls of a script.
pub(super) fn in_script(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        let what = if site.kind == CallKind::Element { of_element(site) } else { of_call(site) };
        let range = if site.kind == CallKind::Element { site.call.range } else { site.head() };
        facts.legal.asked.extend(what.map(|what| Asked { what, range }));
    }
    facts.legal.asked.sort_by_key(|asked| (asked.what, asked.range));
}

/// Fields of markup.
pub(super) fn in_markup(elements: &[MarkupElement], facts: &mut FileFacts) {
    for element in elements.iter().filter(|element| element.name.to_ascii_lowercase().contains("input")) {
        let value = |name: &str| element.attribute(name).map(|attribute| attribute.value.to_ascii_lowercase());
        let names = ["name", "id", "autocomplete"].map(value);
        if let Some(what) = of_field(value("type").as_deref(), names.iter().flatten().map(String::as_str)) {
            facts.legal.asked.push(Asked { what, range: element.range });
        }
    }
}

fn of_element(site: &CallSite) -> Option<AskedFor> {
    if names(&site.call.callee).first().is_some_and(|name| ACCOUNT_ELEMENTS.contains(name)) {
        return Some(AskedFor::Account);
    }
    let attributes = site.argument(0).object()?;
    let text = |name: &str| text_of(attributes, name);
    let names = ["name", "id", "autoComplete"].map(text);
    of_field(text("type").as_deref(), names.iter().flatten().map(String::as_str))
}

fn text_of(attributes: &ObjectValue, name: &str) -> Option<String> {
    attributes.get(name)?.value.text().map(str::to_ascii_lowercase)
}

fn of_field<'a>(kind: Option<&str>, mut names: impl Iterator<Item = &'a str>) -> Option<AskedFor> {
    match kind {
        Some("password") => Some(AskedFor::Password),
        Some("email" | "tel") => Some(AskedFor::Contact),
        Some("hidden" | "checkbox" | "radio" | "submit" | "button" | "search") => None,
        _ => names.any(|name| CONTACTS.contains(&name)).then_some(AskedFor::Contact),
    }
}

fn of_call(site: &CallSite) -> Option<AskedFor> {
    let names = names(&site.call.callee);
    let name = *names.first()?;
    // `authClient.signUp.email({ … })`, `auth.signUp({ … })`; a component's own `signUp()` leads to one of them.
    let is_maker = ACCOUNT_MAKERS.contains(&name) && !site.call.arguments.is_empty();
    let is_part =
        matches!(name, "email" | "social") && names.get(1).is_some_and(|owner| matches!(*owner, "signUp" | "signIn"));
    // `signIn("google")` of Auth.js: the provider's first sign-in makes the account.
    let is_provider = name == "signIn" && site.argument(0).text().is_some_and(|provider| provider != "credentials");
    let is_read = matches!(site.argument(0), Value::Function(_));
    (!is_read && (is_maker || is_part || is_provider)).then_some(AskedFor::Account)
}

/// The names in a chain of members, the last first; also of what is imported.
fn names(callee: &Value) -> Vec<&str> {
    match callee.import() {
        Some((_, path)) => path.iter().rev().map(AsRef::as_ref).collect(),
        None => callee.last_names().collect(),
    }
}
