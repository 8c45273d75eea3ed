//! An auth token is put where every script of the page can read it.

use super::super::evidence::{Evidence, Strength, of_kept, of_value};
use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::server_cookie;
use crate::facts::{SessionStoreChoice, StorageApi, StorageArea, StorageWrite, Value};
use crate::finding::{Certainty, Edit, Finding, Fix, FixLevel, Message, Related, Severity};
use crate::names::{NameClass, classify};
use crate::project::Origin;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(super::live::check) };

static META: RuleMeta = RuleMeta {
    id: "token-in-web-storage",
    gap: Gap::TokenStorage,
    launch_item: 1,
    title: "An auth token is kept where scripts can read it",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[922, 539],
    owasp: &["A04:2021", "A07:2021"],
    docs: "\
Finds session and access tokens that end up in `localStorage`, `sessionStorage`, IndexedDB or unencrypted device storage: \
by direct writes, through helpers in other files, through hooks and stores that persist their state, and through options of \
auth SDKs.

Everything a script can read, an injected script can send away. One cross-site scripting hole, one compromised dependency \
or one careless third-party tag is then enough to take over every session. A cookie with `HttpOnly` cannot be read that way.

What counts as a token is decided by where the value comes from (a login's answer, `jwt.sign`, `session.access_token`), by \
what it is later used for (the `Authorization` header) and by the key's name. CSRF tokens, push tokens, page tokens, token \
counts, themes and drafts stay silent, and so do flags and expiry dates.",
    bad: Example {
        path: "src/login.ts",
        code: "export function remember(session: { access_token: string }) {\n  localStorage.setItem(\"access_token\", session.access_token);\n}\n",
    },
    sound: Example {
        path: "src/login.ts",
        code: "export async function login(email: string, password: string) {\n  // The server answers with Set-Cookie: session=…; HttpOnly; Secure; SameSite=Lax\n  await fetch(\"/api/login\", { method: \"POST\", credentials: \"include\", body: JSON.stringify({ email, password }) });\n  localStorage.setItem(\"theme\", \"dark\");\n}\n",
    },
    sources: &[
        "https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#local-storage",
        "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
        "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-browser-based-apps",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (write, origin) in context.project.storage_writes(context.file) {
        findings.extend(write_finding(context, write, origin));
    }
    for choice in &context.file.session_stores {
        // That an option is missing shows only in code that was read whole.
        if !choice.is_explicit && context.certainty(choice.range) == Certainty::Partial {
            continue;
        }
        findings.push(choice_finding(context, choice));
    }
}

fn write_finding(context: &Context<'_>, write: &StorageWrite, origin: Option<Origin<'_>>) -> Option<Finding> {
    let key = context.project.expand(context.file, &write.key);
    // A constant's own name says what its text does not: `AUTH_TOKEN = "acme.x"`.
    let key = key_text(&key).map(|text| telling_name(&write.key, text));
    let evidence = match write.api {
        StorageApi::Direct => of_kept(context, key.as_deref(), &write.value),
        // A hook's second argument and a store's fields are what the state begins with, not what it will hold.
        StorageApi::Hook => of_kept(context, key.as_deref(), &beginning(&write.value)),
        StorageApi::PersistedState => of_value(context, &write.value)
            .filter(|found| found.strength > Strength::Hint || is_auth_store(key.as_deref())),
    }?;
    let severity = severity(&evidence, write.area);
    let mut related = evidence.related;
    if let Some((path, range)) = origin {
        related.push(Related { path: path.to_owned(), range, note: "the helper writes it here".into() });
    }
    let what = match (&key, write.api) {
        (_, StorageApi::PersistedState) => {
            format!("This store keeps an auth token in {} ({})", write.area.as_str(), evidence.reason)
        }
        (Some(key), _) => format!("An auth token is kept in {} under `{key}`", write.area.as_str()),
        (None, _) => format!("An auth token is kept in {}", write.area.as_str()),
    };
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: write.range,
        severity,
        certainty: context.certainty(write.range),
        message: Message::new(what, risk(write.area), remedy(write.area)),
        related,
        fixes: fixes(context, write),
    })
}

/// A hook that begins with nothing tells nothing; one that begins with text or a number tells what it is for.
fn beginning(value: &Value) -> Value {
    match value {
        Value::Nothing => Value::Unknown,
        Value::Text(text) if text.is_empty() => Value::Unknown,
        other => other.clone(),
    }
}

