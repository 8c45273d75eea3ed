// Fetches the page's scripts anew, without credentials and from the cache where possible. The page's own origin is open
// to the extension while the user's click lasts; every other origin needs the user's permission.

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

export async function fetchScripts(urls: string[], page: string): Promise<Scripts> {
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
    for (let url = queue.shift(); url !== undefined; url = queue.shift()) await fetchOne(url, budget, found);
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

async function fetchOne(url: string, budget: { left: number }, found: Scripts): Promise<void> {
  const miss = (reason: string): void => void found.notInspected.push({ what: withoutQuery(url), reason });
  try {
    const response = await fetch(url, {
      credentials: "omit",
      cache: "force-cache",
      signal: AbortSignal.timeout(LIMITS.downloadMs),
    });
    if (!response.ok) return miss(`The server answered ${response.status}.`);
    if (/^text\/html\b/i.test(response.headers.get("content-type") ?? "")) return miss("The server answered with a page.");
    const text = await readAtMost(response, Math.min(LIMITS.scriptBytes, budget.left));
    if (text === undefined) return miss("It is larger than what Seaworthy reads.");
    budget.left -= text.length;
    found.scripts.push({ url, text });
  } catch (error) {
    miss(error instanceof DOMException && error.name === "TimeoutError" ? "It took too long to load." : "It could not be loaded.");
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
