// The sites under test: several hosts on one loopback server, with and without TLS. Secrets are made anew for each run.

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PRIVACY, TERMS, leaky, service, sound } from "./pages.mjs";

const base64url = (value) => Buffer.from(value).toString("base64url");

/** A look-alike of a login token; its signature is random. */
export function jwt(claims) {
  const header = base64url(JSON.stringify({ alg: "HS256", typ: "JWT" }));
  return `${header}.${base64url(JSON.stringify(claims))}.${randomBytes(32).toString("base64url")}`;
}

/** Letters and digits that nobody could take for words. */
function letters(length) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join("");
}

export const PROJECT = "abcdefghijklmnopqrst";

/** What must never be seen in any output. */
export function plant() {
  const random = () => `q7${randomBytes(24).toString("hex")}`;
  const hour = Math.floor(Date.now() / 1000) + 3600;
  const key = (role) => jwt({ iss: "supabase", ref: PROJECT, role, iat: hour - 7200, exp: hour * 2, salt: random() });
  const stripe = (kind) => [kind, "live", `51${letters(97)}`].join("_");
  return {
    access: jwt({ sub: random(), email: `${random()}@shop.test`, exp: hour }),
    refresh: random(),
    firebase: random(),
    httpOnly: random(),
    readable: random(),
    inline: random(),
    // Keys of services, in a bundle, in inline data, in a source map and in storage; some must be told apart from public ones.
    bundled: stripe("sk"),
    publishable: stripe("pk"),
    service: key("service_role"),
    anonymous: key("anon"),
    stored: stripe("sk"),
    mapped: stripe("sk"),
    // What a service answers: rows of people.
    row: random(),
  };
}

const APP = `export function login(session) {
  localStorage.setItem("access_token", session.access_token);
}
`;
const CDN = `(function () { window.widget = true; })();`;
const HOSTILE_KEY = `<img src=x onerror="document.title='owned'"> access_token \`code\` [link](javascript:alert(1))`;
const SOUND_HEADERS = {
  "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** A key and a certificate that sign themselves, made for this run. */
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-tls-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const subject = ["-subj", "/CN=shop.test", "-addext", "subjectAltName=DNS:*.test,DNS:*.supabase.co"];
    const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    execFileSync("openssl", [...made, ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Serves the sites. `bulk` is how many megabytes of script `/bulk` has. */
export async function serve(secrets, { bulk = 1 } = {}) {
  const asked = [];
  const ports = {};
  const listener = (request, response) => {
    asked.push({ host: request.headers.host?.replace(/:\d+$/, ""), method: request.method, url: request.url, headers: request.headers });
    answer(request, response, { secrets, ports, bulk });
  };
  const servers = [createServer(listener), createSecureServer(certificate(), listener)];
  await Promise.all(servers.map((server) => new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))));
  [ports.http, ports.https] = servers.map((server) => server.address().port);
  return {
    origin: `http://shop.test:${ports.http}`,
    cdn: `http://cdn.test:${ports.http}`,
    hostile: `http://hostile.test:${ports.http}`,
    secureSound: `https://sound.test:${ports.https}`,
    secureShop: `https://shop.test:${ports.https}`,
    sound: `http://sound.test:${ports.http}`,
    /** For the browser: where the names lead. Everything else leads nowhere. */
    rules: [
      "MAP *.test 127.0.0.1",
      `MAP ${PROJECT}.supabase.co:443 127.0.0.1:${ports.https}`,
      `MAP www.google-analytics.com:80 127.0.0.1:${ports.http}`,
    ].join(", "),
    /** Every request that came in. */
    asked,
    close: () =>
      Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      ),
  };
}

