// What the user allows, and what the extension does with more and with less of it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { hostAccess, inspect, launch, missing } from "./browser.mjs";
import { plant, serve } from "./site.mjs";

const skip = missing();
const secrets = plant();
const traces = Object.values(secrets).map((secret) => secret.slice(-30, -6));

function assertNoTrace(text, where) {
  for (const trace of traces) assert.ok(!text.includes(trace), `a secret shows in ${where}`);
}

const all = async (panel) => {
  await panel.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  return panel.locator("body").innerText();
};

describe("with the site allowed", { skip }, () => {
  let site;
  let browser;
  before(async () => {
    site = await serve(secrets);
    browser = await launch({ granted: true, rules: site.rules });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  test("HttpOnly cookies and scripts from elsewhere are inspected", async () => {
    const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    const shown = await all(panel);
    assert.match(shown, /The session cookie sid also travels without encryption/);
    assert.match(shown, /The session cookie sid leaves SameSite to the browser/);
    assert.doesNotMatch(shown, /Scripts can read the session cookie sid/);
    assert.match(shown, /Scripts can read the session cookie session_token/);
    assert.doesNotMatch(shown, /permission to ask the browser for this site's cookies|One script from/);
    assert.match(shown, /4\s+cookies/);
    assert.equal(await panel.locator("#allow").count(), 0);
    assertNoTrace(shown, "the panel");
  });

  test("the headers are those the page came with, kept without values", async () => {
    const { panel, tab } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    const kept = await panel.evaluate((id) => chrome.storage.session.get(`response:${id}`), tab);
    const [hop] = Object.values(kept)[0].hops.slice(-1);
    assert.equal(hop.url, `${site.origin}/`);
    assert.equal(hop.showsSetCookie, true);
    const cookies = hop.headers.filter(([name]) => name.toLowerCase() === "set-cookie").map(([, value]) => value);
    assert.deepEqual(cookies.map((line) => line.split("=")[0]), ["sid", "session_token", "_ga", "theme"]);
    assert.match(cookies[0], /^sid=\*+; HttpOnly; Path=\/$/);
    assertNoTrace(JSON.stringify(await panel.evaluate(() => chrome.storage.session.get(null))), "the session's memory");
  });

  test("the headers are recorded after the background was stopped", async () => {
    const page = await browser.context.newPage();
    const session = await browser.context.newCDPSession(page);
    await session.send("ServiceWorker.enable");
    await session.send("ServiceWorker.stopAllWorkers");
    await new Promise((resolve) => setTimeout(resolve, 500));
    await page.goto(`${site.origin}/strict`);
    const panel = await browser.context.newPage();
    await panel.goto(`chrome-extension://${browser.id}/sidepanel.html`);
    const found = await panel.waitForFunction(
      async (url) => Object.values(await chrome.storage.session.get(null)).some((value) => value.hops?.at(-1)?.url === url),
      `${site.origin}/strict`,
    );
    assert.equal(await found.jsonValue(), true);
  });

  test("a load is watched from its start, with who asked and which cookies came", async () => {
    const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    await panel.bringToFront();
    await panel.locator("#observe").click();
    await panel.waitForSelector("text=Watching the page load");
    await panel.waitForSelector("#observe:has-text('Reload and observe again')", { timeout: 60_000 });
    const shown = await all(panel);
    assert.match(shown, /watched from the start, before anybody clicked or typed/);
    assert.match(shown, /google-analytics\.com/);
    assert.match(shown, /before anybody agreed/);
    assertNoTrace(shown, "the panel");
    const kept = await panel.evaluate(async () => JSON.stringify([await chrome.storage.local.get(null), await chrome.storage.session.get(null)]));
    assertNoTrace(kept, "the extension's storage");
  });

  test("a click into the page ends the watching", async () => {
    const { page, panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    await panel.locator("#observe").click();
    await panel.waitForSelector("text=Watching the page load");
    await page.bringToFront();
    await page.waitForTimeout(1500);
    await page.mouse.click(20, 20);
    await panel.waitForSelector("text=It was watched until the first click or key.", { timeout: 30_000 });
  });
});

describe("with permission withheld", { skip }, () => {
  let site;
  let browser;
  before(async () => {
    site = await serve(secrets);
    browser = await launch({ granted: true, rules: site.rules });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  test("nothing passes for good news, and one site allowed is one site seen", async () => {
    await hostAccess(browser, "ON_CLICK");
    const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    const withheld = await panel.locator(".unseen").innerText();
    assert.match(withheld, /permission to ask the browser for this site's cookies/);
    assert.match(withheld, new RegExp(`One script from ${site.cdn}`));
    assert.match(withheld, /shop\.test\s+cdn\.test/);
    await hostAccess(browser, "ON_SPECIFIC_SITES", ["http://shop.test/*"]);
    const again = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    const seen = await again.panel.locator(".unseen").innerText();
    assert.doesNotMatch(seen, /permission to ask the browser for this site's cookies/);
    assert.match(seen, new RegExp(`One script from ${site.cdn}`));
    assert.match(await all(again.panel), /4\s+cookies/);
  });
});

describe("without more than the click", { skip }, () => {
  test("observing explains first what it needs, and works without it", async () => {
    const site = await serve(secrets);
    const browser = await launch({ rules: site.rules });
    try {
      const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
      await panel.bringToFront();
      await panel.locator("#observe").click();
      const asked = await panel.locator("#permission").innerText();
      assert.match(asked, /What the browser will ask you[\s\S]*shop\.test[\s\S]*cdn\.test/);
      await panel.locator("#permission-cancel").click();
      await panel.waitForSelector("#verdict");
      await panel.locator("#observe").click();
      await panel.locator("#permission-without").click();
      await panel.waitForSelector("#observe:has-text('Reload and observe again')", { timeout: 60_000 });
      assert.match(await all(panel), /no permission to see headers while the page loads/);
    } finally {
      await browser.close();
      await site.close();
    }
  });
});
