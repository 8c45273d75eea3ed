// Every state of the panel at every width, in light and dark and with large text: nothing is cut off, all is reached by keyboard.
// With SEAWORTHY_SCREENSHOTS=FOLDER each is kept as a picture.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { inspect, launch, missing } from "./browser.mjs";
import { plant, serve } from "./site.mjs";

const skip = missing();
const secrets = plant();
const folder = process.env.SEAWORTHY_SCREENSHOTS;

/** How each state is reached; each begins with the report of the leaky page. */
const STATES = {
  report: async () => undefined,
  item: (panel) => panel.locator(".ten .cell").first().click(),
  open: (panel) => panel.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true))),
  question: (panel) => panel.locator("#show-questions").click(),
  permission: (panel) => panel.locator("#observe").click().then(() => panel.waitForSelector("#permission")),
};

for (const colorScheme of ["light", "dark"]) {
  describe(`in ${colorScheme}`, { skip }, () => {
    let site;
    let browser;
    before(async () => {
      site = await serve(secrets);
      browser = await launch({ colorScheme, rules: site.rules });
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    async function look(panel, name) {
      for (const [width, text] of [[320, 100], [480, 100], [400, 200]]) {
        await panel.setViewportSize({ width, height: 900 });
        await panel.evaluate((percent) => (document.documentElement.style.fontSize = `${percent}%`), text);
        const wide = await panel.evaluate(() => document.documentElement.scrollWidth);
        if (folder !== undefined) {
          mkdirSync(folder, { recursive: true });
          await panel.screenshot({ path: `${folder}/${colorScheme}-${name}-${width}-${text}.png`, fullPage: true });
        }
        assert.ok(wide <= width, `${name} is ${wide} pixels wide at ${width} with ${text} % text`);
      }
      await panel.evaluate(() => (document.documentElement.style.fontSize = ""));
    }

    test("the report and what unfolds from it", async () => {
      const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
      for (const [name, reach] of Object.entries(STATES)) {
        await reach(panel);
        await look(panel, name);
      }
    });

    test("the states without a report, and a sound page", async () => {
      const { panel } = await inspect(browser, `${site.secureSound}/sound`);
      await look(panel, "sound");
      // Without the last click, as after an install.
      await panel.evaluate(() => chrome.storage.session.clear());
      await panel.goto(`chrome-extension://${browser.id}/sidepanel.html`);
      await panel.waitForSelector("text=Is this page seaworthy?");
      await look(panel, "welcome");
      await panel.goto(`chrome-extension://${browser.id}/sidepanel.html?tab=999999`);
      await panel.waitForSelector("text=I could not look at this page");
      await look(panel, "closed");
      await panel.evaluate(() => {
        document.getElementById("status").textContent = "Reading script 12 of 48 …";
        document.getElementById("report").setAttribute("aria-busy", "true");
      });
      await look(panel, "busy");
    });
  });
}

describe("without a mouse", { skip }, () => {
  test("every part is reached and opened by keyboard", async () => {
    const site = await serve(secrets);
    const browser = await launch({ rules: site.rules });
    try {
      const { panel } = await inspect(browser, `${site.origin}/`, { ready: "ready" });
      await panel.bringToFront();
      const reached = new Set();
      // A new report begins at its verdict; what stands before it is one step back.
      await panel.keyboard.press("Shift+Tab");
      assert.equal(await panel.evaluate(() => document.activeElement?.id), "inspect");
      for (let presses = 0; presses < 120 && !reached.has("Save as JSON"); presses += 1) {
        await panel.keyboard.press("Tab");
        const { tag, name } = await panel.evaluate(() => {
          const focused = document.activeElement;
          return { tag: focused?.tagName.toLowerCase() ?? "", name: focused?.getAttribute("aria-label") ?? focused?.textContent ?? "" };
        });
        if (tag === "summary" && !reached.has("summary")) {
          await panel.keyboard.press("Enter");
          assert.equal(await panel.evaluate(() => document.activeElement.parentElement.open), true);
        }
        reached.add(tag).add(name);
      }
      const wanted = ["summary", "input", "select", "Copy all as a prompt for your AI tool", "Reload and observe"];
      for (const name of [...wanted, "Show what would be asked", "Allow for this site and look again", "Copy as JSON", "Save as JSON"]) {
        assert.ok(reached.has(name), `${name} is not reached: ${[...reached].join(", ")}`);
      }
      // Every control says what it is to those who do not see it.
      const nameless = await panel.evaluate(() =>
        [...document.querySelectorAll("button, input, select, summary, a")]
          .filter((control) => !(control.getAttribute("aria-label") || control.textContent?.trim() || control.closest("label")?.textContent?.trim()))
          .map((control) => control.outerHTML),
      );
      assert.deepEqual(nameless, []);
    } finally {
      await browser.close();
      await site.close();
    }
  });
});