fn is_auth_store(key: Option<&str>) -> bool {
    key.is_some_and(|key| {
        crate::names::words(key).iter().any(|word| matches!(word.as_str(), "auth" | "session" | "login"))
    })
}

/// The name of the constant that holds the key, when it tells more than the key itself.
fn telling_name(written: &Value, text: String) -> String {
    let says_token = |name: &str| matches!(classify(name), NameClass::AuthToken | NameClass::TokenWord);
    match written.last_segment() {
        // A clear name wins even over a text that looks like another product's (`AUTH_TOKEN = "umami.auth"`).
        Some(name) if classify(name) == NameClass::AuthToken && !says_token(&text) => name.to_owned(),
        Some(name) if says_token(name) && classify(&text) != NameClass::NotToken && !says_token(&text) => {
            name.to_owned()
        }
        _ => text,
    }
}

/// A key as text: whole when it is literal, its literal parts when it is put together.
fn key_text(key: &Value) -> Option<String> {
    match key {
        Value::Text(text) => Some(text.to_string()),
        Value::Concat(parts) => {
            let literal: Vec<&str> = parts.iter().filter_map(Value::text).collect();
            (!literal.is_empty()).then(|| literal.join("…"))
        }
        _ => None,
    }
}

/// What is surely a token is an error; a lone hint is worth a look.
fn severity(evidence: &Evidence, area: StorageArea) -> Severity {
    match (evidence.strength, area) {
        (Strength::Hint, _) => Severity::Warning,
        (_, StorageArea::DeviceFile) => Severity::Warning,
        _ => Severity::Error,
    }
}

fn risk(area: StorageArea) -> &'static str {
    match area {
        StorageArea::DeviceFile => {
            "Whoever gets at the device's files or an unencrypted backup can read it and act as the user."
        }
        _ => {
            "Any script on the page can read it: one injected script or compromised package is enough to act as the user."
        }
    }
}

fn remedy(area: StorageArea) -> &'static str {
    match area {
        StorageArea::DeviceFile => "Keep it in the keychain: expo-secure-store or react-native-keychain.",
        _ => {
            "Have the server set it as a cookie with HttpOnly, Secure and SameSite, and send requests with credentials."
        }
    }
}

fn fixes(context: &Context<'_>, write: &StorageWrite) -> Vec<Fix> {
    let mut fixes = Vec::new();
    if let Some(statement) = write.statement {
        let removal = Edit { path: context.file.path.clone(), range: statement, text: String::new() };
        if let Some(mut fix) = server_cookie::fix(context, write) {
            fix.edits.push(removal.clone());
            fixes.push(fix);
        }
        fixes.push(Fix {
            title: format!("Remove this write to {}", write.area.as_str()),
            level: FixLevel::Suggestion,
            edits: vec![removal],
        });
    }
    if fixes.is_empty() {
        fixes.push(Fix::guide(remedy(write.area)));
    }
    fixes
}

fn choice_finding(context: &Context<'_>, choice: &SessionStoreChoice) -> Finding {
    let what = if choice.is_explicit {
        format!("{} is told to keep its tokens in {}", choice.sdk, choice.area.as_str())
    } else {
        format!("{} keeps its tokens in {} unless told otherwise", choice.sdk, choice.area.as_str())
    };
    let mut fixes = vec![Fix::guide(choice.alternative.as_str())];
    if let Some((range, text)) = &choice.replacement {
        let edit = Edit { path: context.file.path.clone(), range: *range, text: text.to_string() };
        let title = format!("Use {text} instead");
        fixes.insert(0, Fix { title, level: FixLevel::Suggestion, edits: vec![edit] });
    }
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: choice.range,
        severity: choice_severity(context, choice),
        certainty: context.certainty(choice.range),
        message: Message::new(what, risk(choice.area), choice.alternative.to_string()),
        related: Vec::new(),
        fixes,
    }
}

