//! Whether a value is an auth token, told by where it comes from, what it is called, where it is kept and what it is
//! later used for.
//!
//! Invariant: a name alone gives at most [`Strength::Named`]; [`Strength::Proof`] needs the value's origin or its use.

use super::Context;
use crate::facts::{CallValue, FileFacts, FunctionId, ObjectValue, Reference, Root, Value};
use crate::finding::Related;
use crate::names::{NameClass, classify_for, words};

/// How sure it is that a value is an auth token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It is called `token`, and nothing else is known.
    Hint,
    /// It is called what people call auth tokens and nothing else.
    Named,
    /// Its origin or its use shows it.
    Proof,
}

/// Why a value counts as an auth token.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// How sure it is.
    pub strength: Strength,
    /// A clause that finishes "because …".
    pub reason: String,
    /// Places that show it.
    pub related: Vec<Related>,
}

impl Evidence {
    fn new(strength: Strength, reason: impl Into<String>) -> Self {
        Self { strength, reason: reason.into(), related: Vec::new() }
    }
}

/// Through how many callers a parameter is followed.
const CALLER_LIMIT: u32 = 3;
/// Methods that hand on what they are given or called on.
const HANDS_ON: [&str; 6] = ["toString", "trim", "stringify", "replace", "encodeURIComponent", "btoa"];
/// Functions of auth SDKs that give the signed-in user's token, and nothing else.
const TOKEN_GETTERS: [&str; 8] = [
    "getIdToken",
    "getIdTokenResult",
    "getAccessTokenSilently",
    "getTokenSilently",
    "getAccessTokenWithPopup",
    "getIdTokenClaims",
    "getAccessToken",
    "acquireTokenSilent",
];
/// Words in a URL or function name that say "this logs somebody in".
const LOGIN_WORDS: [&str; 13] = [
    "login",
    "signin",
    "signup",
    "register",
    "registration",
    "authenticate",
    "auth",
    "oauth",
    "refresh",
    "session",
    "sso",
    "otp",
    "logon",
];
/// Words that say the token proves something other than a login.
const OTHER_PURPOSE: [&str; 12] = [
    "reset",
    "verify",
    "verification",
    "invite",
    "invitation",
    "unsubscribe",
    "confirm",
    "confirmation",
    "upload",
    "push",
    "csrf",
    "captcha",
];

/// The strongest evidence that what is kept under `key` is an auth token; `None` when there is none, or when the name
/// says that it is something else and nothing proves otherwise.
pub fn of_kept(context: &Context<'_>, key: Option<&str>, value: &Value) -> Option<Evidence> {
    let key_class = key.map_or(NameClass::Other, |key| classify_for(context.names(), key));
    let inner =
        of_value(context, value).filter(|inner| key_class != NameClass::NotToken || inner.strength == Strength::Proof);
    let used = key.filter(|_| key_class != NameClass::NotToken).and_then(|key| sent_as_authorization(context, key));
    let named = match (key_class, key) {
        (NameClass::AuthToken, Some(key)) => {
            Some(Evidence::new(Strength::Named, format!("`{key}` is what auth tokens are called")))
        }
        // `auth` and `session` name what is kept only together with a token that is put there.
        (NameClass::SessionCookie, Some(key)) if inner.is_some() => {
            Some(Evidence::new(Strength::Named, format!("a token is kept under `{key}`")))
        }
        (NameClass::TokenWord, Some(key)) => Some(match &inner {
            // Two names that agree are as good as one clear name; `widget-token` may still be of any kind.
            Some(inner) if inner.strength > Strength::Hint || words(key) == ["token"] => {
                Evidence::new(Strength::Named, format!("a token is kept under `{key}`"))
            }
            _ => Evidence::new(Strength::Hint, format!("`{key}` is a token's name")),
        }),
        _ => None,
    };
    let inner = inner.filter(|inner| inner.strength > Strength::Hint || named.is_some());
    if is_plainly_no_token(value) {
        return None;
    }
    [inner, used, named].into_iter().flatten().max_by_key(|evidence| evidence.strength)
}

/// Literals that are no tokens: flags, numbers, nothing, and text that was typed in.
pub fn is_plainly_no_token(value: &Value) -> bool {
    match value {
        Value::Bool(_) | Value::Number(_) | Value::Nothing | Value::Test(_) | Value::Function(_) => true,
        Value::Text(text) => !looks_like_jwt(text),
        Value::Choice(options) => options.iter().all(is_plainly_no_token),
        Value::Call(call) => transparent(call).is_some_and(is_plainly_no_token),
        _ => false,
    }
}

/// Whether the value kept under `key` is sent as `Authorization` somewhere in the project.
fn sent_as_authorization(context: &Context<'_>, key: &str) -> Option<Evidence> {
    let (path, range) = context.project.authorization_use(key)?;
    let related =
        Related { path: path.to_owned(), range, note: format!("`{key}` is sent as the Authorization header here") };
    Some(Evidence {
        strength: Strength::Proof,
        reason: format!("`{key}` is sent as the Authorization header"),
        related: vec![related],
    })
}

