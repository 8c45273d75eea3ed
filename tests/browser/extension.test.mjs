// The extension as people meet it: a click on the icon, the panel, the report.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { click, inspect, launch, missing, tabId } from "./browser.mjs";
import { plant, serve } from "./site.mjs";

const skip = missing();
const secrets = plant();

/** Parts of the planted values that no output may hold: longer than the ends that are shown. */
const traces = Object.values(secrets).map((secret) => secret.slice(-30, -6));

function assertNoTrace(text, where) {
  for (const trace of traces) assert.ok(!text.includes(trace), `a secret shows in ${where}`);
}

const text = (page) => page.locator("body").innerText();
const all = async (panel) => {
  await panel.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  return text(panel);
};

describe("without more than the click", { skip }, () => {
  let site;
  let browser;
  before(async () => {
    site = await serve(secrets);
    browser = await launch({ rules: site.rules });
    await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  test("nothing can be read before the icon is clicked", async () => {
    const page = await browser.context.newPage();
    await page.goto(`${site.sound}/sound`);
    const tab = await tabId(browser, page);
    const panel = await browser.context.newPage();
    await panel.goto(`chrome-extension://${browser.id}/sidepanel.html?tab=${tab}`);
    await panel.waitForSelector("text=I could not look at this page");
    assert.match(await text(panel), /only after you click its icon/);
  });

  test("a click finds tokens, readable cookies and what the scripts do", async () => {
    const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    const shown = await all(panel);
    assert.match(shown, /Not seaworthy yet/);
    assert.match(shown, /An auth token is kept in localStorage under access_token/);
    assert.match(shown, /An auth token is kept in localStorage under sb-shop-auth-token/);
    assert.match(shown, /An auth token is kept in IndexedDB under firebaseLocalStorageDb \/ firebaseLocalStorage/);
    assert.match(shown, /Scripts can read the session cookie session_token/);
    assert.match(shown, /app\.js:2:3/);
    assert.doesNotMatch(shown, /under theme|cookie _ga|cookie theme/);
    assertNoTrace(shown, "the panel");
  });

  test("a click finds keys of services in bundles, inline data and storage", async () => {
    const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    const shown = await all(panel);
    assert.match(shown, /A Stripe live secret key stands in code that every visitor loads/);
    assert.match(shown, /bundle\.js:1:/);
    assert.match(shown, /A Supabase service.role key stands in/i);
    assert.match(shown, /A Stripe live secret key is in the page's data/);
    assert.doesNotMatch(shown, /publishable key/);
    assertNoTrace(shown, "the panel");
  });

  test("what was not allowed is reported as not inspected", async () => {
    const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    const unseen = await panel.locator(".unseen").innerText();
    assert.match(unseen, /permission to ask the browser for this site's cookies/);
    assert.match(unseen, new RegExp(`One script from ${site.cdn}`));
    assert.match(unseen, /gone\.js[\s\S]*answered 404/);
    assert.match(unseen, /large\.js[\s\S]*larger than what Seaworthy reads/);
    assert.match(unseen, /One frame in the page/);
    const shown = await all(panel);
    assert.doesNotMatch(shown, /session cookie sid/);
    assert.equal(await panel.locator("#allow").count(), 1);
  });

  test("exports hold the findings and no secret", async () => {
    const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    await panel.bringToFront();
    await panel.getByRole("button", { name: "Copy as JSON" }).click();
    await panel.waitForSelector("text=Copied: JSON");
    const json = await panel.evaluate(() => navigator.clipboard.readText());
    const report = JSON.parse(json);
    assert.ok(report.findings.some((finding) => finding.rule.id === "token-in-web-storage"));
    assertNoTrace(json, "the JSON export");
    await panel.getByRole("button", { name: "Copy as Markdown" }).click();
    await panel.waitForSelector("text=Copied: Markdown");
    const markdown = await panel.evaluate(() => navigator.clipboard.readText());
    assert.match(markdown, /^# Seaworthy: http:\/\/shop\.test/);
    assert.match(markdown, /What I could not see/);
    assertNoTrace(markdown, "the Markdown export");
  });

  test("nothing of the page is kept", async () => {
    const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    const kept = await panel.evaluate(async () =>
      JSON.stringify([
        await chrome.storage.local.get(null),
        await chrome.storage.session.get(null),
        await chrome.storage.sync.get(null),
        { ...localStorage },
        { ...sessionStorage },
        await indexedDB.databases(),
        document.documentElement.outerHTML,
      ]),
    );
    assertNoTrace(kept, "the extension's storage or document");
    assert.deepEqual(Object.keys(JSON.parse(kept)[1]), ["target"]);
    const history = Object.entries(JSON.parse(kept)[0]);
    assert.ok(history.length > 0 && history.every(([key]) => /^history:[\da-f]{24}$/.test(key)), "something else is kept");
    assert.doesNotMatch(JSON.stringify(history), /shop|test|access_token|session_token/);
  });

  test("a strict content security policy of the page changes nothing", async () => {
    const { panel } = await inspect(browser, `${site.origin}/strict`);
    assert.match(await all(panel), /An auth token is kept in sessionStorage under refresh_token/);
  });

  test("names from a hostile page stay text", async () => {
    const { panel } = await inspect(browser, `${site.hostile}/hostile`);
    const shown = await all(panel);
    assert.ok(shown.includes("<img src=x onerror="), shown);
    assert.equal(await panel.locator("main img, main a[href^='javascript:']").count(), 0);
    assert.equal(await panel.title(), "Seaworthy");
    assertNoTrace(shown, "the panel");
  });

  test("a sound page is not accused, and its limits are told", async () => {
    const { panel } = await inspect(browser, `${site.secureSound}/sound`);
    const shown = await all(panel);
    assert.equal(await panel.locator(".findings .card.error, .findings .card.warning").count(), 0, shown);
    assert.match(shown, /permission to ask the browser for this site's cookies/);
    assert.match(shown, /2\s+storage entries/);
  });

  test("the real side panel opens with the click and shows the report", async () => {
    const page = await browser.context.newPage();
    await page.goto(`${site.hostile}/hostile`);
    await click(browser, page);
    // The side panel is no page that the driver lists; another page of the extension can see into it.
    const beside = await browser.context.newPage();
    await beside.goto(`chrome-extension://${browser.id}/sidepanel.html`);
    const verdict = await beside.waitForFunction(() => {
      const views = chrome.extension.getViews().filter((view) => view !== window && !view.location.search);
      const verdicts = views.map((view) => view.document.getElementById("verdict")?.textContent ?? "");
      // The panel may still show the page of an earlier click while it looks at this one.
      return verdicts.find((verdict) => verdict.startsWith("Not seaworthy yet"));
    });
    assert.match(await verdict.jsonValue(), /^Not seaworthy yet/);
    const kinds = await browser.worker.evaluate(() => chrome.runtime.getContexts({ contextTypes: ["SIDE_PANEL"] }));
    assert.ok(kinds.length >= 1);
  });
});
