// Runs inside the page (isolated world) and must be self-contained: it is handed over as text.

import type { ResourceKind, SiteRequest } from "../../wasm/seaworthy.js";
import type { PageLimits } from "./limits";
import type { Missed } from "./page";

export interface TrafficView {
  requests: SiteRequest[];
  missed: Missed[];
}

/** Reads the browser's record of what the page loaded, and whether a service worker or its caches answered. */
export async function readTraffic(limits: PageLimits): Promise<TrafficView> {
  const missed: Missed[] = [];
  const kindOf = (entry: PerformanceResourceTiming): ResourceKind => {
    const path = entry.name.replace(/[?#].*$/s, "");
    switch (entry.initiatorType) {
      case "script":
        return "script";
      case "link":
        if (/\.[cm]?js$/i.test(path)) return "script";
        if (/\.(?:woff2?|ttf|otf)$/i.test(path)) return "font";
        return /\.css$/i.test(path) ? "style" : "other";
      case "css":
        return /\.(?:woff2?|ttf|otf)$/i.test(path) ? "font" : "image";
      case "img":
      case "image":
      case "input":
        return "image";
      case "iframe":
      case "frame":
        return "frame";
      case "fetch":
      case "xmlhttprequest":
        return "fetch";
      case "beacon":
      case "ping":
        return "beacon";
      case "audio":
      case "video":
      case "track":
        return "media";
      default:
        return "other";
    }
  };
  const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
  // What other extensions put into the page is not the site's doing.
  const own = entries.filter(({ name }) => /^(?:https?|wss?):/.test(name));
  const requests = own.slice(0, limits.requests).map((entry): SiteRequest => {
    const fromCache = entry.workerStart > 0 || (entry.transferSize === 0 && entry.decodedBodySize > 0);
    return {
      url: entry.name,
      kind: kindOf(entry),
      startedAt: entry.startTime,
      ...(entry.responseStatus > 0 ? { status: entry.responseStatus } : {}),
      // Sizes of other origins are hidden unless they allow it, and then nothing can be said.
      ...(entry.responseStatus > 0 || fromCache ? { fromCache } : {}),
    };
  });
  // The browser's record ends at 250 entries unless the page asks for more.
  const kept = Math.min(entries.length, limits.requests);
  if (entries.length === 250 || entries.length > kept) missed.push({ what: ["laterRequests", kept], why: ["whyFullRecord"] });
  try {
    if (navigator.serviceWorker?.controller) missed.push({ what: ["serviceWorker"], why: ["whyServiceWorker"] });
    const names = await caches.keys();
    if (names.length > 0) missed.push({ what: ["workerCaches", names.length], why: ["whyWorkerCaches"] });
  } catch {
    // Without a secure context, or in a sandbox, there are neither.
  }
  return { requests, missed };
}
