import { openDB, type DBSchema } from "idb";

interface HarborDB extends DBSchema {
  session: {
    key: string;
    value: { accessToken: string; refreshToken: string; savedAt: number };
  };
  tides: {
    key: string;
    value: { stationId: string; levels: number[]; fetchedAt: number };
  };
}

function getDb() {
  return openDB<HarborDB>("harbor-offline", 1, {
    upgrade(db) {
      db.createObjectStore("session");
      db.createObjectStore("tides", { keyPath: "stationId" });
    },
  });
}

/** Keeps the app usable on the pontoon, where the signal is poor. */
export async function saveOfflineSession(accessToken: string, refreshToken: string) {
  const db = await getDb();
  await db.put("session", { accessToken, refreshToken, savedAt: Date.now() }, "current");
}

export async function loadOfflineSession() {
  const db = await getDb();
  return db.get("session", "current");
}

export async function saveTides(stationId: string, levels: number[]) {
  const db = await getDb();
  await db.put("tides", { stationId, levels, fetchedAt: Date.now() });
}
