// Runs inside the page (isolated world) and must be self-contained: it is handed over as text.

import type { StorageEntry } from "../../wasm/seaworthy.js";
import type { PageLimits } from "./limits";
import type { Missed } from "./page";

export interface StorageView {
  storage: StorageEntry[];
  missed: Missed[];
}

/** Reads web storage and IndexedDB. Reads only: it changes nothing, and makes no database. */
export async function readStorage(limits: PageLimits): Promise<StorageView> {
  const missed: Missed[] = [];
  const storage: StorageEntry[] = [];
  let charsLeft = limits.allChars;

  const add = (entry: StorageEntry, most: number): void => {
    const size = entry.key.length + entry.value.length;
    if (entry.value.length > most || size > charsLeft || storage.length >= limits.storageEntries) {
      if (missed.length < 50) missed.push({ what: ["largeEntry", entry.area, entry.value.length], why: ["whyTooLarge"] });
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
      missed.push({ what: ["asIs", area], why: ["whyClosed"] });
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
      missed.push({ what: ["asIs", `IndexedDB: ${place}`], why: ["whyManyRecords", count, keys.length] });
    }
  };

  const readDatabases = async (): Promise<void> => {
    let databases: IDBDatabaseInfo[];
    try {
      databases = await indexedDB.databases();
    } catch {
      missed.push({ what: ["asIs", "IndexedDB"], why: ["whyClosed"] });
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
        missed.push({ what: ["asIs", `IndexedDB: ${name}`], why: ["whyNotOpened"] });
      }
    }
  };

  readArea("localStorage");
  readArea("sessionStorage");
  await readDatabases();
  return { storage, missed };
}
