// The extension as people meet it: a click on the icon, the panel, the report.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { mkdirSync } from "node:fs";
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
    browser = await launch();
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
    assert.match(unseen, /HttpOnly cookies, and the attributes of the others/);
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
    await panel.waitForSelector("text=Copied as JSON");
    const json = await panel.evaluate(() => navigator.clipboard.readText());
    const report = JSON.parse(json);
    assert.ok(report.findings.some((finding) => finding.rule.id === "token-in-web-storage"));
    assertNoTrace(json, "the JSON export");
    await panel.getByRole("button", { name: "Copy as Markdown" }).click();
    await panel.waitForSelector("text=Copied as Markdown");
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
    const { panel } = await inspect(browser, `${site.sound}/sound`);
    const shown = await all(panel);
    assert.match(shown, /I found nothing wrong in what I could see\./);
    assert.match(shown, /cookies \(not inspected\)/);
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

describe("with the site allowed", { skip }, () => {
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

  test("HttpOnly cookies and scripts from elsewhere are inspected", async () => {
    const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
    const shown = await all(panel);
    assert.match(shown, /The session cookie sid also travels without encryption/);
    assert.match(shown, /The session cookie sid leaves SameSite to the browser/);
    assert.doesNotMatch(shown, /Scripts can read the session cookie sid/);
    assert.match(shown, /Scripts can read the session cookie session_token/);
    assert.doesNotMatch(shown, /HttpOnly cookies, and the attributes|One script from/);
    assert.match(shown, /4\s+cookies/);
    assert.equal(await panel.locator("#allow").count(), 0);
    assertNoTrace(shown, "the panel");
  });
});

describe("how it looks", { skip }, () => {
  for (const colorScheme of ["light", "dark"]) {
    test(`at 320 and 480 pixels, ${colorScheme}`, async () => {
      const folder = process.env.SEAWORTHY_SCREENSHOTS;
      const site = await serve(secrets);
      const browser = await launch({ colorScheme });
      try {
        const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
        for (const width of [320, 480]) {
          await panel.setViewportSize({ width, height: 900 });
          for (const open of [false, true]) {
            if (open) await all(panel);
            else await panel.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = false)));
            const wide = await panel.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `the panel is ${wide} pixels wide at ${width}`);
            if (folder === undefined) continue;
            mkdirSync(folder, { recursive: true });
            await panel.screenshot({ path: `${folder}/${colorScheme}-${width}${open ? "-open" : ""}.png`, fullPage: true });
          }
        }
      } finally {
        await browser.close();
        await site.close();
      }
    });
  }

  test("every part is reached and opened by keyboard", async () => {
    const site = await serve(secrets);
    const browser = await launch();
    try {
      const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
      await panel.bringToFront();
      const reached = [];
      for (let presses = 0; presses < 40; presses += 1) {
        await panel.keyboard.press("Tab");
        const focused = await panel.evaluate(() => document.activeElement?.tagName.toLowerCase() ?? "");
        if (focused === "summary" && !reached.includes("summary")) {
          await panel.keyboard.press("Enter");
          assert.equal(await panel.evaluate(() => document.activeElement.parentElement.open), true);
        }
        if (focused === "a" || focused === "button") {
          reached.push(await panel.evaluate(() => document.activeElement.textContent));
        } else reached.push(focused);
      }
      for (const wanted of ["summary", "Copy as Markdown", "Copy as JSON", "Allow for this site and look again"]) {
        assert.ok(reached.includes(wanted), `${wanted} is not reached: ${reached.join(", ")}`);
      }
    } finally {
      await browser.close();
      await site.close();
    }
  });
});
