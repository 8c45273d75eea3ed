use super::*;
use crate::rules::testing::{Files, bad, mends, sound};

const NEXT: (&str, &str) = ("package.json", r#"{"dependencies":{"next":"16"}}"#);
const PAGE: (&str, &str) = ("app/page.tsx", "export default function Page() { return null; }");
const VITE: (&str, &str) = ("package.json", r#"{"devDependencies":{"vite":"7"}}"#);
const INDEX: (&str, &str) = ("index.html", "<!doctype html><div id=\"root\"></div>");
const VERCEL: (&str, &str) = ("vercel.json", "{}");

const HSTS_NEXT: &str = r#"export default { async headers() { return [{ source: "/(.*)", headers: [{ key: "Strict-Transport-Security", value: "max-age=63072000; includeSubDomains" }, { key: "Content-Security-Policy", value: "default-src 'self'; object-src 'none'" }, { key: "X-Content-Type-Options", value: "nosniff" }, { key: "X-Frame-Options", value: "DENY" }, { key: "Referrer-Policy", value: "same-origin" }] }]; } };"#;
const HELMET: &str = r#"import helmet from "helmet"; import express from "express"; const app = express(); app.use(helmet()); app.use(express.static("dist"));"#;
const NGINX: &str = "server {\n  add_header Strict-Transport-Security \"max-age=63072000; includeSubDomains\" always;\n  add_header Content-Security-Policy \"default-src 'self'\" always;\n  add_header X-Frame-Options DENY;\n  add_header X-Content-Type-Options nosniff;\n  add_header Referrer-Policy same-origin;\n}\n";
const HEADERS_FILE: &str = "/*\n  Strict-Transport-Security: max-age=63072000; includeSubDomains\n  Content-Security-Policy: default-src 'self'\n  X-Frame-Options: DENY\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: same-origin\n";
const NETLIFY: &str = "[[headers]]\n  for = \"/*\"\n  [headers.values]\n    Strict-Transport-Security = \"max-age=63072000; includeSubDomains\"\n    Content-Security-Policy = \"default-src 'self'\"\n    X-Frame-Options = \"DENY\"\n    X-Content-Type-Options = \"nosniff\"\n    Referrer-Policy = \"same-origin\"\n";
const HOOKS: &str = r#"export const handle = async ({ event, resolve }) => { const response = await resolve(event); response.headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains"); response.headers.set("Content-Security-Policy", "default-src 'self'"); response.headers.set("X-Frame-Options", "DENY"); response.headers.set("X-Content-Type-Options", "nosniff"); response.headers.set("Referrer-Policy", "same-origin"); return response; };"#;
const ASTRO: &str = r#"export const onRequest = async (context, next) => { const response = await next(); for (const [name, value] of Object.entries({ "Strict-Transport-Security": "max-age=63072000; includeSubDomains", "Content-Security-Policy": "default-src 'self'", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin" })) response.headers.set(name, value); return response; };"#;
const NUXT: &str = r#"export default defineNuxtConfig({ routeRules: { "/**": { headers: { "Strict-Transport-Security": "max-age=63072000; includeSubDomains", "Content-Security-Policy": "default-src 'self'", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin" } } } });"#;

/// Projects that send every header, each by means of its own, and projects that are no sites.
const WHOLE: &[Files<'static>] = &[
    &[("package.json", r#"{"dependencies":{"next":"16"}}"#), ("src/index.ts", "export const x = 1;")],
    &[NEXT, ("app/api/health/route.ts", "export const GET = () => new Response();")],
    &[NEXT, PAGE, ("next.config.mjs", HSTS_NEXT)],
    &[
        ("package.json", r#"{"dependencies":{"express":"5","helmet":"8"},"devDependencies":{"vite":"7"}}"#),
        INDEX,
        ("server/index.ts", HELMET),
    ],
    &[
        ("web/package.json", r#"{"devDependencies":{"vite":"7"}}"#),
        ("web/index.html", "<p>"),
        ("api/package.json", r#"{"dependencies":{"express":"5","helmet":"8"}}"#),
        ("api/index.ts", HELMET),
    ],
    &[NEXT, PAGE, ("deploy/nginx.conf", NGINX)],
    &[VITE, INDEX, ("public/_headers", HEADERS_FILE)],
    &[VITE, INDEX, ("netlify.toml", NETLIFY)],
    &[
        ("package.json", r#"{"devDependencies":{"@sveltejs/kit":"2"}}"#),
        ("src/routes/+page.svelte", "<p/>"),
        ("src/hooks.server.ts", HOOKS),
    ],
    &[
        ("package.json", r#"{"dependencies":{"astro":"5"}}"#),
        ("src/pages/index.astro", "<p/>"),
        ("src/middleware.ts", ASTRO),
    ],
    &[
        ("package.json", r#"{"dependencies":{"nuxt":"4"}}"#),
        ("app.vue", "<template><p/></template>"),
        ("nuxt.config.ts", NUXT),
    ],
    &[
        ("package.json", r#"{"dependencies":{"nuxt":"4","nuxt-security":"2"}}"#),
        ("app.vue", "<template><p/></template>"),
    ],
    &[
        ("package.json", r#"{"dependencies":{"express":"5"}}"#),
        ("index.ts", "import express from \"express\"; express().listen(1);"),
    ],
    &[("package.json", r#"{"devDependencies":{"vite":"7","electron":"39"}}"#), INDEX],
    &[("package.json", r#"{"dependencies":{"nextra":"4","next":"16"}}"#), PAGE],
    &[
        ("package.json", r#"{"peerDependencies":{"next":"16"}}"#),
        ("src/button.tsx", "export const Button = () => null;"),
    ],
];

#[test]
fn finds_apps_without_hsts() {
    bad(
        missing_hsts::RULE.meta.id,
        &[
            &[("package.json", r#"{"dependencies":{«"next":"16"»}}"#), PAGE],
            &[
                NEXT,
                PAGE,
                ("next.config.mjs", "const nextConfig = «{» reactStrictMode: true };\nexport default nextConfig;\n"),
            ],
            &[
                NEXT,
                PAGE,
                (
                    "next.config.ts",
                    r#"export default { async «headers»() { return [{ source: "/:path*", headers: [{ key: "X-Frame-Options", value: "DENY" }] }]; } };"#,
                ),
            ],
            &[VITE, INDEX, ("netlify.toml", "«[build]»\n  command = \"vite build\"\n")],
            &[VITE, INDEX, ("public/_headers", "/*\n  «X-Frame-Options: DENY»\n")],
            &[
                ("package.json", r#"{"dependencies":{«"astro":"5"»}}"#),
                ("src/pages/index.astro", "<p/>"),
                ("Dockerfile", "FROM node\n"),
            ],
            &[VITE, INDEX, ("firebase.json", r#"{"hosting":«{»"public":"dist"}}"#)],
        ],
    );
    sound(missing_hsts::RULE.meta.id, WHOLE);
    sound(missing_hsts::RULE.meta.id, &[&[NEXT, PAGE, VERCEL]]);
}

#[test]
fn finds_apps_without_a_policy() {
    bad(
        missing_csp::RULE.meta.id,
        &[
            &[("package.json", r#"{"dependencies":{«"next":"16"»}}"#), PAGE],
            &[
                NEXT,
                PAGE,
                ("next.config.js", "module.exports = «{»};\n"),
                ("lib/a.ts", r#"export const a = () => fetch("https://api.acme.dev/v1");"#),
            ],
            &[VITE, INDEX, ("vercel.json", "«{» \"rewrites\": [] }")],
            &[
                VITE,
                INDEX,
                (
                    "vercel.json",
                    r#"{ «"headers"»: [{ "source": "/(.*)", "headers": [{ "key": "X-Frame-Options", "value": "DENY" }] }] }"#,
                ),
            ],
            &[VITE, INDEX, ("public/_headers", "/*\n  «X-Frame-Options: DENY»\n")],
            &[
                ("package.json", r#"{"dependencies":{"nuxt":"4"}}"#),
                ("app.vue", "<template><p/></template>"),
                ("nuxt.config.ts", "export default defineNuxtConfig(«{» ssr: true });"),
            ],
            &[
                ("package.json", r#"{"dependencies":{"express":"5","helmet":"8"},"devDependencies":{"vite":"7"}}"#),
                INDEX,
                (
                    "server.ts",
                    r#"import helmet from "helmet"; import express from "express"; express().use(«helmet»({ contentSecurityPolicy: false, hsts: true }));"#,
                ),
            ],
        ],
    );
    sound(missing_csp::RULE.meta.id, WHOLE);
    sound(
        missing_csp::RULE.meta.id,
        &[
            &[
                VITE,
                ("index.html", "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\"><div/>"),
            ],
            &[
                ("package.json", r#"{"devDependencies":{"@sveltejs/kit":"2"}}"#),
                ("src/routes/+page.svelte", "<p/>"),
                ("svelte.config.js", r#"export default { kit: { csp: { directives: { "script-src": ["self"] } } } };"#),
            ],
            &[
                NEXT,
                PAGE,
                (
                    "middleware.ts",
                    r#"export function middleware(request) { const nonce = make(); const csp = `default-src 'self'; script-src 'nonce-${nonce}' 'strict-dynamic'; base-uri 'self'`; const response = NextResponse.next(); response.headers.set("Content-Security-Policy", csp.replace(/\s{2,}/g, " ").trim()); return response; }"#,
                ),
            ],
        ],
    );
}

#[test]
fn finds_apps_without_companions() {
    bad(
        missing_companion_headers::RULE.meta.id,
        &[
            &[("package.json", r#"{"dependencies":{«"next":"16"»}}"#), PAGE],
            &[NEXT, PAGE, ("next.config.js", "const config = «{» images: {} };\nmodule.exports = config;\n")],
            &[VITE, INDEX, ("netlify.toml", "«[build]»\n")],
            &[VITE, INDEX, ("public/_headers", "/*\n  «X-Frame-Options: DENY»\n")],
            &[
                ("package.json", r#"{"devDependencies":{"@sveltejs/kit":"2"}}"#),
                ("src/routes/+page.svelte", "<p/>"),
                ("svelte.config.js", "export default «{» kit: {} };"),
            ],
        ],
    );
    sound(missing_companion_headers::RULE.meta.id, WHOLE);
}

#[test]
fn headers_are_written_where_they_belong() {
    mends(
        missing_hsts::RULE.meta.id,
        &[
            (
                &[VITE, INDEX, ("public/_headers", "/*\n  X-Frame-Options: DENY\n")],
                "/*\n  Strict-Transport-Security: max-age=63072000; includeSubDomains\n  X-Frame-Options: DENY\n",
            ),
            (
                &[VITE, INDEX, ("netlify.toml", "[build]\n")],
                "[build]\n\n[[headers]]\n  for = \"/*\"\n  [headers.values]\n    Strict-Transport-Security = \"max-age=63072000; includeSubDomains\"\n",
            ),
        ],
    );
}

#[test]
fn finds_weak_hsts() {
    bad(
        weak_hsts::RULE.meta.id,
        &[
            &[(
                "a.js",
                r#"app.use((req, res, next) => { res.setHeader("Strict-Transport-Security", «"max-age=3600"»); next(); });"#,
            )],
            &[(
                "next.config.js",
                r#"const list = [{ key: "Strict-Transport-Security", value: «"max-age=86400; includeSubDomains"» }]; module.exports = { headers: async () => [{ source: "/:path*", headers: list }] };"#,
            )],
            &[("a.ts", r#"import helmet from "helmet"; app.use(helmet({ hsts: «{ maxAge: 3600 }» }));"#)],
            &[("nginx.conf", "add_header Strict-Transport-Security «max-age=0»;\n")],
            &[(
                "vercel.json",
                r#"{"headers":[{"source":"/(.*)","headers":[{"key":"Strict-Transport-Security","value":«"max-age=63072000"»}]}]}"#,
            )],
            &[("_headers", "/*\n  Strict-Transport-Security: «includeSubDomains»\n")],
            &[(
                "a.ts",
                r#"import { secureHeaders } from "hono/secure-headers"; app.use(secureHeaders({ strictTransportSecurity: «"max-age=1000"» }));"#,
            )],
        ],
    );
    sound(
        weak_hsts::RULE.meta.id,
        &[
            &[(
                "a.js",
                r#"res.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload");"#,
            )],
            &[("a.js", r#"res.setHeader("Strict-Transport-Security", `max-age=${age}`);"#)],
            &[("a.ts", r#"import helmet from "helmet"; app.use(helmet());"#)],
            &[(
                "a.ts",
                r#"import helmet from "@fastify/helmet"; await fastify.register(helmet, { hsts: { maxAge: 31536000 } });"#,
            )],
            &[("a.test.ts", r#"res.setHeader("Strict-Transport-Security", "max-age=1");"#)],
            &[(
                "lib/checker/mock.ts",
                r#"export const answers = [{ headers: { "strict-transport-security": "max-age=1" } }];"#,
            )],
            &[("a.ts", r#"expect(res.headers.get("Strict-Transport-Security")).toBe("max-age=1");"#)],
        ],
    );
}

#[test]
fn finds_weak_policies() {
    bad(
        weak_csp::RULE.meta.id,
        &[
            &[(
                "next.config.js",
                r#"const csp = "default-src 'self'; script-src 'self' 'unsafe-inline'"; module.exports = { headers: async () => [{ source: "/:path*", headers: [{ key: "Content-Security-Policy", value: «csp» }] }] };"#,
            )],
            &[(
                "a.ts",
                r#"import helmet from "helmet"; app.use(helmet({ contentSecurityPolicy: «{ directives: { scriptSrc: ["'self'", "'unsafe-inline'"] } }» }));"#,
            )],
            &[(
                "a.ts",
                r#"export function middleware() { const csp = ["default-src 'self'", "script-src 'self' https:"].join("; "); response.headers.set("Content-Security-Policy", «csp»); }"#,
            )],
            &[("nginx.conf", "add_header Content-Security-Policy \"«default-src * 'unsafe-inline'»\" always;\n")],
            &[(
                "index.html",
                "<meta http-equiv=\"Content-Security-Policy\" content=\"«default-src 'self'; script-src 'self' ajax.googleapis.com»\">",
            )],
            &[("_headers", "/*\n  Content-Security-Policy: «script-src 'self'; object-src *; base-uri 'self'»\n")],
            &[(
                "a.ts",
                r#"import { secureHeaders } from "hono/secure-headers"; app.use(secureHeaders({ contentSecurityPolicy: «{ defaultSrc: ["'self'"], scriptSrc: ["'self'", "data:"] }» }));"#,
            )],
        ],
    );
    sound(
        weak_csp::RULE.meta.id,
        &[
            &[("a.ts", r#"import helmet from "helmet"; app.use(helmet());"#)],
            &[(
                "a.ts",
                r#"res.setHeader("Content-Security-Policy", `default-src 'self'; script-src 'nonce-${nonce}' 'strict-dynamic' 'unsafe-inline' https:; object-src 'none'; base-uri 'none'`);"#,
            )],
            &[(
                "a.ts",
                r#"import helmet from "helmet"; app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'", (req, res) => `'nonce-${res.locals.nonce}'`] } } }));"#,
            )],
            &[(
                "a.ts",
                r#"res.setHeader("Content-Security-Policy", `default-src 'self'; script-src 'self' ${extra} 'unsafe-inline'`);"#,
            )],
            &[("a.ts", r#"res.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");"#)],
            &[(
                "a.ts",
                r#"const dev = isDev ? "'unsafe-eval' 'unsafe-inline'" : ""; res.setHeader("Content-Security-Policy", `default-src 'self'; script-src 'self' ${isDev ? "'unsafe-inline'" : ""}`);"#,
            )],
            &[("docs/index.html", "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src *\">")],
        ],
    );
}

#[test]
fn finds_open_doors_for_other_origins() {
    bad(
        cors_allows_any_origin_with_credentials::RULE.meta.id,
        &[
            &[("a.ts", r#"import cors from "cors"; app.use(cors({ «origin: true», credentials: true }));"#)],
            &[(
                "a.ts",
                r#"import cors from "@fastify/cors"; await app.register(cors, { «origin: true», credentials: true });"#,
            )],
            &[(
                "a.ts",
                r#"import { cors } from "hono/cors"; app.use(cors({ «origin: (origin) => origin», credentials: true }));"#,
            )],
            &[("main.ts", "app.enableCors({ «origin: true», credentials: true });")],
            &[("a.ts", r#"import cors from "cors"; app.use(cors({ «origin: "*"», credentials: true }));"#)],
            &[(
                "a.ts",
                r#"app.use((req, res, next) => { «res.header("Access-Control-Allow-Origin", req.headers.origin)»; res.header("Access-Control-Allow-Credentials", "true"); next(); });"#,
            )],
            &[(
                "a.ts",
                r#"export function GET(request) { return new Response("", { headers: { «"Access-Control-Allow-Origin": request.headers.get("origin") || "*"», "Access-Control-Allow-Credentials": "true" } }); }"#,
            )],
            &[(
                "a.ts",
                r#"import cors from "cors"; app.use(cors({ «origin: (origin, callback) => { callback(null, true); }», credentials: true }));"#,
            )],
        ],
    );
    sound(
        cors_allows_any_origin_with_credentials::RULE.meta.id,
        &[
            &[("a.ts", r#"import cors from "cors"; app.use(cors({ origin: ["https://a.dev"], credentials: true }));"#)],
            &[(
                "a.ts",
                r#"import cors from "cors"; app.use(cors({ origin: process.env.APP_URL, credentials: true }));"#,
            )],
            &[("a.ts", r#"import cors from "cors"; app.use(cors());"#)],
            &[("a.ts", r#"import cors from "cors"; app.use(cors({ origin: true }));"#)],
            &[(
                "a.ts",
                r#"import cors from "cors"; app.use(cors({ origin: (origin, callback) => { if (allowed.includes(origin)) callback(null, true); else callback(new Error("no")); }, credentials: true }));"#,
            )],
            &[(
                "a.ts",
                r#"app.use((req, res, next) => { const origin = req.headers.origin; if (allowed.includes(origin)) { res.header("Access-Control-Allow-Origin", origin); res.header("Access-Control-Allow-Credentials", "true"); } next(); });"#,
            )],
            &[("a.ts", r#"res.header("Access-Control-Allow-Origin", "*");"#)],
            &[("a.test.ts", r#"import cors from "cors"; app.use(cors({ origin: true, credentials: true }));"#)],
        ],
    );
}

#[test]
fn finds_addresses_without_encryption() {
    bad(
        insecure_url::RULE.meta.id,
        &[
            &[("a.ts", r#"export const load = () => fetch(«"http://api.acme.dev/v1"»);"#)],
            &[("a.ts", "export const load = (id) => fetch(«`http://34.120.8.9:3000/users/${id}`»);")],
            &[(
                "a.ts",
                r#"import axios from "axios"; export const api = axios.create({ baseURL: «"http://api.acme.dev"» });"#,
            )],
            &[("a.ts", r#"const socket = new WebSocket(«"ws://live.acme.dev/feed"»);"#)],
            &[("a.tsx", r#"export const F = () => <form action=«"http://forms.acme.dev/send"» method="post"/>;"#)],
            &[("docs.html", "<script src=\"«http://cdn.acme.dev/a.js»\"></script>")],
            &[(".env.production", "API_URL=«http://api.acme.dev»\n")],
            &[("a.ts", r#"app.get("/old", (req, res) => res.redirect(301, «"http://www.acme.dev/new"»));"#)],
            &[("a.ts", r#"const API = "http://api.acme.dev"; export const load = () => fetch(«`${API}/users`»);"#)],
        ],
    );
    sound(
        insecure_url::RULE.meta.id,
        &[
            &[(
                "a.ts",
                r#"fetch("http://localhost:3000/api"); fetch("http://api:8080/"); fetch("http://192.168.0.4/");"#,
            )],
            &[("a.ts", "fetch(`http://${host}/x`); fetch(`${base}/x`);")],
            &[(
                "a.tsx",
                r#"export const S = () => <svg xmlns="http://www.w3.org/2000/svg"><a href="http://acme.dev">x</a></svg>;"#,
            )],
            &[("a.ts", "// fetch(\"http://api.acme.dev\")\nexport const ns = \"http://ns.adobe.com/xap/1.0/\";")],
            &[("a.test.ts", r#"fetch("http://api.acme.dev");"#)],
            &[(
                "a.ts",
                r#"const API = import.meta.env.DEV ? "http://dev.acme.dev" : "https://api.acme.dev"; fetch(API);"#,
            )],
            &[(".env.example", "API_URL=http://api.acme.dev\n")],
            &[("a.html", "<a href=\"http://acme.dev\">x</a><img src=\"http://acme.dev/a.png\">")],
        ],
    );
}
