// The report for elsewhere. It holds what the panel shows and nothing more: values are redacted before they get here.

import type { SiteFinding, SiteReport } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { missedOf } from "./seen";
import { inPart } from "./services";
import { SEVERITIES, lookedAt, sentence, severityWord, verdictWord, whereInFull } from "./words";

export function asJson(report: SiteReport, url: string): string {
  const questions = report.questions.map((question) => ({
    ...question,
    headers: question.headers.map(([name, value]) => [name, inPart(name, value)]),
  }));
  return `${JSON.stringify({ tool: "seaworthy", url, ...report, questions }, null, 2)}\n`;
}

export function asMarkdown(report: SiteReport, url: string): string {
  const lines = [`# Seaworthy: ${plain(url)}`, "", report.sentence, ""];
  if (report.items.length > 0) {
    lines.push(`| | ${t("launchItem")} | ${t("standing")} |`, "| -: | - | - |");
    for (const { number, title, verdict, reason } of report.items) {
      lines.push(`| ${number} | ${plain(title)} | ${verdictWord(verdict)}: ${plain(reason)} |`);
    }
    lines.push("");
  }
  for (const severity of SEVERITIES) {
    for (const finding of report.findings.filter((candidate) => candidate.severity === severity)) {
      lines.push(...findingLines(finding), "");
    }
  }
  lines.push(`## ${t("whatILookedAt")}`, "", ...lookedAt(report).map(({ number, what }) => `- ${number} ${what}`), "");
  const missed = missedOf(report).map(({ what, reason }) => `- ${plain(what)}: ${plain(reason)}`);
  if (missed.length > 0) lines.push(`## ${t("whatICouldNotSee")}`, "", ...missed, "");
  return lines.join("\n");
}

export function findingAsMarkdown(finding: SiteFinding): string {
  return `${findingLines(finding).join("\n")}\n`;
}

function findingLines(finding: SiteFinding): string[] {
  return [
    `## ${severityWord(finding.severity)}: ${plain(finding.message.what)}`,
    "",
    `- ${t("where")}: ${plain(whereInFull(finding.subject))}`,
    `- ${t("whatItAllows")}: ${plain(finding.message.risk)}`,
    `- ${t("whatToDo")}: ${plain(finding.message.remedy)}`,
    ...finding.evidence.map((line) => `- ${t("seen")}: ${plain(sentence(line))}`),
    `- ${t("rule")}: [${finding.rule.id}](${finding.rule.url})`,
  ];
}

/** One line that cannot open markup: names come from the page. Code between back-ticks stays. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[<>[\]|*\\]/g, (character) => `\\${character}`);
}
