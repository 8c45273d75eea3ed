// The report as SARIF 2.1.0 (OASIS), so that it joins what other tools say: a page's parts are artifacts with URLs.

import type { RuleInfo, Severity, SiteFinding, SiteReport, SiteSubject } from "../../wasm/seaworthy.js";
import { whereInFull } from "./words";

const LEVEL: Record<Severity, string> = { error: "error", warning: "warning", info: "note" };

/** `marks` are the fingerprints of the findings, in their order. */
export function asSarif(report: SiteReport, url: string, marks: string[]): string {
  const rules = [...new Map(report.findings.map(({ rule }) => [rule.id, rule])).values()];
  const run = {
    tool: { driver: { name: "Seaworthy", informationUri: "https://seaworthy.dev", rules: rules.map(descriptor) } },
    columnKind: "utf16CodeUnits",
    results: report.findings.map((finding, at) => result(finding, url, rules, marks[at] ?? "")),
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: report.notInspected.map(({ what, reason }) => ({
          level: "note",
          message: { text: `${what}: ${reason}` },
        })),
      },
    ],
  };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

function descriptor(rule: RuleInfo): object {
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    helpUri: rule.url,
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: { tags: ["security", rule.gap, ...rule.cwe.map((number) => `external/cwe/cwe-${number}`)] },
  };
}

function result(finding: SiteFinding, url: string, rules: RuleInfo[], mark: string): object {
  const { message, severity, rule, subject } = finding;
  return {
    ruleId: rule.id,
    ruleIndex: rules.findIndex(({ id }) => id === rule.id),
    level: LEVEL[severity],
    message: { text: [message.what, message.risk, message.remedy, ...finding.evidence].map(asSentence).join(" ") },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: encodeURI(addressOf(subject, url)) }, ...region(subject) },
        logicalLocations: [{ fullyQualifiedName: whereInFull(subject) }],
      },
    ],
    partialFingerprints: { "seaworthySite/v1": mark },
  };
}

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function addressOf(subject: SiteSubject, url: string): string {
  return "url" in subject && /^https?:/.test(subject.url) ? subject.url : url;
}

function region(subject: SiteSubject): object {
  if (subject.kind !== "script" || subject.range === null) return {};
  const { start, end } = subject.range;
  return {
    region: { startLine: start.line + 1, startColumn: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1 },
  };
}