/// The strongest evidence in a value itself.
pub fn of_value(context: &Context<'_>, value: &Value) -> Option<Evidence> {
    let expanded = context.project.expand(context.file, value);
    Search { context, file: context.file, depth: 0 }.value(&expanded)
}

/// Looks through one value in one file.
struct Search<'a> {
    context: &'a Context<'a>,
    file: &'a FileFacts,
    depth: u32,
}

impl Search<'_> {
    fn value(&self, value: &Value) -> Option<Evidence> {
        match value {
            Value::Text(text) if looks_like_jwt(text) => {
                Some(Evidence::new(Strength::Proof, "the text is a JSON Web Token"))
            }
            Value::Choice(parts) | Value::Concat(parts) | Value::Array(parts) => self.strongest(parts.iter()),
            Value::Object(object) => self.object(object),
            Value::Call(call) => self.call(call),
            Value::Ref(reference) => self.reference(reference),
            _ => None,
        }
    }

    fn strongest<'v>(&self, values: impl Iterator<Item = &'v Value>) -> Option<Evidence> {
        values.filter_map(|value| self.value(value)).max_by_key(|evidence| evidence.strength)
    }

    /// An object that holds a token is as good as the token.
    fn object(&self, object: &ObjectValue) -> Option<Evidence> {
        let of_property = |property: &crate::facts::Property| {
            let key = property.key.as_deref()?;
            let inner = self.value(&property.value);
            let class = classify_for(self.context.names(), key);
            let has_token_value = !is_flag(&property.value);
            match (class, inner) {
                (NameClass::NotToken, inner) => inner.filter(|inner| inner.strength == Strength::Proof),
                (_, Some(inner)) if inner.strength == Strength::Proof => Some(inner),
                (NameClass::AuthToken, _) if has_token_value => {
                    Some(Evidence::new(Strength::Named, format!("it holds `{key}`")))
                }
                (NameClass::TokenWord, Some(_)) => {
                    Some(Evidence::new(Strength::Named, format!("it holds a token under `{key}`")))
                }
                (NameClass::TokenWord, None) if has_token_value => {
                    Some(Evidence::new(Strength::Hint, format!("it holds `{key}`")))
                }
                (_, inner) => inner,
            }
        };
        object.properties.iter().filter_map(of_property).max_by_key(|evidence| evidence.strength)
    }

    fn call(&self, call: &CallValue) -> Option<Evidence> {
        if let Some(inner) = transparent(call) {
            return self.value(inner);
        }
        if is_jwt_signing(&call.callee, self.file) {
            return Some(Evidence::new(Strength::Proof, "it is signed here as a JSON Web Token"));
        }
        let name = called_name(&call.callee)?;
        if TOKEN_GETTERS.contains(&name) {
            return Some(Evidence::new(Strength::Proof, format!("`{name}` gives the signed-in user's token")));
        }
        // `params.get("access_token")` reads a member like any other.
        if matches!(name, "get" | "getItem")
            && let Some(key) = call.arguments.first().and_then(Value::text)
        {
            return self.named(key, true);
        }
        match classify_for(self.context.names(), name) {
            NameClass::AuthToken => Some(Evidence::new(Strength::Named, format!("`{name}` gives it"))),
            NameClass::TokenWord => Some(Evidence::new(Strength::Hint, format!("`{name}` gives it"))),
            _ => None,
        }
    }

    fn reference(&self, reference: &Reference) -> Option<Evidence> {
        if let (Root::Param(function, index), []) = (&reference.root, reference.path.as_slice()) {
            let passed = self.passed(*function, *index);
            let named = self.parameter_name(*function, *index).and_then(|name| self.named(&name, false));
            return passed.into_iter().chain(named).max_by_key(|evidence| evidence.strength);
        }
        // A setting or an environment variable is no user's token, whatever it is called.
        if reference.root == Root::Global("process".into()) || reference.root == Root::Global("import.meta".into()) {
            return None;
        }
        let last = reference.path.iter().rev().find(|segment| segment.parse::<u32>().is_err() && *segment != "value");
        match (last, &reference.root) {
            (Some(last), root) => {
                let named = self.named(last, true)?;
                if named.strength == Strength::Hint && Self::is_from_login(root) {
                    return Some(Evidence::new(Strength::Proof, format!("`{last}` comes from the answer to a login")));
                }
                Some(named)
            }
            (None, Root::Local(name, _) | Root::Global(name)) => self.named(name, false),
            (None, Root::Value(inner)) => self.value(inner),
            _ => None,
        }
    }

    /// What a name says: as a member read from something (`session.access_token`) or as a variable.
    fn named(&self, name: &str, is_member: bool) -> Option<Evidence> {
        match classify_for(self.context.names(), name) {
            NameClass::AuthToken if is_member => {
                Some(Evidence::new(Strength::Proof, format!("it is the `{name}` of a session or login")))
            }
            NameClass::AuthToken => Some(Evidence::new(Strength::Named, format!("it is called `{name}`"))),
            NameClass::TokenWord => Some(Evidence::new(Strength::Hint, format!("it is called `{name}`"))),
            _ => None,
        }
    }

    fn parameter_name(&self, function: FunctionId, index: u16) -> Option<String> {
        let name = self.file.function(function)?.parameters.get(usize::from(index))?;
        Some(name.to_string())
    }

    /// What callers give for a parameter.
    fn passed(&self, function: FunctionId, index: u16) -> Option<Evidence> {
        if self.depth >= CALLER_LIMIT {
            return None;
        }
        let callers = self.context.project.callers(self.file, function);
        let of_caller = |(file, call): (&FileFacts, &crate::facts::Call)| {
            let argument = call.arguments.get(usize::from(index))?;
            let expanded = self.context.project.expand(file, argument);
            let mut evidence = Search { context: self.context, file, depth: self.depth + 1 }.value(&expanded)?;
            evidence.related.push(Related {
                path: file.path.clone(),
                range: call.range,
                note: "the token is handed over here".into(),
            });
            Some(evidence)
        };
        callers.into_iter().filter_map(of_caller).max_by_key(|evidence| evidence.strength)
    }

    /// Whether the value a member is read from is the answer to a login.
    fn is_from_login(root: &Root) -> bool {
        let Root::Value(inner) = root else { return false };
        let mut found = false;
        let mut other = false;
        inner.walk(&mut |value| {
            if let Value::Call(call) = value {
                let url = call.arguments.first().map(literal_text).unwrap_or_default();
                let name = called_name(&call.callee).unwrap_or("");
                let all: Vec<String> = words(&url).into_iter().chain(words(name)).collect();
                found |= all.iter().any(|word| LOGIN_WORDS.contains(&word.as_str())) || says_login_in_two(&all);
                other |= all.iter().any(|word| OTHER_PURPOSE.contains(&word.as_str()));
            }
        });
        found && !other
    }
}

