// Keeps, in the session's memory, the headers with which the page of each tab came: only of sites the user has allowed, only
// what `kept` lets through. The browser tells headers only while a page loads, and the user clicks later.

import { browser } from "wxt/browser";
import type { SiteResponse } from "../../wasm/seaworthy.js";
import { bare, recorded } from "./headers";

interface Kept {
  requestId: string;
  /** The redirects and then the document. */
  hops: SiteResponse[];
}

const keyOf = (tabId: number): string => `response:${tabId}`;
let isListening = false;
/** One write after another: each reads what the one before wrote. */
let writing: Promise<void> = Promise.resolve();

/** To be called as the background starts: a listener counts for the next start only when it was there from the first moment. */
export function recordResponses(): void {
  listen();
  browser.permissions.onAdded.addListener(listen);
  browser.tabs.onRemoved.addListener((tabId) => void browser.storage.session.remove(keyOf(tabId)));
}

/** The recorded responses of the tab's document, if it is the one that was loaded from `url`. */
export async function recordedResponses(tabId: number, url: string): Promise<SiteResponse[] | undefined> {
  const kept = (await browser.storage.session.get(keyOf(tabId)))[keyOf(tabId)] as Kept | undefined;
  return kept !== undefined && kept.hops.at(-1)?.url === bare(url) ? kept.hops : undefined;
}

/** What to ask the browser for: Chromium hides `Set-Cookie` unless asked, Firefox does not know the word. */
export function headerOptions(): string[] {
  return ["responseHeaders", ...(import.meta.env.FIREFOX ? [] : ["extraHeaders"])];
}

function listen(): void {
  // Without the optional permission the API is not there.
  if (isListening || browser.webRequest === undefined) return;
  isListening = true;
  const options = headerOptions() as "responseHeaders"[];
  const filter = { urls: ["http://*/*", "https://*/*"], types: ["main_frame" as const] };
  browser.webRequest.onHeadersReceived.addListener(
    ({ tabId, requestId, url, statusCode, responseHeaders }) => {
      const headers = recorded(responseHeaders);
      const hop: SiteResponse = { url: bare(url), kind: "document", status: statusCode, headers, showsSetCookie: true };
      if (tabId >= 0) writing = writing.then(() => add(tabId, requestId, hop)).catch(() => undefined);
      return undefined;
    },
    filter,
    options,
  );
}

async function add(tabId: number, requestId: string, hop: SiteResponse): Promise<void> {
  const key = keyOf(tabId);
  const before = (await browser.storage.session.get(key))[key] as Kept | undefined;
  const hops = before?.requestId === requestId ? [...before.hops, hop].slice(-20) : [hop];
  await browser.storage.session.set({ [key]: { requestId, hops } satisfies Kept });
}
