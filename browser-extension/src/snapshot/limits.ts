// How much of a page is looked at. Whatever a limit leaves out is said in the report.

export const LIMITS = {
  /** Scripts read. */
  scripts: 300,
  /** Bytes of one script; the core has the same limit. */
  scriptBytes: 8 * 1024 * 1024,
  /** Bytes of all scripts together. */
  allScriptBytes: 64 * 1024 * 1024,
  /** Bytes of one source map, and of all together. */
  mapBytes: 16 * 1024 * 1024,
  allMapBytes: 48 * 1024 * 1024,
  /** Source maps that are looked for beside scripts which name none. */
  guessedMaps: 20,
  /** Pages that the document links to, and bytes of each. */
  linkedPages: 6,
  linkedPageBytes: 512 * 1024,
  /** Downloads at a time, and how long one may take. */
  downloads: 6,
  downloadMs: 15_000,
  /** How long the analysis of the page, and of one script, may take before its worker is stopped. */
  pageMs: 60_000,
  analysisMs: 15_000,
  analysisMsPerMegabyte: 4_000,
  /** How long a load is observed. */
  observeMs: 8_000,
  /** Requests kept of one page. */
  requests: 2000,
} as const;

/** Limits that the functions injected into the page are given. */
export const PAGE_LIMITS = {
  storageEntries: 2000,
  valueChars: 512 * 1024,
  allChars: 16 * 1024 * 1024,
  inlineScripts: 200,
  htmlChars: 4 * 1024 * 1024,
  links: 40,
  requests: 2000,
  databases: 20,
  stores: 20,
  records: 50,
  recordChars: 64 * 1024,
  databaseMs: 3000,
};

export type PageLimits = typeof PAGE_LIMITS;
