//! SDKs that manage sessions, and where they are told or left to keep their tokens.

use smol_str::SmolStr;

use super::callee::{imported, is_export, nested};
use super::device_storage::is_async_storage_object;
use super::storage::web_storage;
use crate::facts::{FileFacts, Property, SessionStoreChoice, StorageArea, Value};
use crate::syntax::digest::{CallKind, CallSite, Script};

const SUPABASE: [&str; 1] = ["@supabase/supabase-js"];
const AUTH0: [&str; 3] = ["@auth0/auth0-spa-js", "@auth0/auth0-react", "@auth0/auth0-vue"];
const MSAL: [&str; 3] = ["@azure/msal-browser", "@azure/msal-react", "msal"];
const FIREBASE: [&str; 2] = ["firebase/auth", "@firebase/auth"];
const OIDC: [&str; 2] = ["oidc-client-ts", "oidc-client"];
const COGNITO: [&str; 1] = ["amazon-cognito-identity-js"];
const AMPLIFY: [&str; 4] =
    ["aws-amplify/auth/cognito", "@aws-amplify/auth/cognito", "aws-amplify/utils", "aws-amplify"];

/// Finds where SDKs keep their tokens.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        let choice = supabase(site)
            .or_else(|| auth0(site))
            .or_else(|| msal(site))
            .or_else(|| firebase(site))
            .or_else(|| oidc(site))
            .or_else(|| cognito(site))
            .or_else(|| amplify(site));
        facts.session_stores.extend(choice);
    }
}

struct Told<'a> {
    sdk: &'static str,
    area: StorageArea,
    entry: &'a Property,
    replacement: Option<&'static str>,
    alternative: &'static str,
}

fn told(told: &Told<'_>) -> SessionStoreChoice {
    SessionStoreChoice {
        range: told.entry.range,
        sdk: SmolStr::new_static(told.sdk),
        area: told.area,
        is_explicit: true,
        replacement: told.replacement.map(|text| (told.entry.value_range, SmolStr::new_static(text))),
        alternative: SmolStr::new_static(told.alternative),
    }
}

/// `createClient(url, key, { auth: { storage, persistSession } })`. Without options the browser client keeps the session in
/// localStorage (supabase.com/docs/reference/javascript/initializing).
fn supabase(site: &CallSite) -> Option<SessionStoreChoice> {
    const ALTERNATIVE: &str = "Use createBrowserClient and createServerClient of @supabase/ssr, which keep the session in cookies your server can read and protect.";
    if !is_export(&site.call.callee, &SUPABASE, "createClient") || is_server_client(site) {
        return None;
    }
    let auth = site.argument(2).object().and_then(|options| options.get("auth"));
    if let Some(auth) = auth {
        let options = auth.value.object()?;
        if matches!(options.get("persistSession").map(|entry| &entry.value), Some(Value::Bool(false))) {
            return None;
        }
        if let Some(entry) = options.get("storage") {
            let area = storage_area(&entry.value)?;
            return Some(told(&Told { sdk: "Supabase", area, entry, replacement: None, alternative: ALTERNATIVE }));
        }
        if options.is_open() {
            return None;
        }
    } else if !matches!(site.argument(2), Value::Unknown | Value::Nothing | Value::Object(_)) {
        return None;
    }
    Some(SessionStoreChoice {
        range: site.head(),
        sdk: SmolStr::new_static("Supabase"),
        area: StorageArea::Local,
        is_explicit: false,
        replacement: None,
        alternative: SmolStr::new_static(ALTERNATIVE),
    })
}

/// Only a client whose URL or key is one the bundler hands to the browser is a browser client for sure.
fn is_server_client(site: &CallSite) -> bool {
    let public = site.call.arguments.iter().take(2).any(|argument| {
        argument.any(&|value| value.last_segment().is_some_and(is_public_variable)) || argument.text().is_some()
    });
    let privileged = site.argument(1).any(&|value| {
        value.last_segment().is_some_and(|name| {
            let name = name.to_ascii_uppercase();
            name.contains("SERVICE") || name.contains("SECRET") || name.contains("ADMIN")
        })
    });
    privileged || !public
}

