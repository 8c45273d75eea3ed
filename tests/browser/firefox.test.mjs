// The extension in Firefox: it installs, looks at a page and shows its report.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, missing } from "./firefox.mjs";
import { plant, serve } from "./site.mjs";

const skip = missing();
const secrets = plant();
const traces = Object.values(secrets).map((secret) => secret.slice(-30, -6));

describe("in Firefox, with the site allowed", { skip }, () => {
  let site;
  let browser;
  before(async () => {
    site = await serve(secrets);
    browser = await launch({ granted: true });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** The panel as a page, on the tab with the URL. */
  async function inspect(url, ready) {
    const page = await browser.open(url);
    if (ready !== undefined) await browser.until(page, `document.title === ${JSON.stringify(ready)}`);
    const panel = await browser.open(`${browser.extension}/sidepanel.html`);
    const tab = await browser.evaluate(panel, `browser.tabs.query({ url: "*://*/*" }).then((tabs) => tabs.find((tab) => tab.url === ${JSON.stringify(url)}).id)`);
    await browser.send("browsingContext.navigate", { context: panel, url: `${browser.extension}/sidepanel.html?tab=${tab}`, wait: "complete" });
    await browser.until(panel, `document.getElementById("verdict")?.textContent ?? document.querySelector(".welcome h1:not(:empty)")?.textContent.includes("could not")`);
    await browser.evaluate(panel, `document.querySelectorAll("details").forEach((details) => (details.open = true))`);
    return { panel, shown: await browser.evaluate(panel, "document.body.innerText") };
  }

  test("a leaky page is told, with its cookies and the headers it came with", async () => {
    const { panel, shown } = await inspect(`${site.origin}/`, "ready");
    assert.match(shown, /Not seaworthy yet/);
    assert.match(shown, /An auth token is kept in localStorage under access_token/);
    assert.match(shown, /Scripts can read the session cookie session_token/);
    assert.match(shown, /Headers: \d+ responses/);
    for (const trace of traces) assert.ok(!shown.includes(trace), "a secret shows in the panel");
    const kept = await browser.evaluate(panel, "Promise.all([browser.storage.local.get(null), browser.storage.session.get(null)]).then(JSON.stringify)");
    for (const trace of traces) assert.ok(!kept.includes(trace), "a secret is in the extension's storage");
    assert.match(kept, /"response:\d+"/);
  });

  test("the responses' cookies come one by one, without their values", async () => {
    const panel = await browser.open(`${browser.extension}/sidepanel.html`);
    const kept = JSON.parse(await browser.evaluate(panel, "browser.storage.session.get(null).then(JSON.stringify)"));
    const hops = Object.entries(kept).filter(([key]) => key.startsWith("response:")).map(([, value]) => value.hops.at(-1));
    const shop = hops.find((hop) => hop.url === `${site.origin}/`);
    const cookies = shop.headers.filter(([name]) => name.toLowerCase() === "set-cookie").map(([, value]) => value);
    assert.equal(cookies.length, 4);
    assert.match(cookies[0], /^sid=\*+; HttpOnly; Path=\/$/);
  });

  test("a load is watched from its start", async () => {
    const { panel } = await inspect(`${site.origin}/`, "ready");
    await browser.evaluate(panel, `document.getElementById("observe").click()`);
    await browser.until(panel, `document.getElementById("status").textContent.includes("Watching")`);
    await browser.until(panel, `document.getElementById("observe")?.textContent === "Reload and observe again"`);
    const shown = await browser.evaluate(panel, "document.body.innerText");
    assert.match(shown, /before anybody clicked or typed/);
  });
});

describe("in Firefox, without more than the click", { skip }, () => {
  test("the sidebar opens, and the page's own origin is read", async () => {
    const site = await serve(secrets);
    const browser = await launch();
    try {
      const page = await browser.open(`${site.origin}/`);
      await browser.until(page, `document.title === "ready"`);
      await browser.click(page);
      const deadline = Date.now() + 20_000;
      while (!(await browser.inside()).includes("chrome://browser/content/webext-panels.xhtml")) {
        assert.ok(Date.now() < deadline, "the sidebar does not open");
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      // The panel as a page takes up the same click.
      const panel = await browser.open(`${browser.extension}/sidepanel.html`);
      await browser.until(panel, `document.getElementById("verdict")?.textContent`);
      const shown = await browser.evaluate(panel, "document.body.innerText");
      assert.match(shown, /An auth token is kept in localStorage under access_token/);
      assert.match(shown, /src\/pay\.ts:1:1/);
      assert.match(shown, /Headers: \d+ responses/);
      assert.match(shown, /permission to ask the browser for this site's cookies/);
      assert.match(shown, new RegExp(`One script from ${site.cdn}`));
      for (const trace of traces) assert.ok(!shown.includes(trace), "a secret shows in the panel");
    } finally {
      await browser.close();
      await site.close();
    }
  });
});
