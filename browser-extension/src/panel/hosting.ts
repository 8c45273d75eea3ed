// What the server says with its headers: the grade, a policy to start from, and text for the host's configuration.

import type { Grade, SiteReport, Snippet } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { button, el, frame, prose, section } from "./dom";

type Copy = (text: string, what: string) => void;

export function hosting(report: SiteReport, copy: Copy): HTMLElement[] {
  const parts = [
    ...(report.grade === null ? [] : [grade(report.grade)]),
    ...(report.suggestedCsp === null ? [] : [policy(report.suggestedCsp, copy)]),
    ...(report.snippets.length === 0 ? [] : [snippets(report.snippets, copy)]),
  ];
  return parts.length === 0 ? [] : [section("hosting", t("headersTitle"), { class: "hosting" }, ...parts)];
}

function grade({ letter, score, tests }: Grade): HTMLElement {
  const rows = tests.map((test) => {
    const modifier = test.modifier > 0 ? `+${test.modifier}` : String(test.modifier).replace("-", "−");
    return el(
      "tr",
      { class: test.modifier < 0 ? "minus" : "" },
      el("td", { class: "number" }, modifier),
      el("td", {}, el("strong", {}, test.name), el("br"), ...prose(test.reason)),
    );
  });
  const head = el("span", { class: "grade" }, letter);
  return el(
    "details",
    { class: "fold" },
    el("summary", {}, head, el("span", { class: "what" }, t("gradeOf", score)), el("span", { class: "where" }, t("gradeNote"))),
    el("table", {}, el("tbody", {}, ...rows)),
  );
}

function policy(text: string, copy: Copy): HTMLElement {
  return el(
    "details",
    { class: "fold" },
    el("summary", {}, el("span", { class: "what" }, t("suggestedPolicy")), el("span", { class: "where" }, t("suggestedPolicyNote"))),
    frame(text.replace(/;\s*/g, ";\n").trim()),
    el("p", { class: "buttons" }, button(t("copyPolicy"), () => copy(text, t("thePolicy")), { class: "quiet small" })),
  );
}

function snippets(all: Snippet[], copy: Copy): HTMLElement {
  const one = (snippet: Snippet): HTMLElement =>
    el(
      "details",
      { class: "fold inner" },
      el(
        "summary",
        {},
        el("span", { class: "what" }, snippet.host, ...(snippet.detected ? [" ", el("span", { class: "new" }, t("seenInFront"))] : [])),
        el("span", { class: "where" }, snippet.file),
      ),
      frame(snippet.text),
      el("p", { class: "buttons" }, button(t("copySnippet"), () => copy(snippet.text, snippet.file), { class: "quiet small" })),
    );
  return el(
    "details",
    { class: "fold" },
    el("summary", {}, el("span", { class: "what" }, t("snippets")), el("span", { class: "where" }, all.map(({ host }) => host).join(", "))),
    ...all.map(one),
  );
}
