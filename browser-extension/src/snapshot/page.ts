// Runs inside the page (isolated world) and must be self-contained: it is handed over as text.

import type { NotInspected, StorageEntry } from "../../wasm/seaworthy.js";
import type { PageLimits } from "./limits";

/** What the page itself tells. */
export interface PageView {
  url: string;
  /** URLs of scripts: from the document and from what was loaded later. */
  scriptUrls: string[];
  inlineScripts: string[];
  /** Data in the page: `__NEXT_DATA__` and other scripts that hold JSON. */
  inlineData: string[];
  storage: StorageEntry[];
  /** `document.cookie`. */
  cookies: string;
  notInspected: NotInspected[];
}

/** Reads scripts, storage and readable cookies. Reads only: it changes nothing in the page. */
export async function readPage(limits: PageLimits): Promise<PageView> {
  const notInspected: NotInspected[] = [];
  const storage: StorageEntry[] = [];
  let charsLeft = limits.allChars;

  const add = (entry: StorageEntry, most: number): void => {
    const size = entry.key.length + entry.value.length;
    if (entry.value.length > most || size > charsLeft || storage.length >= limits.storageEntries) {
      const what = `${entry.area}: an entry of ${entry.value.length.toLocaleString("en")} characters`;
      if (notInspected.length < 50) notInspected.push({ what, reason: "It is larger than what Seaworthy reads." });
      return;
    }
    charsLeft -= size;
    storage.push(entry);
  };

  const readArea = (area: "localStorage" | "sessionStorage"): void => {
    try {
      const kept = window[area];
      for (let at = 0; at < kept.length; at += 1) {
        const key = kept.key(at);
        const value = key === null ? null : kept.getItem(key);
        if (key !== null && value !== null) add({ area, key, value }, limits.valueChars);
      }
    } catch {
      notInspected.push({ what: area, reason: "The page or the browser's settings do not allow access to it." });
    }
  };

  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("failed"));
      setTimeout(() => reject(new Error("took too long")), limits.databaseMs);
    });

  const asText = (value: unknown): string => {
    if (typeof value === "string") return value;
    const plain = (_key: string, inner: unknown): unknown => {
      if (typeof inner === "bigint") return inner.toString();
      if (inner instanceof Map) return Object.fromEntries(inner);
      if (ArrayBuffer.isView(inner) || inner instanceof ArrayBuffer || inner instanceof Blob) return undefined;
      return inner;
    };
    try {
      return JSON.stringify(value, plain) ?? "";
    } catch {
      return "";
    }
  };

  const openDatabase = (name: string): Promise<IDBDatabase> => {
    const request = indexedDB.open(name);
    // The database vanished in the meantime: opening must not create it anew.
    request.onupgradeneeded = () => request.transaction?.abort();
    return settled(request);
  };

  const readStore = async (database: IDBDatabase, store: string): Promise<void> => {
    const objects = database.transaction(store, "readonly").objectStore(store);
    const [count, keys, values] = await Promise.all([
      settled(objects.count()),
      settled(objects.getAllKeys(null, limits.records)),
      settled(objects.getAll(null, limits.records)),
    ]);
    const place = `${database.name} / ${store}`;
    keys.forEach((key, at) => {
      add({ area: "IndexedDB", place, key: asText(key), value: asText(values[at]) }, limits.recordChars);
    });
    if (count > keys.length) {
      const reason = `It has ${count.toLocaleString("en")} records; the first ${keys.length} were read.`;
      notInspected.push({ what: `IndexedDB: ${place}`, reason });
    }
  };

  const readDatabases = async (): Promise<void> => {
    let databases: IDBDatabaseInfo[];
    try {
      databases = await indexedDB.databases();
    } catch {
      notInspected.push({ what: "IndexedDB", reason: "The page or the browser's settings do not allow access to it." });
      return;
    }
    for (const { name } of databases.slice(0, limits.databases)) {
      if (name === undefined) continue;
      try {
        const database = await openDatabase(name);
        for (const store of Array.from(database.objectStoreNames).slice(0, limits.stores)) {
          await readStore(database, store);
        }
        database.close();
      } catch {
        notInspected.push({ what: `IndexedDB: ${name}`, reason: "The database could not be opened." });
      }
    }
  };

  const isScript = (type: string): boolean =>
    type === "" || type === "module" || /^(?:text|application)\/(?:x-)?(?:java|ecma)script\b/i.test(type);

  const isData = (type: string): boolean => /^application\/(?:[\w.-]+\+)?json\b/i.test(type);

  const scriptUrls = new Set<string>();
  const inlineData: string[] = [];
  const inlineScripts: string[] = [];
  for (const script of Array.from(document.scripts)) {
    const type = script.type.trim();
    if (isData(type) && inlineData.length < limits.inlineScripts) inlineData.push(script.textContent ?? "");
    if (!isScript(type)) continue;
    if (script.src !== "") scriptUrls.add(script.src);
    else if (inlineScripts.length < limits.inlineScripts) inlineScripts.push(script.textContent ?? "");
  }
  const preloads = 'link[rel~="modulepreload"][href], link[rel~="preload"][as="script"][href]';
  for (const link of Array.from(document.querySelectorAll<HTMLLinkElement>(preloads))) scriptUrls.add(link.href);
  for (const entry of performance.getEntriesByType("resource") as PerformanceResourceTiming[]) {
    const isCode = /\.[cm]?js(?:[?#]|$)/i.test(entry.name);
    if (entry.initiatorType === "script" || isCode) scriptUrls.add(entry.name);
  }

  readArea("localStorage");
  readArea("sessionStorage");
  await readDatabases();

  const frames = document.querySelectorAll("iframe[src], frame[src]").length;
  if (frames > 0) {
    notInspected.push({
      what: frames === 1 ? "One frame in the page" : `${frames} frames in the page`,
      reason: "A frame is a page of its own. Open it in a tab to inspect it.",
    });
  }
  let cookies = "";
  try {
    cookies = document.cookie;
  } catch {
    notInspected.push({ what: "document.cookie", reason: "The page is sandboxed." });
  }
  return { url: location.href, scriptUrls: [...scriptUrls], inlineScripts, inlineData, storage, cookies, notInspected };
}
