// What was found on a page the last times, so that the next look can say what changed. Kept in this browser: rule ids,
// fingerprints and counts under a hash of the page's address; no address, no name, no value. Nothing from private windows.

import { browser } from "wxt/browser";
import type { SiteFinding, SiteReport, SiteSubject } from "../wasm/seaworthy.js";

export interface Look {
  /** Milliseconds since 1970. */
  at: number;
  errors: number;
  warnings: number;
  infos: number;
  /** Rule id and fingerprint of each finding. */
  found: [rule: string, fingerprint: string][];
}

export interface Changes {
  /** The look before this one. */
  before: Look;
  /** Fingerprints that were not there then. */
  fresh: Set<string>;
  /** Rule ids of findings that are gone. */
  gone: string[];
  /** How often the page was looked at before. */
  looks: number;
}

const PREFIX = "history:";
const LOOKS = 10;
const PAGES = 200;

/** The fingerprint of each finding, in their order. Of several alike each gets its own. */
export async function fingerprints(findings: SiteFinding[]): Promise<string[]> {
  const seen = new Map<string, number>();
  const texts = findings.map((finding) => {
    const text = `${finding.rule.id}\n${identity(finding.subject)}`;
    const number = (seen.get(text) ?? 0) + 1;
    seen.set(text, number);
    return `${text}\n${number}`;
  });
  return Promise.all(texts.map((text) => hash(text)));
}

/** Remembers this look and tells what changed since the last; undefined for the first one. */
export async function remember(report: SiteReport, url: string, marks: string[], now: number): Promise<Changes | undefined> {
  const key = await keyOf(url);
  const looks = ((await browser.storage.local.get(key))[key] ?? []) as Look[];
  const count = (severity: string): number => report.findings.filter((finding) => finding.severity === severity).length;
  const found = report.findings.map((finding, at): [string, string] => [finding.rule.id, marks[at] ?? ""]);
  const look: Look = { at: now, errors: count("error"), warnings: count("warning"), infos: count("info"), found };
  await browser.storage.local.set({ [key]: [...looks, look].slice(-LOOKS) });
  await forgetOldest();
  const before = looks.at(-1);
  return before === undefined ? undefined : compare(before, look, looks.length);
}

export async function forget(url: string): Promise<void> {
  await browser.storage.local.remove(await keyOf(url));
}

function compare(before: Look, now: Look, looks: number): Changes {
  const [then, here] = [new Set(before.found.map(([, mark]) => mark)), new Set(now.found.map(([, mark]) => mark))];
  return {
    before,
    fresh: new Set([...here].filter((mark) => !then.has(mark))),
    gone: before.found.filter(([, mark]) => !here.has(mark)).map(([rule]) => rule),
    looks,
  };
}

async function forgetOldest(): Promise<void> {
  const all = Object.entries(await browser.storage.local.get(null)).filter(([key]) => key.startsWith(PREFIX));
  if (all.length <= PAGES) return;
  const last = (looks: unknown): number => (looks as Look[]).at(-1)?.at ?? 0;
  const oldest = all.sort(([, a], [, b]) => last(a) - last(b)).slice(0, all.length - PAGES);
  await browser.storage.local.remove(oldest.map(([key]) => key));
}

const keyOf = async (url: string): Promise<string> => `${PREFIX}${await hash(url.replace(/[?#].*$/s, ""))}`;

/** What stays the same from one build to the next: bundlers put a hash into the names of files. */
function identity(subject: SiteSubject): string {
  const named = (url: string): string => url.replace(/[-._][\w-]{8,}(?=\.[cm]?js\b|\.css\b)/g, "");
  switch (subject.kind) {
    case "storage":
      return `storage ${subject.area} ${subject.key}`;
    case "cookie":
      return `cookie ${subject.name} ${subject.domain} ${subject.path}`;
    case "script":
      return `script ${subject.original?.file ?? named(subject.url)}`;
    case "response":
      return `response ${subject.url} ${subject.header}`;
    case "resource":
      return `resource ${subject.what} ${named(subject.url)}`;
    case "page":
      return "page";
  }
}

async function hash(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest.slice(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
