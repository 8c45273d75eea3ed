// The pages of the sites under test, and the service behind one of them.

/** A string literal that cannot end the script element around it. */
const js = (text) => JSON.stringify(text).replaceAll("<", "\\u003c");

/** A shop as AI tools leave it. */
export function leaky(secrets, ports) {
  return `<h1>Leaky</h1>
    <script type="module" src="/app.js?v=1"></script>
    <script src="http://cdn.test:${ports.http}/widget.js"></script>
    <script src="/bundle.js"></script>
    <script src="/data.js"></script>
    <script id="__NEXT_DATA__" type="application/json">{"props":{"key":${js(secrets.service)}}}</script>
    <script src="/gone.js"></script>
    <script src="/large.js" type="module"></script>
    <img src="http://www.google-analytics.com/collect?v=1" alt="">
    <iframe src="/sound-frame" title="frame"></iframe>
    <a href="/privacy">Datenschutz</a> <a href="/about">About</a>
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

/** The same shop as it should be. */
export function sound() {
  return `<h1>Sound</h1><script src="/sound.js"></script>
    <footer><a href="/privacy">Privacy policy</a> <a href="/terms">Terms of service</a></footer>`;
}

export const PRIVACY = `<h1>Privacy policy of Sound Shop Ltd</h1><p>Last updated: 3 November 2026</p>
<p>Sound Shop Ltd, 12 Quay Street, Galway, Ireland, decides what happens with your data. Write to privacy@sound.test.</p>
<h2>What we collect and why</h2><p>Your name, address and e-mail, to send what you order (performance of a contract). Payment is
handled by our payment provider; we never see your card.</p>
<h2>How long we keep it</h2><p>Orders for seven years, as tax law asks. Your account until you delete it, then 30 days.</p>
<h2>Your rights</h2><p>You may see, correct, move and delete your data, and object to its use. You may complain to the Data
Protection Commission. We sell nothing to anybody.</p><h2>Cookies</h2><p>One cookie keeps you signed in. There are no others.</p>`;

export const TERMS = `<h1>Terms of service of Sound Shop Ltd</h1><p>Last updated: 3 November 2026</p>
<p>By ordering you enter into a contract with Sound Shop Ltd under the law of Ireland. Prices include VAT. You may send back what
you bought within 14 days.</p>`;

/** The service: `profiles` is open to everyone, `orders` is not. It answers as PostgREST does. */
export function service(request, response, secrets) {
  const cors = {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "*, apikey, authorization, prefer, range, range-unit",
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-expose-headers": "Content-Range",
  };
  if (request.method === "OPTIONS") {
    response.writeHead(204, cors);
    return response.end();
  }
  const isOpen = request.url.startsWith("/rest/v1/profiles");
  const json = { ...cors, "content-type": "application/json" };
  if (!isOpen) {
    response.writeHead(401, json);
    return response.end(JSON.stringify({ code: "42501", message: "permission denied for table orders" }));
  }
  response.writeHead(206, { ...json, "content-range": "0-0/1204" });
  return response.end(request.method === "HEAD" ? "" : JSON.stringify([{ id: 1, email: `${secrets.row}@shop.test` }]));
}