function answer(request, response, { secrets, ports, bulk }) {
  const { pathname } = new URL(request.url, "http://x");
  const host = request.headers.host?.replace(/:\d+$/, "") ?? "";
  const page = (body, headers = {}) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers });
    response.end(`<!doctype html><html lang="en"><title>Shop</title>${body}</html>`);
  };
  const script = (text, headers = {}) => {
    response.writeHead(200, { "content-type": "text/javascript", "cache-control": "max-age=60", ...headers });
    response.end(text);
  };
  if (host.endsWith(".supabase.co")) return service(request, response, secrets);
  const bulky = /^\/bulk-(\d+)\.js$/.exec(pathname);
  if (bulky) return script(bulkScript(Number(bulky[1])));
  switch (pathname) {
    case "/app.js":
      return script(APP);
    case "/bundle.js":
      return script(
        `!function(){var e={k:"${secrets.bundled}",p:"${secrets.publishable}"};window.pay=e}();\n//# sourceMappingURL=bundle.js.map`,
      );
    case "/bundle.js.map":
      return script(sourceMap(secrets), { "content-type": "application/json" });
    case "/data.js":
      return script(dataScript(secrets));
    case "/large.js":
      return script(`${APP}//${"x".repeat(9 * 1024 * 1024)}`);
    case "/widget.js":
      return script(CDN, host === "cdn.test" ? { "set-cookie": `cdn_visitor=${secrets.inline}; Path=/` } : {});
    case "/collect":
      response.writeHead(204, { "set-cookie": "_ga_tracked=GA1.1.1; Path=/" });
      return response.end();
    case "/broken.js":
      return script("export const half = {");
    case "/":
      return page(leaky(secrets, ports), {
        "x-powered-by": "Express",
        "set-cookie": [
          `sid=${secrets.httpOnly}; HttpOnly; Path=/`,
          `session_token=${secrets.readable}; Path=/; SameSite=Lax`,
          "_ga=GA1.1.123456789.1790000000; Path=/",
          "theme=dark; Path=/",
        ],
      });
    case "/privacy":
      return page(host === "sound.test" ? PRIVACY : "<h1>Privacy Policy</h1><p>[Company Name] … Last updated: [date]. Lorem ipsum.</p>");
    case "/terms":
      return page(TERMS);
    case "/strict": {
      const nonce = randomBytes(8).toString("hex");
      const policy = `default-src 'none'; script-src 'nonce-${nonce}'; base-uri 'none'`;
      const set = `sessionStorage.setItem("refresh_token", ${JSON.stringify(secrets.refresh)})`;
      return page(`<h1>Strict</h1><script nonce="${nonce}">${set}</script>`, { "content-security-policy": policy });
    }
    case "/hostile":
      return page(`<script>localStorage.clear(); localStorage.setItem(${js(HOSTILE_KEY)}, ${js(secrets.access)})</script>`);
    case "/sound":
      return page(sound(), { ...SOUND_HEADERS, "set-cookie": `__Host-session=${secrets.httpOnly}; Path=/; Secure; HttpOnly; SameSite=Lax` });
    case "/sound.js":
      return script(`localStorage.setItem("theme", "dark"); localStorage.setItem("csrfToken", "${secrets.refresh}");`, SOUND_HEADERS);
    case "/bulk": {
      const scripts = Array.from({ length: Math.ceil(bulk / 2) }, (_, at) => `<script src="/bulk-${at}.js" defer></script>`);
      return page(`<h1>Bulk</h1>${scripts.join("")}<script src="/app.js" type="module"></script>`);
    }
    default:
      response.writeHead(404, { "content-type": "text/html" });
      return response.end("<h1>Not here</h1>");
  }
}

/** A string literal that cannot end the script element around it. */
const js = (text) => JSON.stringify(text).replaceAll("<", "\\u003c");

function sourceMap(secrets) {
  const source = `// The payment client\nexport const key = "${secrets.mapped}";\nlocalStorage.setItem("refresh_token", session.refresh_token);\n`;
  return JSON.stringify({ version: 3, sources: ["webpack://shop/src/pay.ts"], sourcesContent: [source], names: [], mappings: "AAAA" });
}

/** The client of a service, as supabase-js looks in a bundle. */
function dataScript(secrets) {
  return `const client = createClient("https://${PROJECT}.supabase.co", "${secrets.anonymous}");
client.from("profiles").select("*"); client.from("orders").select("id");
function createClient() { return { from: () => ({ select: () => [] }) }; }`;
}

/** Two megabytes of code such as bundlers write, another for each number. */
function bulkScript(number) {
  const parts = [];
  let size = 0;
  for (let at = 0; size < 2 * 1024 * 1024; at += 1) {
    const part = `function f${number}_${at}(a,b){if(a>b){return a.map(function(x){return x*${at}})}var o={id:${at},name:"item ${at}",run:function(){return b&&b.value}};return o}\n`;
    size += part.length;
    parts.push(part);
  }
  return parts.join("");
}
