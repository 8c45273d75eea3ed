// What the panel says.

import type { Severity, SiteFinding, SiteReport, SiteSubject } from "../../wasm/seaworthy.js";

export const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

export const WORD: Record<Severity, string> = {
  error: "Surely wrong",
  warning: "Needs a look",
  info: "Worth knowing",
};

/** The verdict in one sentence. */
export function verdict(report: SiteReport): string {
  const [wrong, look] = [countOf(report, "error"), countOf(report, "warning")];
  const unseen = report.notInspected.length > 0 ? " in what I could see" : "";
  if (wrong + look === 0) return `I found nothing wrong${unseen}.`;
  const parts = [
    ...(wrong > 0 ? [wrong === 1 ? "one thing is surely wrong" : `${wrong} things are surely wrong`] : []),
    ...(look > 0 ? [look === 1 ? "one needs a look" : `${look} need a look`] : []),
  ];
  return `${wrong > 0 ? "Not seaworthy yet" : "Nearly seaworthy"}: ${parts.join(", ")}.`;
}

export function countOf(report: SiteReport, severity: Severity): number {
  return report.findings.filter((finding) => finding.severity === severity).length;
}

/** The third line of a finding: the place in a script, or what tells most about an entry whose name the message gives. */
export function telling(finding: SiteFinding): string {
  const { subject, evidence } = finding;
  return subject.kind === "script" ? `${scriptName(subject.url)}${place(subject)}` : (evidence[0] ?? whereInFull(subject));
}

/** Where a finding is, in full. */
export function whereInFull(subject: SiteSubject): string {
  switch (subject.kind) {
    case "storage":
      return `${subject.area}: ${subject.key}`;
    case "cookie":
      return `Cookie ${subject.name}${subject.domain === "" ? "" : `, sent to ${subject.domain}${subject.path}`}`;
    case "script":
      return `${subject.url}${place(subject)}`;
  }
}

function place(subject: SiteSubject & { kind: "script" }): string {
  const start = subject.range?.start;
  return start === undefined ? "" : `:${start.line + 1}:${start.column + 1}`;
}

function scriptName(url: string): string {
  const inline = /#inline-(\d+)$/.exec(url);
  if (inline) return `Inline script ${inline[1]}`;
  const data = /#data-(\d+)$/.exec(url);
  if (data) return `Data in the page ${data[1]}`;
  return url.replace(/^.*\/(?=.)/, "");
}

/** What was looked at, as short phrases. */
export function lookedAt(report: SiteReport): { number: string; what: string }[] {
  const { scripts, scriptBytes, storageEntries, cookies } = report.lookedAt;
  const row = (count: number | null, one: string, many: string): { number: string; what: string } =>
    count === null
      ? { number: "–", what: `${many} (not inspected)` }
      : { number: count.toLocaleString("en"), what: count === 1 ? one : many };
  const size = scriptBytes > 0 ? `, ${bytes(scriptBytes)}` : "";
  return [
    row(scripts, `script${size}`, `scripts${size}`),
    row(storageEntries, "storage entry", "storage entries"),
    row(cookies, "cookie", "cookies"),
  ];
}

function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 * 1024 ? `${(count / 1024).toFixed(0)} kB` : `${(count / 1024 / 1024).toFixed(1)} MB`;
}
