// The site under test: two hosts on one loopback server. Secrets are made anew for each run.

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

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

/** What must never be seen in any output. */
export function plant() {
  const random = () => `q7${randomBytes(24).toString("hex")}`;
  const hour = Math.floor(Date.now() / 1000) + 3600;
  return {
    access: jwt({ sub: random(), email: `${random()}@shop.test`, exp: hour }),
    refresh: random(),
    firebase: random(),
    httpOnly: random(),
    readable: random(),
    inline: random(),
    // Keys of services, in a bundle, in inline data and in storage; the first two must be told apart from public ones.
    bundled: ["sk", "live", `51${letters(97)}`].join("_"),
    publishable: ["pk", "live", `51${letters(97)}`].join("_"),
    service: jwt({ iss: "supabase", ref: "abcdefghijklmnopqrst", role: "service_role", iat: hour, exp: hour * 2 }),
    stored: ["sk", "live", `51${letters(97)}`].join("_"),
  };
}

const APP = `export function login(session) {
  localStorage.setItem("access_token", session.access_token);
}
`;

const CDN = `(function () { window.widget = true; })();`;

const HOSTILE_KEY = `<img src=x onerror="document.title='owned'"> access_token \`code\` [link](javascript:alert(1))`;

/** Serves the site; `origin` and `cdn` are its two origins. */
export async function serve(secrets) {
  const server = createServer((request, response) => answer(request, response, secrets, server.address().port));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    origin: `http://shop.test:${port}`,
    cdn: `http://cdn.test:${port}`,
    sound: `http://sound.test:${port}`,
    hostile: `http://hostile.test:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function answer(request, response, secrets, port) {
  const { pathname } = new URL(request.url, "http://x");
  const page = (body, headers = {}) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers });
    response.end(`<!doctype html><html lang="en"><title>Shop</title>${body}</html>`);
  };
  const script = (text) => {
    response.writeHead(200, { "content-type": "text/javascript", "cache-control": "max-age=60" });
    response.end(text);
  };
  switch (pathname) {
    case "/app.js":
      return script(APP);
    case "/bundle.js":
      return script(`!function(){var e={k:"${secrets.bundled}",p:"${secrets.publishable}"};window.pay=e}();`);
    case "/large.js":
      return script(`${APP}//${"x".repeat(9 * 1024 * 1024)}`);
    case "/widget.js":
      return script(CDN);
    case "/":
      return page(leaky(secrets, port), {
        "set-cookie": [
          `sid=${secrets.httpOnly}; HttpOnly; Path=/`,
          `session_token=${secrets.readable}; Path=/; SameSite=Lax`,
          "_ga=GA1.1.123456789.1790000000; Path=/",
          "theme=dark; Path=/",
        ],
      });
    case "/strict": {
      const nonce = randomBytes(8).toString("hex");
      const policy = `default-src 'none'; script-src 'nonce-${nonce}'; base-uri 'none'`;
      const set = `sessionStorage.setItem("refresh_token", ${JSON.stringify(secrets.refresh)})`;
      return page(`<h1>Strict</h1><script nonce="${nonce}">${set}</script>`, { "content-security-policy": policy });
    }
    case "/hostile":
      return page(`<script>localStorage.clear(); localStorage.setItem(${js(HOSTILE_KEY)}, ${js(secrets.access)})</script>`);
    case "/sound":
      return page(`<h1>Sound</h1><script>
        localStorage.clear(); sessionStorage.clear();
        localStorage.setItem("theme", "dark");
        localStorage.setItem("csrfToken", ${js(secrets.refresh)});
      </script>`);
    default:
      response.writeHead(404, { "content-type": "text/html" });
      return response.end("<h1>Not here</h1>");
  }
}

/** A string literal that cannot end the script element around it. */
const js = (text) => JSON.stringify(text).replaceAll("<", "\\u003c");

function leaky(secrets, port) {
  return `<h1>Leaky</h1>
    <script type="module" src="/app.js?v=1"></script>
    <script src="http://cdn.test:${port}/widget.js"></script>
    <script src="/bundle.js"></script>
    <script id="__NEXT_DATA__" type="application/json">{"props":{"key":${js(secrets.service)}}}</script>
    <script src="/gone.js"></script>
    <script src="/large.js" type="module"></script>
    <iframe src="/sound-frame" title="frame"></iframe>
    <script>
      localStorage.setItem("access_token", ${js(secrets.access)});
      localStorage.setItem("sb-shop-auth-token", JSON.stringify({ refresh_token: ${js(secrets.refresh)}, token_type: "bearer" }));
      localStorage.setItem("theme", "dark");
      localStorage.setItem("settings", JSON.stringify({ payments: ${js(secrets.stored)} }));
      sessionStorage.setItem("note", ${js(secrets.inline)});
      const opening = indexedDB.open("firebaseLocalStorageDb", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("firebaseLocalStorage", { keyPath: "fbase_key" });
      opening.onsuccess = () => {
        const store = opening.result.transaction("firebaseLocalStorage", "readwrite").objectStore("firebaseLocalStorage");
        store.put({ fbase_key: "firebase:authUser:app:[DEFAULT]",
          value: { uid: "u", stsTokenManager: { refreshToken: ${js(secrets.firebase)}, expirationTime: 1 } } }).onsuccess =
          () => { document.title = "ready"; };
      };
    </script>`;
}
