// Asks for what the page is made of, anew and without credentials. The page's own origin is open to the extension while
// the user's click lasts; every other origin needs the user's permission.

import { browser } from "wxt/browser";
import { type Told } from "../text";
import { type Headers, kept } from "./headers";
import { LIMITS } from "./limits";

export interface Fetched {
  text: string;
  status: number;
  /** After redirects. */
  url: string;
  headers: Headers;
}

/** `failed` may go better another way; `refused` is the server's or our own last word. */
export type Got = Fetched | { refused: Told } | { failed: Told };

export interface Asking {
  page: string;
  tabId: number;
  /** The longest text that is taken, in bytes. */
  most: number;
  /** `no-store` for what must be fresh. */
  cache: "force-cache" | "no-store";
  /** Whether an answer other than 2xx is one all the same. */
  anyStatus?: boolean;
}

export async function get(url: string, asking: Asking): Promise<Got> {
  const got = await fetchHere(url, asking);
  // Firefox opens the clicked page's origin to code in the page only, not to the extension's own pages.
  return "failed" in got && new URL(url).origin === new URL(asking.page).origin ? fetchThere(url, asking, got) : got;
}

async function fetchHere(url: string, { most, cache, anyStatus }: Asking): Promise<Got> {
  try {
    const response = await fetch(url, { credentials: "omit", cache, signal: AbortSignal.timeout(LIMITS.downloadMs) });
    if (!response.ok && anyStatus !== true) return { refused: ["whyStatus", response.status] };
    const text = await readAtMost(response, most);
    if (text === undefined) return { refused: ["whyTooLarge"] };
    return { text, status: response.status, url: response.url || url, headers: kept(response.headers) };
  } catch (error) {
    const isSlow = error instanceof DOMException && error.name === "TimeoutError";
    return isSlow ? { refused: ["whySlow"] } : { failed: ["whyNotLoaded"] };
  }
}

interface There {
  text: string;
  status: number;
  url: string;
  headers: [string, string][];
}

async function fetchThere(url: string, { tabId, most, cache, anyStatus }: Asking, otherwise: Got): Promise<Got> {
  try {
    const [frame] = await browser.scripting.executeScript({
      target: { tabId, frameIds: [0] },
      func: async (address: string, chars: number, mode: "force-cache" | "no-store"): Promise<There | number> => {
        const response = await fetch(address, { credentials: "omit", cache: mode });
        const text = await response.text();
        if (text.length > chars) return response.status;
        return { text, status: response.status, url: response.url, headers: Array.from(response.headers.entries()) };
      },
      args: [url, most, cache],
    });
    const there = frame?.result as There | number | undefined;
    if (typeof there === "number") return { refused: ["whyTooLarge"] };
    if (there === undefined || there === null) return otherwise;
    if (anyStatus !== true && (there.status < 200 || there.status > 299)) return { refused: ["whyStatus", there.status] };
    return { ...there, headers: kept(there.headers) };
  } catch {
    return otherwise;
  }
}

/** The body as text; undefined when it is longer. Stops reading there. */
async function readAtMost(response: Response, bytes: number): Promise<string | undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > bytes) {
      await reader.cancel();
      return undefined;
    }
    parts.push(decoder.decode(value, { stream: true }));
  }
  return parts.join("") + decoder.decode();
}

/** Works through a list with a few at a time. */
export async function eachOf<T>(items: readonly T[], work: (item: T, at: number) => Promise<void>): Promise<void> {
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: LIMITS.downloads }, worker));
}
