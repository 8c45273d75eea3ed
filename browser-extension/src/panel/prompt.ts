// A prompt for the tool that wrote the app. What comes from the page is data in it: names can hold anything, instructions to a
// model included, so they stand as JSON strings within marks that the page cannot know.

import type { SiteFinding } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { whereInFull } from "./words";

export function asPrompt(findings: SiteFinding[], url: string): string {
  const mark = `DATA-${crypto.randomUUID().slice(0, 8)}`;
  const data = findings.map((finding) => ({
    rule: finding.rule.id,
    severity: finding.severity,
    what: finding.message.what,
    where: whereInFull(finding.subject),
    risk: finding.message.risk,
    remedy: finding.message.remedy,
    evidence: finding.evidence,
    explained: finding.rule.url,
  }));
  return [
    t(findings.length === 1 ? "promptOne" : "promptMany", findings.length),
    "",
    t("promptData", mark),
    "",
    `<${mark}>`,
    json({ page: url, findings: data }),
    `</${mark}>`,
    "",
    t("promptTask"),
    "",
  ].join("\n");
}

/** Marks and markup of the page cannot end the data: angle brackets and back-ticks are written by number. */
function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /[<>`\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\u{e0000}-\u{e007f}]/gu,
    (character) => character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  );
}
