// The page's scripts, fetched anew, and the source maps that belong to them.

import type { NotInspected, PageScript, SiteResponse } from "../../wasm/seaworthy.js";
import { t, tn } from "../text";
import { mayRead, pattern } from "./access";
import { eachOf, get } from "./fetch";
import { bare } from "./headers";
import { LIMITS } from "./limits";
import { SourceMaps } from "./maps";

export interface Scripts {
  scripts: PageScript[];
  /** With which headers they came. */
  responses: SiteResponse[];
  notInspected: NotInspected[];
  /** Permission patterns that would let the skipped ones be read. */
  wanted: string[];
}

/** Scripts of extensions are not the site's. */
const EXTENSION_SCHEMES = ["chrome-extension:", "moz-extension:", "safari-web-extension:", "chrome:", "resource:"];

export async function fetchScripts(urls: string[], page: string, tabId: number): Promise<Scripts> {
  const found: Scripts = { scripts: [], responses: [], notInspected: [], wanted: [] };
  const allowed = await sort(urls, page, found);
  const kept = allowed.slice(0, LIMITS.scripts);
  if (allowed.length > kept.length) {
    const what = tn("furtherScript", "furtherScripts", allowed.length - kept.length);
    found.notInspected.push({ what, reason: t("whyManyScripts", LIMITS.scripts) });
  }
  const maps = new SourceMaps(page, tabId);
  const fetching = new Fetching(page, tabId, maps, found);
  await eachOf(kept, (url) => fetching.one(url));
  found.notInspected.push(...maps.notInspected);
  // Downloads end in any order; the report should not.
  found.scripts.sort((a, b) => kept.indexOf(a.url) - kept.indexOf(b.url));
  found.responses.sort((a, b) => kept.indexOf(a.url) - kept.indexOf(b.url));
  return found;
}

class Fetching {
  #left: number = LIMITS.allScriptBytes;

  constructor(
    readonly page: string,
    readonly tabId: number,
    readonly maps: SourceMaps,
    readonly found: Scripts,
  ) {}

  async one(url: string): Promise<void> {
    const most = Math.min(LIMITS.scriptBytes, this.#left);
    const got = await get(url, { page: this.page, tabId: this.tabId, most, cache: "force-cache" });
    if (!("text" in got)) {
      const why = "failed" in got ? got.failed : got.refused;
      this.found.notInspected.push({ what: bare(url), reason: t(...why) });
      return;
    }
    const type = got.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
    if (/^text\/html\b/i.test(type)) {
      this.found.notInspected.push({ what: bare(url), reason: t("whyPage") });
      return;
    }
    this.#left -= got.text.length;
    const sourceMap = await this.maps.of(url, got);
    this.found.scripts.push({ url, text: got.text, ...(sourceMap === undefined ? {} : { sourceMap }) });
    const { status, headers } = got;
    this.found.responses.push({ url, kind: "script", status, headers, isRerequested: true, showsSetCookie: false });
  }
}

/** Splits off what may not be fetched, with one note per origin. */
async function sort(urls: string[], page: string, found: Scripts): Promise<string[]> {
  const allowed: string[] = [];
  const foreign = new Map<string, string[]>();
  for (const text of urls) {
    const url = URL.parse(text);
    if (url === null || EXTENSION_SCHEMES.includes(url.protocol)) continue;
    if (url.origin === new URL(page).origin) allowed.push(text);
    else if (url.protocol === "http:" || url.protocol === "https:") {
      foreign.set(url.origin, [...(foreign.get(url.origin) ?? []), text]);
    } else {
      found.notInspected.push({ what: t("schemeScript", url.protocol), reason: t("whyOnlyInPage") });
    }
  }
  for (const [origin, scripts] of foreign) {
    if (await mayRead(origin)) {
      allowed.push(...scripts);
      continue;
    }
    const what = scripts.length === 1 ? t("oneScriptFrom", origin) : t("scriptsFrom", scripts.length, origin);
    found.notInspected.push({ what, reason: t("whyOtherSite") });
    const wanted = pattern(origin);
    if (wanted !== undefined) found.wanted.push(wanted);
  }
  return allowed;
}
