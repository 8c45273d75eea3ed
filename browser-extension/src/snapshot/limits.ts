// How much of a page is looked at. Whatever a limit leaves out is said in the report.

export const LIMITS = {
  /** Scripts read. */
  scripts: 300,
  /** Bytes of one script; the core has the same limit. */
  scriptBytes: 8 * 1024 * 1024,
  /** Bytes of all scripts together. */
  allScriptBytes: 64 * 1024 * 1024,
  /** Downloads at a time, and how long one may take. */
  downloads: 6,
  downloadMs: 15_000,
  /** How long the analysis of one script may take before its worker is stopped. */
  analysisMs: 15_000,
} as const;

/** Limits that the function injected into the page is given. */
export const PAGE_LIMITS = {
  storageEntries: 2000,
  valueChars: 512 * 1024,
  allChars: 16 * 1024 * 1024,
  inlineScripts: 200,
  databases: 20,
  stores: 20,
  records: 50,
  recordChars: 64 * 1024,
  databaseMs: 3000,
};

export type PageLimits = typeof PAGE_LIMITS;
