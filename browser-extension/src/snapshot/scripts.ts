// Fetches the page's scripts anew, without credentials and from the cache where possible. The page's own origin is open
// to the extension while the user's click lasts; every other origin needs the user's permission.

import { browser } from "wxt/browser";
import type { NotInspected, PageScript } from "../../wasm/seaworthy.js";
import { mayRead, pattern } from "./access";
import { LIMITS } from "./limits";

export interface Scripts {
  scripts: PageScript[];
  notInspected: NotInspected[];
  /** Permission patterns that would let the skipped ones be read. */
  wanted: string[];
}

/** Scripts of extensions are not the site's. */
const EXTENSION_SCHEMES = ["chrome-extension:", "moz-extension:", "safari-web-extension:", "chrome:", "resource:"];

export async function fetchScripts(urls: string[], page: string, tabId: number): Promise<Scripts> {
  const found: Scripts = { scripts: [], notInspected: [], wanted: [] };
  const allowed = await sort(urls, page, found);
  const kept = allowed.slice(0, LIMITS.scripts);
  if (allowed.length > kept.length) {
    const what = `${allowed.length - kept.length} further scripts`;
    found.notInspected.push({ what, reason: `Seaworthy reads the first ${LIMITS.scripts} scripts of a page.` });
  }
  const budget = { left: LIMITS.allScriptBytes };
  const queue = [...kept];
  const work = async (): Promise<void> => {
    for (let url = queue.shift(); url !== undefined; url = queue.shift()) await fetchOne(url, { page, tabId, budget }, found);
  };
  await Promise.all(Array.from({ length: LIMITS.downloads }, work));
  // Downloads end in any order; the report should not.
  found.scripts.sort((a, b) => kept.indexOf(a.url) - kept.indexOf(b.url));
  return found;
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
      found.notInspected.push({ what: `A ${url.protocol} script`, reason: "It exists only inside the page." });
    }
  }
  for (const [origin, scripts] of foreign) {
    if (await mayRead(origin)) {
      allowed.push(...scripts);
      continue;
    }
    const what = scripts.length === 1 ? `One script from ${origin}` : `${scripts.length} scripts from ${origin}`;
    found.notInspected.push({ what, reason: "Seaworthy has no permission to read from this other site." });
    const wanted = pattern(origin);
    if (wanted !== undefined) found.wanted.push(wanted);
  }
  return allowed;
}

interface Around {
  page: string;
  tabId: number;
  budget: { left: number };
}

async function fetchOne(url: string, { page, tabId, budget }: Around, found: Scripts): Promise<void> {
  const most = Math.min(LIMITS.scriptBytes, budget.left);
  let got = await fetchHere(url, most);
  // Firefox opens the clicked page's origin to code in the page only, not to the extension's own pages.
  if ("failed" in got && new URL(url).origin === new URL(page).origin) got = await fetchThere(tabId, url, most, got);
  if ("text" in got) {
    budget.left -= got.text.length;
    found.scripts.push({ url, text: got.text });
  } else {
    found.notInspected.push({ what: withoutQuery(url), reason: "failed" in got ? got.failed : got.refused });
  }
}

/** `refused` is the server's or our own word; `failed` may go better another way. */
type Got = { text: string } | { refused: string } | { failed: string };

async function fetchHere(url: string, most: number): Promise<Got> {
  try {
    const signal = AbortSignal.timeout(LIMITS.downloadMs);
    const response = await fetch(url, { credentials: "omit", cache: "force-cache", signal });
    if (!response.ok) return { refused: `The server answered ${response.status}.` };
    const isPage = /^text\/html\b/i.test(response.headers.get("content-type") ?? "");
    if (isPage) return { refused: "The server answered with a page." };
    const text = await readAtMost(response, most);
    return text === undefined ? { refused: "It is larger than what Seaworthy reads." } : { text };
  } catch (error) {
    const isSlow = error instanceof DOMException && error.name === "TimeoutError";
    return isSlow ? { refused: "It took too long to load." } : { failed: "It could not be loaded." };
  }
}

async function fetchThere(tabId: number, url: string, most: number, otherwise: Got): Promise<Got> {
  try {
    const [frame] = await browser.scripting.executeScript({
      target: { tabId, frameIds: [0] },
      func: async (address: string, chars: number) => {
        const response = await fetch(address, { credentials: "omit", cache: "force-cache" });
        const text = response.ok ? await response.text() : "";
        return text !== "" && text.length <= chars ? text : undefined;
      },
      args: [url, most],
    });
    return typeof frame?.result === "string" ? { text: frame.result } : otherwise;
  } catch {
    return otherwise;
  }
}

/** The body as text; undefined when it is longer. Stops reading there. */
async function readAtMost(response: Response, bytes: number): Promise<string | undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > bytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** A query may carry a token. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