/// Whether words say `sign in`, `sign up` or `log in`.
pub fn says_login_in_two(words: &[String]) -> bool {
    words.windows(2).any(|pair| matches!((pair[0].as_str(), pair[1].as_str()), ("sign", "in" | "up") | ("log", "in")))
}

/// The words of a URL's literal parts.
fn literal_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Concat(parts) => parts.iter().filter_map(Value::text).collect::<Vec<_>>().join("/"),
        _ => String::new(),
    }
}

fn is_flag(value: &Value) -> bool {
    matches!(value, Value::Bool(_) | Value::Number(_) | Value::Test(_) | Value::Function(_))
}

/// The value a call hands on: `JSON.stringify(x)`, `String(x)`, `x.toString()`, `useState(x)`.
fn transparent(call: &CallValue) -> Option<&Value> {
    if call.callee.is_global("String", &[])
        || call.callee.is_global("JSON", &["stringify"])
        || call.callee.is_global("btoa", &[])
        || call.callee.is_global("encodeURIComponent", &[])
    {
        return call.arguments.first();
    }
    match call.callee.reference() {
        Some(Reference { root: Root::Value(inner), path })
            if path.len() == 1 && HANDS_ON.contains(&path[0].as_str()) =>
        {
            Some(inner)
        }
        _ => None,
    }
}

/// The last name of what is called.
fn called_name(callee: &Value) -> Option<&str> {
    match callee {
        Value::Ref(reference) => match (reference.path.last(), &reference.root) {
            (Some(last), _) => Some(last),
            (None, Root::Global(name) | Root::Local(name, _)) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a callee signs JSON Web Tokens.
pub fn is_jwt_signing(callee: &Value, file: &FileFacts) -> bool {
    const SIGNERS: [&str; 8] = [
        "jsonwebtoken",
        "jose",
        "hono/jwt",
        "hono/utils/jwt/jwt",
        "jwt-simple",
        "fast-jwt",
        "@tsndr/cloudflare-worker-jwt",
        "njwt",
    ];
    if let Some((module, path)) = callee.import() {
        let last = path.last().map_or("", |last| last.as_str());
        return SIGNERS.contains(&module) && matches!(last, "sign" | "encode" | "create" | "createSigner");
    }
    let Some(Reference { path, root }) = callee.reference() else { return false };
    if !path.last().is_some_and(|last| last == "sign" || last == "signAsync") {
        return false;
    }
    // new SignJWT(…).setExpirationTime(…).sign(key)
    let builds = match root {
        Root::Value(inner) => inner.any(&|value| {
            value.import().is_some_and(|(module, path)| {
                module == "jose" && path.last().is_some_and(|last| last.starts_with("SignJWT"))
            })
        }),
        _ => false,
    };
    let parameter = match root {
        Root::Param(function, index) => {
            file.function(*function).and_then(|function| function.parameters.get(usize::from(*index)))
        }
        _ => None,
    };
    let owner = path.iter().rev().nth(1).or(parameter).map(|name| name.to_ascii_lowercase());
    builds || owner.is_some_and(|name| name.contains("jwt"))
}

/// Three base64url parts of which the first decodes to a JSON object: `eyJ` is `{"` in base64 (RFC 7519).
pub fn looks_like_jwt(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3
        && parts[0].starts_with("eyJ")
        && parts[1].starts_with("eyJ")
        && parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'))
}
