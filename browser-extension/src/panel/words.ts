// How places, sizes and states are put into words.

import type { ItemVerdict, Severity, SiteFinding, SiteReport, SiteSubject } from "../../wasm/seaworthy.js";
import { type Key, LANGUAGE, t, tn } from "../text";

export const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];
export const VERDICTS: readonly ItemVerdict[] = ["holds", "falls-short", "needs-word", "not-inspected", "not-applicable"];

const SEVERITY: Record<Severity, Key> = { error: "surelyWrong", warning: "needsLook", info: "worthKnowing" };
const VERDICT: Record<ItemVerdict, Key> = {
  holds: "holds",
  "falls-short": "fallsShort",
  "needs-word": "needsWord",
  "not-applicable": "notApplicable",
  "not-inspected": "notInspected",
};

export const severityWord = (severity: Severity): string => t(SEVERITY[severity]);
export const verdictWord = (verdict: ItemVerdict): string => t(VERDICT[verdict]);

export function countOf(report: SiteReport, severity: Severity): number {
  return report.findings.filter((finding) => finding.severity === severity).length;
}

/** A clause of the core as a sentence. */
export function sentence(clause: string): string {
  const trimmed = clause.trim();
  const whole = `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}`;
  return trimmed === "" || /[.!?]$/.test(trimmed) ? whole : `${whole}.`;
}

/** The third line of a finding: the place, or what tells most about an entry whose name the message gives. */
export function telling(finding: SiteFinding): string {
  const { subject, evidence } = finding;
  switch (subject.kind) {
    case "script":
      return subject.original === null || subject.original === undefined
        ? `${scriptName(subject.url)}${place(subject)}`
        : originalPlace(subject.original);
    case "storage":
    case "cookie":
      return evidence[0] ?? whereInFull(subject);
    case "response":
      return subject.header === "" ? short(subject.url) : t("headerOf", subject.header, short(subject.url));
    case "resource":
      return short(subject.url);
    case "page":
      return evidence[0] ?? t("thisPage");
  }
}

/** Where a finding is, in full. */
export function whereInFull(subject: SiteSubject): string {
  switch (subject.kind) {
    case "storage":
      return `${subject.area}: ${subject.key}`;
    case "cookie":
      return subject.domain === ""
        ? t("cookieNamed", subject.name)
        : t("cookieSentTo", subject.name, `${subject.domain}${subject.path}`);
    case "script": {
      const here = `${subject.url}${place(subject)}`;
      return subject.original === null || subject.original === undefined
        ? here
        : t("originalIn", originalPlace(subject.original), here);
    }
    case "response":
      return subject.header === "" ? subject.url : t("headerOf", subject.header, subject.url);
    case "resource":
      return `${subject.what}: ${subject.url}`;
    case "page":
      return t("thisPage");
  }
}

function place(subject: SiteSubject & { kind: "script" }): string {
  const start = subject.range?.start;
  return start === undefined ? "" : `:${start.line + 1}:${start.column + 1}`;
}

function originalPlace(original: { file: string; start: { line: number; column: number } }): string {
  return `${original.file}:${original.start.line + 1}:${original.start.column + 1}`;
}

function scriptName(url: string): string {
  const inline = /#inline-(\d+)$/.exec(url)?.[1];
  if (inline !== undefined) return t("inlineScript", inline);
  const data = /#data-(\d+)$/.exec(url)?.[1];
  if (data !== undefined) return t("dataInPage", data);
  return url.replace(/^.*\/(?=.)/, "");
}

/** Without the scheme. */
export function short(url: string): string {
  return url.replace(/^https?:\/\//, "");
}

/** What was looked at, as rows of a number and a phrase. */
export function lookedAt(report: SiteReport): { number: string; what: string }[] {
  const { scripts, scriptBytes, storageEntries, cookies } = report.lookedAt;
  const row = (count: number | null, one: Key, many: Key, size = ""): { number: string; what: string } =>
    count === null
      ? { number: "–", what: t("notLookedAt", t(many, "").trim()) }
      : { number: count.toLocaleString(LANGUAGE), what: `${tn(one, many, count)}${size}` };
  const size = scriptBytes > 0 ? `, ${bytes(scriptBytes)}` : "";
  return [
    row(scripts, "scriptWord", "scriptsWord", size),
    row(storageEntries, "storageEntryWord", "storageEntriesWord"),
    row(cookies, "cookieWord", "cookiesWord"),
  ];
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 * 1024 ? `${(count / 1024).toFixed(0)} kB` : `${(count / 1024 / 1024).toFixed(1)} MB`;
}

/** `2 days ago`. */
export function ago(then: number, now: number): string {
  const minutes = Math.max(0, Math.round((now - then) / 60_000));
  const words = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
  if (minutes < 1) return t("justNow");
  if (minutes < 60) return words.format(-minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 24 ? words.format(-hours, "hour") : words.format(-Math.round(hours / 24), "day");
}