/// A page without a server of its own can hardly do otherwise than the SDK does by itself; one with a server can.
fn choice_severity(context: &Context<'_>, choice: &SessionStoreChoice) -> Severity {
    const SERVERS: [&str; 9] = [
        "next",
        "nuxt",
        "@sveltejs/kit",
        "@remix-run/node",
        "@react-router/node",
        "astro",
        "express",
        "fastify",
        "hono",
    ];
    let has_server = context
        .project
        .manifest_of(&context.file.path)
        .is_some_and(|manifest| SERVERS.iter().any(|server| manifest.depends_on(server)));
    match (choice.is_explicit, has_server) {
        (true, _) | (false, true) => Severity::Warning,
        (false, false) => Severity::Info,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn finds_direct_writes() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "src/a.tsx",
                    r#"import { useMutation } from "@tanstack/react-query"; export const useLogin = () => useMutation({ mutationFn: (body) => axios.post("/login", body), onSuccess: (answer) => { «localStorage.setItem("token", answer.data.token)»; } });"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { createClient } from "./supabase"; export async function login(email, password) { const { data } = await createClient().auth.signInWithPassword({ email, password }); «localStorage.setItem("sb", data.session.access_token)»; }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"async function login(body) { const res = await fetch("/api/login", { method: "POST", body }); const data = await res.json(); «localStorage.setItem("token", data.token)»; }"#,
                )],
                &[(
                    "src/a.js",
                    r#"function keep(user) { «window.localStorage.accessToken = user.accessToken»; «globalThis.sessionStorage["jwt"] = user.jwt»; }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"const KEY = "auth_token"; export const keep = (value: string) => { «localStorage[KEY] = value»; };"#,
                )],
                &[
                    ("src/keys.ts", r#"export const TOKEN_KEY = "acme_access_token";"#),
                    (
                        "src/a.ts",
                        r#"import { TOKEN_KEY } from "./keys"; export const keep = (value: string) => { «sessionStorage[TOKEN_KEY] = value»; };"#,
                    ),
                ],
                &[(
                    "src/a.ts",
                    r#"const { setItem } = localStorage; export function keep(s) { «setItem("refresh_token", s.refresh_token)»; }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"const store = window.sessionStorage; export function keep(s) { «store.setItem("session", JSON.stringify({ accessToken: s.accessToken }))»; }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"const store = remember ? localStorage : sessionStorage; export function keep(s) { «store.setItem("id_token", s.idToken)»; }"#,
                )],
                &[(
                    "src/a.js",
                    r#"fetch("/auth/login", { method: "POST" }).then(r => r.json()).then(d => { «localStorage.setItem("token", d.token)»; });"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import axios from "axios"; async function login(form) { const { data } = await axios.post("/api/sign-in", form); «localStorage.setItem("user", JSON.stringify(data.user.token))»; }"#,
                )],
                // The key says nothing, its use does.
                &[
                    (
                        "src/a.ts",
                        r#"export const keep = (value: string) => { «localStorage.setItem("acme.k", value)»; };"#,
                    ),
                    (
                        "src/b.ts",
                        r#"export const list = () => fetch("/api/list", { headers: { Authorization: `Bearer ${localStorage.getItem("acme.k")}` } });"#,
                    ),
                ],
                &[(
                    "src/a.js",
                    r#"function keep(token) { if (token) «localStorage.setItem("access_token", token)»; else location.reload(); }"#,
                )],
                &[(
                    "src/a.js",
                    r#"export default function Login() { const go = async () => { const t = await getAccessTokenSilently(); «sessionStorage.setItem("t", t)»; }; return <button onClick={go}>Log in</button>; }"#,
                )],
                &[(
                    "src/Login.vue",
                    "<script setup>\nconst keep = (s) => { «localStorage.setItem(\"access_token\", s.access_token)»; };\n</script>\n<template><p/></template>\n",
                )],
                &[("index.html", "<script>«localStorage.setItem('authToken', response.authToken)»;</script>")],
            ],
        );
    }

    #[test]
    fn finds_writes_through_helpers() {
        bad(
            RULE.meta.id,
            &[
                // The handler behind the mounted router can set the cookie instead.
                &[
                    (
                        "server/auth.js",
                        r#"const jwt = require("jsonwebtoken"); const router = require("express").Router(); router.post("/", (req, res) => { const token = jwt.sign({ id: 1 }, KEY); res.json({ token }); }); module.exports = router;"#,
                    ),
                    ("server/app.js", r#"const app = require("express")(); app.use("/api/login", require("./auth"));"#),
                    (
                        "src/login.js",
                        r#"async function login(body) { const res = await fetch("/api/login", { method: "POST", body }); const data = await res.json(); «localStorage.setItem("token", data.token)»; }"#,
                    ),
                ],
                &[
                    (
                        "src/storage.ts",
                        r"export function save(key: string, value: unknown) { localStorage.setItem(key, JSON.stringify(value)); }",
                    ),
                    (
                        "src/login.ts",
                        r#"import { save } from "./storage"; export function done(s) { «save("access_token", s.access_token)»; save("theme", s.theme); }"#,
                    ),
                ],
                &[
                    ("tsconfig.json", r#"{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"] } } }"#),
                    (
                        "src/lib/storage.ts",
                        r"export const storage = { set: (key: string, value: string) => localStorage.setItem(key, value) };",
                    ),
                    (
                        "src/login.ts",
                        r#"import { storage } from "@/lib/storage"; export function done(s) { «storage.set("refreshToken", s.refreshToken)»; }"#,
                    ),
                ],
                &[(
                    "src/tokens.ts",
                    r#"class TokenService { private key = "app_jwt"; save(jwt: string) { «localStorage.setItem(this.key, jwt)»; } } export default new TokenService();"#,
                )],
                &[
                    (
                        "src/store.ts",
                        r"export class Store { put(key, value) { sessionStorage.setItem(key, value); } } export const store = new Store();",
                    ),
                    (
                        "src/login.ts",
                        r#"import { store } from "./store"; export const done = (s) => { «store.put("authToken", s.authToken)»; };"#,
                    ),
                ],
                &[
                    ("src/keys.ts", r#"export const KEYS = { session: "acme-auth-token" };"#),
                    (
                        "src/login.ts",
                        r#"import { KEYS } from "./keys"; export const done = (value) => { «localStorage.setItem(KEYS.session, value)»; };"#,
                    ),
                ],
                &[
                    ("src/put.js", r"exports.put = (key, value) => { localStorage[key] = value; };"),
                    (
                        "src/login.js",
                        r#"const { put } = require("./put"); function done(s) { «put("access_token", s.access_token)»; put("theme", s.theme); }"#,
                    ),
                ],
                // The write stands in the helper, the caller brings the token.
                &[
                    ("src/keep.js", r#"export function keep(value) { «localStorage.setItem("acme", value)»; }"#),
                    (
                        "src/login.js",
                        r#"import { keep } from "./keep"; export const done = (session) => keep(session.access_token);"#,
                    ),
                ],
            ],
        );
    }

    #[test]
    fn offers_the_cookie_where_a_mounted_router_answers() {
        let files = [
            (
                "server/auth.js",
                r#"const router = require("express").Router(); router.post("/", (req, res) => { const token = sign(req); res.json({ token }); }); module.exports = router;"#,
            ),
            ("server/app.js", r#"const app = require("express")(); app.use("/api/login", require("./auth"));"#),
            (
                "src/login.js",
                r#"async function login(body) { const res = await fetch("/api/login", { method: "POST", body }); const data = await res.json(); localStorage.setItem("token", data.token); }"#,
            ),
        ];
        let mut project = crate::Project::new(crate::Config::default());
        project.apply(files.iter().map(|(path, text)| crate::Change::Set(Box::new(crate::analyse(path, text)))));
        let findings = project.judge("src/login.js").findings;
        let edited: Vec<&str> = findings[0].fixes[0].edits.iter().map(|edit| edit.path.as_str()).collect();
        assert_eq!(edited, ["server/auth.js", "src/login.js"]);
    }

    #[test]
    fn finds_databases_and_device_storage() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    r#"import localforage from "localforage"; export const keep = async (s) => { await «localforage.setItem("access_token", s.access_token)»; };"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { set } from "idb-keyval"; export const keep = (s) => { «set("jwt", s.jwt)»; };"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { openDB } from "idb"; export async function keep(s) { const db = await openDB("app", 1); await «db.put("auth", s.refreshToken, "refreshToken")»; }"#,
                )],
                &[(
                    "src/a.tsx",
                    r#"import AsyncStorage from "@react-native-async-storage/async-storage"; export async function keep(s) { await «AsyncStorage.setItem("userToken", s.token)»; }"#,
                )],
                &[(
                    "src/a.tsx",
                    r#"import AsyncStorage from "@react-native-async-storage/async-storage"; export const keep = (s) => «AsyncStorage.multiSet([["accessToken", s.accessToken], ["theme", s.theme]])»;"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { Preferences } from "@capacitor/preferences"; export const keep = (s) => «Preferences.set({ key: "authToken", value: s.authToken })»;"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { MMKV } from "react-native-mmkv"; const store = new MMKV(); export const keep = (s) => { «store.set("accessToken", s.accessToken)»; };"#,
                )],
            ],
        );
    }

    #[test]
    fn finds_persisted_state() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    r#"import { create } from "zustand"; import { persist } from "zustand/middleware"; export const useAuth = create(«persist»((set) => ({ accessToken: null, user: null, login: (accessToken) => set({ accessToken }) }), { name: "auth" }));"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { create } from "zustand"; import { persist, createJSONStorage } from "zustand/middleware"; export const useApp = create()(«persist»((set) => ({ refreshToken: "", theme: "" }), { name: "app", storage: createJSONStorage(() => sessionStorage), partialize: (state) => ({ refreshToken: state.refreshToken }) }));"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import storage from "redux-persist/lib/storage"; import { persistReducer } from "redux-persist"; export default «persistReducer»({ key: "root", storage, whitelist: ["accessToken"] }, reducer);"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { atomWithStorage } from "jotai/utils"; export const tokenAtom = «atomWithStorage("access_token", "")»;"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { defineStore } from "pinia"; export const useAuth = «defineStore»("auth", { state: () => ({ accessToken: null, user: null }), persist: true });"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { useStorage } from "@vueuse/core"; export const token = «useStorage("auth-token", "")»;"#,
                )],
                &[(
                    "src/a.tsx",
                    r#"import { useLocalStorage } from "usehooks-ts"; export function useToken() { const [token, setToken] = «useLocalStorage("jwt", null)»; return [token, setToken]; }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { persisted } from "svelte-persisted-store"; export const session = «persisted("accessToken", null)»;"#,
                )],
            ],
        );
    }

    #[test]
    fn finds_what_sdks_are_told() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    r#"import { createClient } from "@supabase/supabase-js"; export const supabase = «createClient»(import.meta.env.VITE_SUPABASE_URL, import.meta.env.VITE_SUPABASE_ANON_KEY);"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { createClient } from "@supabase/supabase-js"; export const supabase = createClient(url, process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY!, { auth: { «storage: localStorage», persistSession: true } });"#,
                )],
                &[(
                    "src/a.tsx",
                    r#"import { Auth0Provider } from "@auth0/auth0-react"; export const App = () => <Auth0Provider domain="x" clientId="y" «cacheLocation="localstorage"» />;"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { createAuth0Client } from "@auth0/auth0-spa-js"; export const client = await createAuth0Client({ domain: "x", «cacheLocation: "localstorage"» });"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { PublicClientApplication } from "@azure/msal-browser"; export const client = new PublicClientApplication({ auth: { clientId: "x" }, cache: { «cacheLocation: "localStorage"» } });"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { getAuth, setPersistence, browserLocalPersistence } from "firebase/auth"; setPersistence(getAuth(), «browserLocalPersistence»);"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { UserManager, WebStorageStateStore } from "oidc-client-ts"; export const users = new UserManager({ userStore: new WebStorageStateStore({ «store: window.localStorage» }) });"#,
                )],
            ],
        );
    }

    #[test]
    fn is_silent_about_other_things() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    r#"export function f(r) { localStorage.setItem("csrfToken", r.csrfToken); sessionStorage.setItem("XSRF-TOKEN", r.token); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export function f(t) { localStorage.setItem("design-tokens", JSON.stringify(t.tokens)); localStorage.setItem("themeTokens", t); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export function f(m) { localStorage.setItem("pushToken", m.token); localStorage.fcm_token = m.getToken(); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export function f(r) { localStorage.setItem("tokenCount", String(r.usage.total_tokens)); localStorage.setItem("maxTokens", "4096"); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export function f(r) { sessionStorage.setItem("nextPageToken", r.nextPageToken); sessionStorage.setItem("cursor", r.token); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export function f(v) { localStorage.setItem("theme", v); localStorage.theme = "dark"; localStorage["locale"] = v; }"#,
                )],
                &[("src/a.ts", r"export function f(v) { localStorage.setItem(`draft-${v.id}`, JSON.stringify(v)); }")],
                &[(
                    "src/a.ts",
                    r#"export function f(s) { localStorage.setItem("token_expires_at", s.expiresAt); localStorage.setItem("accessTokenExpiry", String(Date.now())); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export function f(s) { localStorage.setItem("isAuthenticated", "true"); localStorage.setItem("token", "true"); localStorage.setItem("hasToken", String(!!s.token)); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export function f() { localStorage.removeItem("access_token"); localStorage.setItem("access_token", ""); return localStorage.getItem("access_token"); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"// localStorage.setItem("access_token", token)
export const hint = "localStorage.setItem('access_token', token)";"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import * as SecureStore from "expo-secure-store"; export const keep = (s) => SecureStore.setItemAsync("access_token", s.access_token);"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { MMKV } from "react-native-mmkv"; const store = new MMKV({ id: "a", encryptionKey: key }); export const keep = (s) => { store.set("accessToken", s.accessToken); };"#,
                )],
                &[(
                    "src/a.ts",
                    r#"const tokens = new Map(); export function keep(s) { tokens.set("access_token", s.access_token); const localStorage = fake(); localStorage.setItem("access_token", s.access_token); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export function f(s) { sessionStorage.setItem("pkce_code_verifier", s.verifier); sessionStorage.setItem("oauth_state", s.state); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export const Thing = () => { sessionStorage.setItem("session_start", String(Date.now())); sessionStorage.setItem("sessionId", crypto.randomUUID()); };"#,
                )],
            ],
        );
    }

    #[test]
    fn is_silent_about_sound_stores() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    r#"import { create } from "zustand"; import { persist } from "zustand/middleware"; export const useAuth = create(persist((set) => ({ accessToken: null, theme: "dark" }), { name: "auth", partialize: (state) => ({ theme: state.theme }) }));"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { create } from "zustand"; import { persist, createJSONStorage } from "zustand/middleware"; import { secureStorage } from "./secure"; export const useAuth = create(persist((set) => ({ accessToken: null }), { name: "auth", storage: createJSONStorage(() => secureStorage) }));"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { create } from "zustand"; import { persist } from "zustand/middleware"; export const useUi = create(persist((set) => ({ sidebar: true, setToken: (t) => set({ t }) }), { name: "ui" }));"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import storage from "redux-persist/lib/storage"; import { persistReducer } from "redux-persist"; export default persistReducer({ key: "root", storage, whitelist: ["theme"] }, reducer);"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { defineStore } from "pinia"; export const useAuth = defineStore("auth", { state: () => ({ accessToken: null, theme: "" }), persist: { pick: ["theme"] } }); export const useOther = defineStore("o", { state: () => ({ token: null }) });"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { atomWithStorage } from "jotai/utils"; export const theme = atomWithStorage("theme", "dark"); export const count = atomWithStorage("token-count", 0);"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { useStorage } from "@vueuse/core"; import { vault } from "./vault"; export const theme = useStorage("theme", "dark"); export const token = useStorage("token", "", vault);"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { createAuth0Client } from "@auth0/auth0-spa-js"; export const client = await createAuth0Client({ domain: "x", cacheLocation: "memory" }); export const other = await createAuth0Client({ domain: "x" });"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { createClient } from "@supabase/supabase-js"; export const admin = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SERVICE_ROLE_KEY!, { auth: { persistSession: false } }); export const anon = createClient(process.env.NEXT_PUBLIC_URL!, process.env.NEXT_PUBLIC_KEY!, { auth: { persistSession: false } });"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { PublicClientApplication } from "@azure/msal-browser"; export const client = new PublicClientApplication({ auth: { clientId: "x" }, cache: { cacheLocation: "memoryStorage" } });"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { getAuth, setPersistence, inMemoryPersistence } from "firebase/auth"; setPersistence(getAuth(), inMemoryPersistence);"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { WebStorageStateStore, InMemoryWebStorage } from "oidc-client-ts"; export const store = new WebStorageStateStore({ store: new InMemoryWebStorage() });"#,
                )],
            ],
        );
    }
}
