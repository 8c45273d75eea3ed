// What must not bring the extension down: much script, a script the analysis dies of, TLS, other extensions' ways.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { click, inspect, launch, missing, tabId } from "./browser.mjs";
import { plant, serve } from "./site.mjs";

const skip = missing();
const secrets = plant();
/** SEAWORTHY_BULK=60 for the whole; less where time counts. */
const bulk = Number(process.env.SEAWORTHY_BULK ?? 8);

describe("under load", { skip }, () => {
  let site;
  let browser;
  before(async () => {
    site = await serve(secrets, { bulk });
    browser = await launch({ rules: site.rules });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  test(`${bulk} megabytes of script are read, and the finding in them is there`, async (context) => {
    const began = performance.now();
    const { panel } = await inspect(browser, `${site.origin}/bulk`);
    context.diagnostic(`${bulk} MB: ${Math.round(performance.now() - began)} ms from click to report, page load included`);
    await panel.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    const shown = await panel.locator("body").innerText();
    assert.match(shown, /app\.js:2:3/);
    const scripts = Number(/(\d+)\s+scripts, ([\d.]+) MB/.exec(shown)[1]);
    assert.equal(scripts, Math.ceil(bulk / 2) + 1);
    assert.doesNotMatch(shown, /analysis of this script failed/);
  });

  test("a script that the analysis dies of costs itself, by name", async () => {
    const page = await browser.context.newPage();
    await page.goto(`${site.origin}/`);
    await page.waitForFunction(() => document.title === "ready");
    await click(browser, page);
    const tab = await tabId(browser, page);
    const panel = await browser.context.newPage();
    await panel.addInitScript(() => {
      const Real = window.Worker;
      window.Worker = class extends Real {
        postMessage(message, ...rest) {
          const isBad = message.ask === "inspectScripts" && message.input[0].url.endsWith("/data.js");
          if (isBad) setTimeout(() => this.onerror(new ErrorEvent("error", { message: "unreachable" })), 10);
          else super.postMessage(message, ...rest);
        }
      };
    });
    await panel.goto(`chrome-extension://${browser.id}/sidepanel.html?tab=${tab}`);
    await panel.waitForSelector("#verdict");
    const unseen = await panel.locator(".unseen").innerText();
    assert.match(unseen, /data\.js[\s\S]*The analysis of this script failed or took too long/);
    await panel.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    const shown = await panel.locator("body").innerText();
    assert.match(shown, /bundle\.js:1:/);
    assert.match(shown, /app\.js:2:3/);
  });

  test("a page over TLS that is as it should be is not accused", async () => {
    const { panel } = await inspect(browser, `${site.secureSound}/sound`);
    await panel.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    const shown = await panel.locator("body").innerText();
    assert.equal(await panel.locator(".findings .card.error, .findings .card.warning").count(), 0, shown);
    assert.match(shown, /Headers: \d+ responses/);
  });
});
