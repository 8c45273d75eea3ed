// Watches a load from its beginning: only that proves what a page does before anybody clicked or typed. What is recorded
// stays in this page's memory.

import { browser } from "wxt/browser";
import type { NotInspected, ResourceKind, Seen, SiteRequest, SiteResponse } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { cookieNames, recorded } from "./headers";
import { LIMITS } from "./limits";
import { headerOptions } from "./record";

export interface Observed {
  /** The document's redirects and itself; undefined when the browser did not tell. */
  responses: Seen<SiteResponse[]> | undefined;
  notInspected: NotInspected[];
  /** What the page's own record has, and what only the browser's has. */
  merge(own: SiteRequest[]): SiteRequest[];
}

/** Loads the tab anew and watches until the first click, key or touch, or until time is up. */
export async function observeLoad(tabId: number, tick: (secondsLeft: number) => void): Promise<Observed> {
  const record = new Record(tabId);
  record.start();
  try {
    await browser.tabs.reload(tabId);
    const end = Date.now() + LIMITS.observeMs;
    let first: number | undefined;
    while (Date.now() < end && first === undefined) {
      tick(Math.ceil((end - Date.now()) / 1000));
      await new Promise((resolve) => setTimeout(resolve, 200));
      first = await watch(tabId);
    }
    return record.end(first);
  } finally {
    record.stop();
  }
}

/** When the user first did something, in milliseconds after the load began; undefined when that was not yet. */
async function watch(tabId: number): Promise<number | undefined> {
  try {
    const [frame] = await browser.scripting.executeScript({
      target: { tabId, frameIds: [0] },
      injectImmediately: true,
      func: firstInteraction,
    });
    return (frame?.result as number | null | undefined) ?? undefined;
  } catch {
    // Between two documents there is nothing to run in.
    return undefined;
  }
}

/** Runs in the page: listens from the first call on, and tells each time. */
function firstInteraction(): number | null {
  const own = globalThis as unknown as { seaworthyWatch?: { first: number | null } };
  if (own.seaworthyWatch === undefined) {
    const state: { first: number | null } = (own.seaworthyWatch = { first: null });
    const note = (event: Event): void => {
      if (event.isTrusted) state.first ??= event.timeStamp;
    };
    for (const kind of ["pointerdown", "keydown", "touchstart"]) {
      addEventListener(kind, note, { capture: true, passive: true });
    }
  }
  return own.seaworthyWatch.first;
}

interface Entry extends SiteRequest {
  at: number;
}

class Record {
  readonly #entries = new Map<string, Entry>();
  readonly #hops: SiteResponse[] = [];
  #began: number | undefined;

  constructor(readonly tabId: number) {}

  start(): void {
    // Without the optional permission the API is not there; the page's own record remains.
    if (browser.webRequest === undefined) return;
    const filter = { urls: ["http://*/*", "https://*/*", "ws://*/*", "wss://*/*"], tabId: this.tabId };
    browser.webRequest.onBeforeRequest.addListener(this.#before, filter);
    browser.webRequest.onHeadersReceived.addListener(this.#headers, filter, headerOptions() as "responseHeaders"[]);
  }

  stop(): void {
    if (browser.webRequest === undefined) return;
    browser.webRequest.onBeforeRequest.removeListener(this.#before);
    browser.webRequest.onHeadersReceived.removeListener(this.#headers);
  }

  end(first: number | undefined): Observed {
    this.stop();
    const entries = [...this.#entries.values()];
    const isBefore = (request: SiteRequest): boolean => first === undefined || (request.startedAt ?? 0) < first;
    const notInspected: NotInspected[] = [];
    if (first !== undefined) notInspected.push({ what: t("restOfLoad"), reason: t("whyInteraction") });
    if (browser.webRequest === undefined) notInspected.push({ what: t("whoStarted"), reason: t("whyNoWebRequest") });
    return {
      responses: this.#hops.length > 0 ? { state: "inspected", value: this.#hops } : undefined,
      notInspected,
      merge: (own) => {
        const byUrl = new Map(entries.map((entry) => [entry.url, entry]));
        const all = own.map((request): SiteRequest => {
          const { at: _at, ...seen } = byUrl.get(request.url) ?? { at: 0 };
          byUrl.delete(request.url);
          return { ...seen, ...request, beforeInteraction: isBefore(request) };
        });
        const rest = [...byUrl.values()].map(({ at: _at, ...seen }) => ({ ...seen, beforeInteraction: isBefore(seen) }));
        return [...all, ...rest].slice(0, LIMITS.requests);
      },
    };
  }

  readonly #before = (details: RequestDetails): undefined => {
    if (details.type === "main_frame") {
      // The load itself: all that came before belongs to the page that is gone.
      if (this.#hops.length === 0) this.#entries.clear();
      this.#began ??= details.timeStamp;
    }
    if (this.#entries.size >= LIMITS.requests) return;
    const initiator = details.initiator ?? details.originUrl;
    // Other extensions' doing is not the site's.
    if (initiator !== undefined && /^(?:chrome|moz|safari-web)-extension:/.test(initiator)) return;
    this.#entries.set(details.requestId, {
      url: details.url,
      kind: KINDS[details.type] ?? "other",
      at: details.timeStamp,
      startedAt: Math.max(0, details.timeStamp - (this.#began ?? details.timeStamp)),
      ...(initiator === undefined || initiator === "null" ? {} : { initiator }),
    });
  };

  readonly #headers = (details: RequestDetails): undefined => {
    const headers = recorded(details.responseHeaders);
    const status = details.statusCode ?? 0;
    if (details.type === "main_frame") {
      this.#hops.push({ url: details.url, kind: "document", status, headers, showsSetCookie: true });
    }
    const entry = this.#entries.get(details.requestId);
    if (entry === undefined) return;
    entry.setsCookies = [...(entry.setsCookies ?? []), ...cookieNames(headers)];
    entry.status = status;
  };
}

/** What Chromium and Firefox both tell, and what only one of them does. */
interface RequestDetails {
  requestId: string;
  url: string;
  type: string;
  timeStamp: number;
  /** Chromium. */
  initiator?: string;
  /** Firefox. */
  originUrl?: string;
  statusCode?: number;
  responseHeaders?: { name: string; value?: string | undefined }[];
}

const KINDS: { [type: string]: ResourceKind } = {
  main_frame: "document",
  sub_frame: "frame",
  script: "script",
  stylesheet: "style",
  image: "image",
  imageset: "image",
  font: "font",
  media: "media",
  xmlhttprequest: "fetch",
  beacon: "beacon",
  ping: "beacon",
  websocket: "web-socket",
};