fn is_public_variable(name: &str) -> bool {
    ["NEXT_PUBLIC_", "VITE_", "REACT_APP_", "EXPO_PUBLIC_", "PUBLIC_", "NUXT_PUBLIC_", "GATSBY_", "VUE_APP_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// `cacheLocation: "localstorage"` (auth0-spa-js, "Cache location"); the default is memory.
fn auth0(site: &CallSite) -> Option<SessionStoreChoice> {
    let path = imported(&site.call.callee, &AUTH0)?;
    let name = path.last()?.as_str();
    if !["Auth0Client", "createAuth0Client", "Auth0Provider", "createAuth0", "default"].contains(&name) {
        return None;
    }
    let entry = object_argument(site)?.get("cacheLocation")?;
    (entry.value.text() == Some("localstorage")).then(|| {
        told(&Told {
            sdk: "Auth0",
            area: StorageArea::Local,
            entry,
            replacement: (site.kind != CallKind::Element).then_some("\"memory\""),
            alternative: "Leave cacheLocation at \"memory\" and turn on useRefreshTokens with rotation, or use a server SDK that keeps the session in a cookie.",
        })
    })
}

fn object_argument(site: &CallSite) -> Option<&crate::facts::ObjectValue> {
    site.call.arguments.iter().find_map(Value::object)
}

/// `cache: { cacheLocation: "localStorage" }` (MSAL.js, "Caching in MSAL.js"); the default is sessionStorage.
fn msal(site: &CallSite) -> Option<SessionStoreChoice> {
    let path = imported(&site.call.callee, &MSAL)?;
    let name =
        path.iter().rev().find(|segment| segment.contains("ClientApplication") || *segment == "UserAgentApplication");
    name?;
    let entry = nested(object_argument(site)?, &["cache", "cacheLocation"])?;
    let is_local = entry.value.text() == Some("localStorage")
        || imported(&entry.value, &MSAL).is_some_and(|path| path.last().is_some_and(|last| last == "LocalStorage"));
    is_local.then(|| {
        told(&Told {
            sdk: "MSAL",
            area: StorageArea::Local,
            entry,
            replacement: Some("\"sessionStorage\""),
            alternative: "Use \"sessionStorage\", which ends with the tab, or \"memoryStorage\"; a server that keeps the session in a cookie is better still.",
        })
    })
}

/// `setPersistence(auth, browserLocalPersistence)` (firebase.google.com/docs/auth/web/auth-state-persistence).
fn firebase(site: &CallSite) -> Option<SessionStoreChoice> {
    let callee = &site.call.callee;
    if !is_export(callee, &FIREBASE, "setPersistence") {
        return None;
    }
    let area = match imported(site.argument(1), &FIREBASE)?.last()?.as_str() {
        "browserLocalPersistence" => StorageArea::Local,
        "browserSessionPersistence" => StorageArea::Session,
        _ => return None,
    };
    let range = *site.argument_ranges.get(1)?;
    Some(SessionStoreChoice {
        range,
        sdk: SmolStr::new_static("Firebase Auth"),
        area,
        is_explicit: true,
        replacement: None,
        alternative: SmolStr::new_static(
            "Exchange the ID token for a session cookie on your server (createSessionCookie of the Admin SDK) and use inMemoryPersistence in the browser.",
        ),
    })
}

/// `new WebStorageStateStore({ store: window.localStorage })` (oidc-client-ts).
fn oidc(site: &CallSite) -> Option<SessionStoreChoice> {
    if imported(&site.call.callee, &OIDC)?.last().is_none_or(|last| last != "WebStorageStateStore") {
        return None;
    }
    let entry = object_argument(site)?.get("store")?;
    let area = web_storage(&entry.value)?;
    Some(told(&Told {
        sdk: "oidc-client",
        area,
        entry,
        replacement: None,
        alternative: "Give WebStorageStateStore an InMemoryWebStorage and renew silently, or let a backend hold the tokens.",
    }))
}

/// `new CognitoUserPool({ Storage: localStorage })`.
fn cognito(site: &CallSite) -> Option<SessionStoreChoice> {
    imported(&site.call.callee, &COGNITO)?;
    let entry = object_argument(site)?.get("Storage")?;
    let area = web_storage(&entry.value)?;
    Some(told(&Told {
        sdk: "Amazon Cognito",
        area,
        entry,
        replacement: None,
        alternative: "Keep the tokens in memory, or let a server hold them behind an HttpOnly cookie.",
    }))
}

/// `cognitoUserPoolsTokenProvider.setKeyValueStorage(defaultStorage)`; `defaultStorage` is localStorage
/// (docs.amplify.aws, "Token management").
fn amplify(site: &CallSite) -> Option<SessionStoreChoice> {
    let path = imported(&site.call.callee, &AMPLIFY)?;
    let area = if path.last()? == "setKeyValueStorage" {
        let given = site.argument(0);
        match imported(given, &AMPLIFY).and_then(|path| path.last()).map(SmolStr::as_str) {
            Some("defaultStorage") => StorageArea::Local,
            Some("sessionStorage") => StorageArea::Session,
            _ => web_storage(given)?,
        }
    } else {
        return None;
    };
    Some(SessionStoreChoice {
        range: *site.argument_ranges.first()?,
        sdk: SmolStr::new_static("Amplify"),
        area,
        is_explicit: true,
        replacement: None,
        alternative: SmolStr::new_static(
            "Use the Amplify server context, which keeps tokens in HttpOnly cookies, or CookieStorage with secure and sameSite set.",
        ),
    })
}

fn storage_area(value: &Value) -> Option<StorageArea> {
    web_storage(value).or_else(|| is_async_storage_object(value).then_some(StorageArea::DeviceFile))
}
