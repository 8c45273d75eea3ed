// Chromium with the built extension, headless, on this machine only.

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const EXTENSION = join(root, "browser-extension/.output/chrome-mv3");
export const WASM = join(root, "browser-extension/wasm");

const EXECUTABLE = process.env.SEAWORTHY_CHROMIUM ?? "/usr/bin/chromium";

/** Why the tests cannot run here; undefined when they can. With SEAWORTHY_REQUIRE_BROWSER=1 that is a failure. */
export function missing() {
  let reason;
  if (!existsSync(EXECUTABLE)) reason = `no browser at ${EXECUTABLE}: install chromium or set SEAWORTHY_CHROMIUM`;
  else if (!existsSync(join(EXTENSION, "manifest.json"))) reason = "the extension is not built: run `cargo xtask dist`";
  if (reason !== undefined && process.env.SEAWORTHY_REQUIRE_BROWSER === "1") throw new Error(reason);
  return reason;
}

/**
 * Starts the browser; `rules` says where host names lead. `granted` loads the same code with the optional permissions
 * already given, since nobody can answer the browser's question in a headless window.
 */
export async function launch({ granted = false, colorScheme = "light", rules = "MAP *.test 127.0.0.1" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-browser-"));
  const extension = join(folder, "extension");
  cpSync(EXTENSION, extension, { recursive: true });
  if (granted) grantAll(join(extension, "manifest.json"));
  const context = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: EXECUTABLE,
    headless: true,
    viewport: null,
    colorScheme,
    ignoreHTTPSErrors: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      `--host-resolver-rules=${rules}`,
      "--ignore-certificate-errors",
      "--enable-unsafe-extension-debugging",
    ],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
  const close = async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { context, worker, id: new URL(worker.url()).host, close };
}

function grantAll(path) {
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  manifest.permissions.push(...manifest.optional_permissions);
  manifest.host_permissions = manifest.optional_host_permissions;
  delete manifest.optional_permissions;
  delete manifest.optional_host_permissions;
  writeFileSync(path, JSON.stringify(manifest));
}

/** The user's choice for the extension's hosts: `ON_CLICK`, or `ON_SPECIFIC_SITES` with the sites. */
export async function hostAccess({ context, id }, access, sites = []) {
  const page = await context.newPage();
  await page.goto("chrome://extensions");
  await page.evaluate(
    async ({ extensionId, hostAccess, hosts }) => {
      await chrome.developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess });
      for (const host of hosts) await chrome.developerPrivate.addHostPermission(extensionId, host);
    },
    { extensionId: id, hostAccess: access, hosts: sites },
  );
  await page.close();
}

/** Clicks the extension's icon on the page, as a user would: the tab is granted and the side panel opens. */
export async function click({ context, id }, page) {
  await page.bringToFront();
  const session = await context.browser().newBrowserCDPSession();
  const { targetInfos } = await session.send("Target.getTargets", { filter: [{ type: "tab" }] });
  const target = targetInfos.find((candidate) => candidate.url === page.url());
  await session.send("Extensions.triggerAction", { id, targetId: target.targetId });
  await session.detach();
}

/** The number the browser gives the tab in front. */
export async function tabId({ worker }, page) {
  await page.bringToFront();
  return worker.evaluate(async () => (await chrome.tabs.query({ active: true, lastFocusedWindow: true }))[0].id);
}

/** Opens a page of the site, clicks the icon there, and opens the panel on it as a page that tests can read. */
export async function inspect(browser, url, { ready, width = 400 } = {}) {
  const page = await browser.context.newPage();
  await page.goto(url);
  if (ready) await page.waitForFunction(`document.title === ${JSON.stringify(ready)}`);
  await click(browser, page);
  const tab = await tabId(browser, page);
  const panel = await browser.context.newPage();
  await panel.setViewportSize({ width, height: 900 });
  await panel.goto(`chrome-extension://${browser.id}/sidepanel.html?tab=${tab}`);
  await panel.waitForSelector("#verdict, .welcome h1:has-text('could not')", { timeout: 120_000 });
  return { page, panel, tab };
}
