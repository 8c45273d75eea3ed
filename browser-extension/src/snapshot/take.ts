// Puts together what the browser lets us see of a page.

import { browser } from "wxt/browser";
import type { NotInspected, PageScript, Seen, SiteRequest, SiteResponse, Snapshot } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { pattern } from "./access";
import { parseCookies, readCookies } from "./cookies";
import { documentResponses } from "./document";
import { bare } from "./headers";
import { PAGE_LIMITS, type PageLimits } from "./limits";
import { fetchLinked } from "./linked";
import type { Observed } from "./observe";
import { type Missed, type PageView, readPage } from "./page";
import { fetchScripts } from "./scripts";
import { readStorage } from "./storage";
import { type TrafficView, readTraffic } from "./traffic";

export interface Taken {
  /** With the scripts in it. */
  snapshot: Snapshot;
  scripts: PageScript[];
  /** Permission patterns that would show more. */
  wanted: string[];
}

/** The page cannot be read, with the reason for the user. */
export class NoAccess extends Error {}

export async function takeSnapshot(tabId: number, observed?: Observed): Promise<Taken> {
  const page = await view(tabId);
  const [storage, traffic, cookies, fetched, linked, responses] = await Promise.all([
    within(tabId, readStorage),
    within(tabId, readTraffic),
    readCookies(tabId, page.url),
    fetchScripts(page.scriptUrls, page.url, tabId),
    fetchLinked(page.links, page.url, tabId),
    observed?.responses ?? documentResponses(tabId, page.loadedFrom),
  ]);
  const scripts = [...inlineScripts(page), ...fetched.scripts];
  const missed = [...page.missed, ...(storage?.missed ?? []), ...(traffic?.missed ?? [])].map(told);
  return {
    snapshot: {
      version: 2,
      mode: observed === undefined ? "as-found" : "reloaded",
      // Whole: a token in it is a finding. The core keeps it to itself.
      url: page.url,
      takenAt: Date.now() / 1000,
      responses: withScripts(responses, fetched.responses),
      html: page.html === undefined ? unseen(t("whyTooLarge")) : { state: "inspected", value: page.html },
      requests: requestsOf(traffic, observed),
      linkedPages: linked.pages,
      scripts: { state: "inspected", value: scripts },
      storage: storage === undefined ? unseen(t("whyNotAnswered")) : { state: "inspected", value: storage.storage },
      cookies,
      scriptCookies: parseCookies(page.cookies),
      notInspected: [...missed, ...fetched.notInspected, ...linked.notInspected, ...(observed?.notInspected ?? [])],
    },
    scripts,
    wanted: wantedOf(page.url, cookies.state === "inspected", [...fetched.wanted, ...linked.wanted]),
  };
}

const unseen = (reason: string): { state: "not-inspected"; reason: string } => ({ state: "not-inspected", reason });

function told({ what, why }: Missed): NotInspected {
  return { what: t(...what), reason: t(...why) };
}

function inlineScripts(page: PageView): PageScript[] {
  const address = bare(page.url);
  return [
    ...page.inlineScripts.map((text, at) => ({ url: `${address}#inline-${at + 1}`, text })),
    ...page.inlineData.map((text, at) => ({ url: `${address}#data-${at + 1}`, text })),
  ].filter((script) => script.text.trim() !== "");
}

function withScripts(document: Seen<SiteResponse[]>, scripts: SiteResponse[]): Seen<SiteResponse[]> {
  return document.state === "inspected" ? { ...document, value: [...document.value, ...scripts] } : document;
}

function requestsOf(traffic: TrafficView | undefined, observed: Observed | undefined): Seen<SiteRequest[]> {
  if (traffic === undefined) return unseen(t("whyNotAnswered"));
  return { state: "inspected", value: observed?.merge(traffic.requests) ?? traffic.requests };
}

/** The site itself while its cookies are closed, and everyone whose scripts or pages were skipped. */
function wantedOf(url: string, hasCookies: boolean, others: string[]): string[] {
  const site = hasCookies ? undefined : pattern(url);
  return [...new Set(site === undefined ? others : [site, ...others])];
}

/** Runs a function in the page; undefined when the page does not let it. */
async function within<T>(tabId: number, func: (limits: PageLimits) => Promise<T>): Promise<T | undefined> {
  try {
    const [frame] = await browser.scripting.executeScript({
      target: { tabId, frameIds: [0] },
      func,
      args: [PAGE_LIMITS],
    });
    return (frame?.result as T | null | undefined) ?? undefined;
  } catch {
    return undefined;
  }
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
  throw new NoAccess(t("noAccess"));
}
