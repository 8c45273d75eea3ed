// The report for elsewhere. It holds what the panel shows and nothing more: values are redacted before they get here.

import type { SiteReport } from "../../wasm/seaworthy.js";
import { SEVERITIES, WORD, lookedAt, verdict, whereInFull } from "./words";

export function asJson(report: SiteReport, url: string): string {
  return `${JSON.stringify({ tool: "seaworthy", url, verdict: verdict(report), ...report }, null, 2)}\n`;
}

export function asMarkdown(report: SiteReport, url: string): string {
  const lines = [`# Seaworthy: ${plain(url)}`, "", verdict(report), ""];
  for (const severity of SEVERITIES) {
    for (const finding of report.findings.filter((candidate) => candidate.severity === severity)) {
      lines.push(
        `## ${WORD[severity]}: ${plain(finding.message.what)}`,
        "",
        `- Where: ${plain(whereInFull(finding.subject))}`,
        `- What it allows: ${plain(finding.message.risk)}`,
        `- What to do: ${plain(finding.message.remedy)}`,
        ...finding.evidence.map((line) => `- Seen: ${plain(line)}`),
        `- Rule: \`${finding.rule.id}\``,
        "",
      );
    }
  }
  lines.push("## What I looked at", "", ...lookedAt(report).map(({ number, what }) => `- ${number} ${what}`), "");
  if (report.notInspected.length > 0) {
    const missed = report.notInspected.map(({ what, reason }) => `- ${plain(what)}: ${plain(reason)}`);
    lines.push("## What I could not see, and why", "", ...missed, "");
  }
  return lines.join("\n");
}

/** One line that cannot open markup: names come from the page. Code between back-ticks stays. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[<>[\]|*\\]/g, (character) => `\\${character}`);
}
