// What people do with a report: narrow it down, copy it, save it, ask the service, look again.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { inspect, launch, missing } from "./browser.mjs";
import { PROJECT, plant, serve } from "./site.mjs";

const skip = missing();
const secrets = plant();
const traces = Object.values(secrets).map((secret) => secret.slice(-30, -6));

function assertNoTrace(text, where) {
  for (const trace of traces) assert.ok(!text.includes(trace), `a secret shows in ${where}`);
}

describe("a report in use", { skip }, () => {
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

  const leaky = () => inspect(browser, `${site.origin}/`, { ready: "ready" });
  const cards = (panel) => panel.locator(".findings .cards > li");
  async function copied(panel, name) {
    await panel.bringToFront();
    await panel.getByRole("button", { name, exact: true }).first().click();
    await panel.waitForSelector("text=Copied:");
    return panel.evaluate(() => navigator.clipboard.readText());
  }

  test("the findings are narrowed down by gravity, gap and text", async () => {
    const { panel } = await leaky();
    const all = await cards(panel).count();
    await panel.locator(".chip.error").click();
    const others = await cards(panel).count();
    assert.ok(others < all && (await panel.locator(".findings .card.error").count()) === 0);
    assert.match(await panel.locator(".shown").innerText(), new RegExp(`${others} of ${all} findings|None of ${all}`));
    await panel.locator(".chip.error").click();
    await panel.locator("#filter-gap").selectOption("token-storage");
    const gaps = await panel.locator(".findings .gap").allInnerTexts();
    assert.ok(gaps.length > 0 && gaps.length < all && new Set(gaps).size === 1, gaps.join());
    await panel.locator("#filter-gap").selectOption("");
    await panel.locator("#filter-text").fill("ACCESS_TOKEN");
    const found = await cards(panel).allInnerTexts();
    assert.ok(found.length > 0 && found.length < all);
    await panel.locator("#filter-text").fill("nothing has this in it");
    assert.equal(await cards(panel).count(), 0);
    assert.match(await panel.locator(".shown").innerText(), /None of/);
  });

  test("an item of the strip shows what speaks for and against it", async () => {
    const { panel } = await leaky();
    assert.equal(await panel.locator(".ten .cell").count(), 10);
    const first = panel.locator(".ten .cell").first();
    const all = await cards(panel).count();
    await first.click();
    assert.equal(await first.getAttribute("aria-pressed"), "true");
    assert.match(await panel.locator("#chosen-item").innerText(), /falls short/i);
    assert.ok((await cards(panel).count()) < all);
    await first.click();
    assert.equal(await cards(panel).count(), all);
    assert.equal(await panel.locator("#chosen-item").innerText(), "");
  });

  test("a prompt holds the findings as data, and no secret", async () => {
    const { panel } = await leaky();
    const prompt = await copied(panel, "Copy all as a prompt for your AI tool");
    const [, mark, data] = /<(DATA-\w+)>\n([\s\S]*)\n<\/DATA-/.exec(prompt);
    assert.ok(prompt.includes(`between the marks ${mark}`));
    assert.ok(JSON.parse(data).findings.some((finding) => finding.rule === "token-in-web-storage"));
    assertNoTrace(prompt, "the prompt");
  });

  test("a hostile name stays within the data of the prompt", async () => {
    const { panel } = await inspect(browser, `${site.hostile}/hostile`);
    const prompt = await copied(panel, "Copy all as a prompt for your AI tool").catch(async () => {
      await panel.locator(".findings summary").first().click();
      return copied(panel, "Copy as a prompt for your AI tool");
    });
    const data = /<DATA-\w+>\n([\s\S]*)\n<\/DATA-/.exec(prompt)[1];
    assert.doesNotMatch(data, /[<>`]/);
    assert.ok(JSON.stringify(JSON.parse(data)).includes("<img src=x onerror="));
    assertNoTrace(prompt, "the prompt");
  });

  test("one finding is copied alone", async () => {
    const { panel } = await leaky();
    await panel.locator(".findings summary").first().click();
    const text = await copied(panel, "Copy");
    assert.match(text, /^## Surely wrong: /);
    assert.equal(text.match(/^## /gm).length, 1);
    assertNoTrace(text, "the copied finding");
  });

  test("every form is saved as a file, and none holds a secret", async () => {
    const { panel } = await leaky();
    await panel.bringToFront();
    const forms = await panel.locator(".copies button", { hasText: "Save" }).allInnerTexts();
    assert.ok(forms.length >= 2);
    for (const form of forms) {
      const [download] = await Promise.all([panel.waitForEvent("download"), panel.getByRole("button", { name: form }).click()]);
      assert.match(download.suggestedFilename(), /^seaworthy-shop\.test-\d{4}-\d\d-\d\d\.(?:md|json|sarif|html)$/);
      const text = readFileSync(await download.path(), "utf8");
      assert.match(text, /token-in-web-storage/, form);
      assertNoTrace(text, form);
      if (/\.(?:json|sarif)$/.test(download.suggestedFilename())) JSON.parse(text);
    }
  });

  test("a second look says what changed, and keeps neither address nor value", async () => {
    const { page, panel } = await inspect(browser, `${site.secureShop}/hostile`);
    await page.evaluate(() => {
      localStorage.clear();
      localStorage.setItem("refresh_token", `k9${"Zx4q".repeat(2)}Wm7Tb2Lp0Rv5`);
    });
    await panel.getByRole("button", { name: "Inspect again" }).click();
    await panel.waitForSelector("#changes:has-text('new finding')");
    await panel.locator("#changes summary").click();
    assert.match(await panel.locator("#changes").innerText(), /1 new finding[\s\S]*gone[\s\S]*token-in-web-storage/);
    assert.equal(await panel.locator(".findings .new").count(), 1);
    const kept = await panel.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null)));
    assert.doesNotMatch(kept, /shop\.test|hostile|refresh_token|http/);
    assertNoTrace(kept, "the history");
    await panel.locator("#forget").click();
    await panel.waitForSelector("text=Forgotten");
    await panel.getByRole("button", { name: "Inspect again" }).click();
    await panel.waitForFunction(() => document.querySelector("#report")?.getAttribute("aria-busy") === null && !document.querySelector("#changes"));
  });

  test("the icon tells how many findings need somebody", async () => {
    const { panel, tab } = await leaky();
    const count = (await panel.locator(".findings .card.error, .findings .card.warning").count());
    assert.equal(await panel.evaluate((tabId) => chrome.action.getBadgeText({ tabId }), tab), String(count));
  });

  test("the service is asked only after its requests were shown, and only to read", async () => {
    const { panel } = await leaky();
    await panel.bringToFront();
    const toService = () => site.asked.filter(({ host }) => host === `${PROJECT}.supabase.co`);
    assert.equal(toService().length, 0);
    await panel.locator("#show-questions").click();
    const shown = await panel.locator(".ask").innerText();
    assert.match(shown, new RegExp(`(?:GET|HEAD) https://${PROJECT}\\.supabase\\.co/rest/v1/profiles`));
    assertNoTrace(shown, "the question");
    assert.equal(toService().length, 0);
    await panel.locator("#send-questions").click();
    await panel.waitForSelector("text=The report has been made anew");
    const asked = toService();
    assert.ok(asked.length > 0);
    assert.deepEqual(asked.filter(({ method }) => !["GET", "HEAD", "OPTIONS"].includes(method)), []);
    assert.deepEqual(asked.filter(({ headers }) => headers.cookie !== undefined), []);
    await panel.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    const report = await panel.locator("body").innerText();
    assert.match(report, /profiles/);
    assertNoTrace(report, "the report after the answers");
  });

  test("a question to anybody but the page's own service is never sent", async () => {
    const { tab } = await leaky();
    const panel = await browser.context.newPage();
    const elsewhere = [
      ["POST", `https://${PROJECT}.supabase.co/rest/v1/profiles`],
      ["GET", `https://zzzzzzzzzzzzzzzzzzzz.supabase.co/rest/v1/profiles`],
      ["GET", `${site.origin}/asked`],
      ["GET", `${site.secureShop}/asked`],
      ["GET", site.secureShop.replace("shop.test", "127.0.0.1")],
      ["GET", site.secureShop.replace("shop.test", "localhost")],
    ];
    // A core that was led astray by a hostile page.
    await panel.addInitScript((wrong) => {
      const Real = window.Worker;
      window.Worker = class extends Real {
        set onmessage(listener) {
          super.onmessage = (event) => {
            const { output } = event.data;
            if (output?.questions !== undefined) {
              output.questions = wrong.map(([method, url], at) => ({ id: `wrong-${at}`, method, url, headers: [], explains: "Wrong." }));
              output.services.push({ kind: "supabase", url: wrong[4][1], keyRole: null, tables: [] });
              output.services.push({ kind: "supabase", url: wrong[5][1], keyRole: null, tables: [] });
            }
            listener(event);
          };
        }
      };
    }, elsewhere);
    await panel.goto(`chrome-extension://${browser.id}/sidepanel.html?tab=${tab}`);
    await panel.waitForSelector("#show-questions");
    const before = site.asked.length;
    await panel.locator("#show-questions").click();
    assert.equal(await panel.locator(".questions > li").count(), elsewhere.length);
    await panel.locator("#send-questions").click();
    await panel.waitForSelector("text=0 of 6 answered");
    assert.deepEqual(site.asked.slice(before).map(({ method, host, url }) => `${method} ${host}${url}`), []);
  });
});
