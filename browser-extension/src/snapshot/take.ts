// Puts together what the browser lets us see of a page.

import { browser } from "wxt/browser";
import type { PageScript, Snapshot } from "../../wasm/seaworthy.js";
import { pattern } from "./access";
import { parseCookies, readCookies } from "./cookies";
import { PAGE_LIMITS } from "./limits";
import { type PageView, readPage } from "./page";
import { fetchScripts } from "./scripts";

export interface Taken {
  snapshot: Snapshot;
  scripts: PageScript[];
  /** Permission patterns that would show more. */
  wanted: string[];
}

/** The page cannot be read, with the reason for the user. */
export class NoAccess extends Error {}

export async function takeSnapshot(tabId: number): Promise<Taken> {
  const page = await view(tabId);
  const [cookies, fetched] = await Promise.all([
    readCookies(tabId, page.url),
    fetchScripts(page.scriptUrls, page.url, tabId),
  ]);
  const address = page.url.replace(/[?#].*$/s, "");
  const inline = [
    ...page.inlineScripts.map((text, at) => ({ url: `${address}#inline-${at + 1}`, text })),
    ...page.inlineData.map((text, at) => ({ url: `${address}#data-${at + 1}`, text })),
  ];
  const site = pattern(page.url);
  const wanted = cookies.state === "not-inspected" && site !== undefined ? [site, ...fetched.wanted] : fetched.wanted;
  return {
    snapshot: {
      url: address,
      takenAt: Date.now() / 1000,
      // Scripts are judged one by one, so that a bad one cannot take the rest of the report with it.
      scripts: { state: "inspected", value: [] },
      storage: { state: "inspected", value: page.storage },
      cookies,
      scriptCookies: parseCookies(page.cookies),
      notInspected: [...page.notInspected, ...fetched.notInspected],
    },
    scripts: [...inline.filter((script) => script.text.trim() !== ""), ...fetched.scripts],
    wanted: [...new Set(wanted)],
  };
}

async function view(tabId: number): Promise<PageView> {
  try {
    const [frame] = await browser.scripting.executeScript({
      target: { tabId, frameIds: [0] },
      func: readPage,
      args: [PAGE_LIMITS],
    });
    if (frame?.result) return frame.result as PageView;
  } catch (error) {
    console.info("Seaworthy has no access to the page:", error);
  }
  throw new NoAccess(
    "Seaworthy may look at a page only after you click its icon there. Pages of the browser itself and of the extension store stay closed to every extension.",
  );
}
