// The findings by gravity, and what narrows them down.

import type { Severity, SiteFinding } from "../../wasm/seaworthy.js";
import { t, tn } from "../text";
import { button, el, prose, section } from "./dom";
import { ofSeverity } from "./shapes";
import { SEVERITIES, severityWord, telling, whereInFull } from "./words";

export interface FindingActions {
  copy(finding: SiteFinding): void;
  copyPrompt(finding: SiteFinding): void;
  isNew(finding: SiteFinding): boolean;
}

export class Findings {
  readonly element: HTMLElement;
  readonly #list = el("ul", { class: "cards" });
  readonly #shown = el("p", { class: "note shown", role: "status" });
  readonly #all: { finding: SiteFinding; card: HTMLElement; text: string }[];
  readonly #severities = new Set<Severity>(SEVERITIES);
  #gap = "";
  #text = "";
  #item: number | undefined;

  constructor(findings: SiteFinding[], actions: FindingActions) {
    this.#all = findings.map((finding) => ({
      finding,
      card: el("li", {}, card(finding, actions)),
      text: searchable(finding),
    }));
    const parts = findings.length > 1 ? [this.#filter(findings), this.#shown, this.#list] : [this.#shown, this.#list];
    this.element = section("findings", t("findings"), { class: "findings" }, ...parts);
    this.#show();
  }

  /** Only those of one launch item; all of them without a number. */
  choose(item: number | undefined): void {
    this.#item = item;
    this.#show();
  }

  #show(): void {
    const kept = this.#all.filter(
      ({ finding, text }) =>
        this.#severities.has(finding.severity)
        && (this.#gap === "" || finding.rule.gap === this.#gap)
        && (this.#item === undefined || finding.rule.launchItem === this.#item)
        && text.includes(this.#text),
    );
    this.#list.replaceChildren(...kept.map((each) => each.card));
    this.#shown.textContent = this.#words(kept.length);
  }

  #words(shown: number): string {
    if (this.#all.length === 0) return t("noFindings");
    if (shown === this.#all.length) return tn("oneFinding", "manyFindings", shown);
    return shown === 0 ? t("noneShown", this.#all.length) : t("someShown", shown, this.#all.length);
  }

  #filter(findings: SiteFinding[]): HTMLElement {
    const chips = SEVERITIES.map((severity) => {
      const count = findings.filter((finding) => finding.severity === severity).length;
      const box = el("input", { type: "checkbox", ...(count > 0 ? { checked: "" } : { disabled: "" }) });
      box.addEventListener("change", () => {
        if (box.checked) this.#severities.add(severity);
        else this.#severities.delete(severity);
        this.#show();
      });
      const word = el("span", { class: "word" }, severityWord(severity));
      return el("label", { class: `chip ${severity}` }, box, ofSeverity(severity), word, el("span", { class: "number" }, String(count)));
    });
    const gaps = new Map(findings.map(({ rule }) => [rule.gap as string, rule.gapTitle]));
    const options = [...gaps].map(([gap, title]) => el("option", { value: gap }, title));
    const gap = el("select", { id: "filter-gap", "aria-label": t("filterGap") }, el("option", { value: "" }, t("allGaps")), ...options);
    gap.addEventListener("change", () => {
      this.#gap = gap.value;
      this.#show();
    });
    const search = el("input", { type: "search", id: "filter-text", placeholder: t("search"), "aria-label": t("filterText") });
    search.addEventListener("input", () => {
      this.#text = search.value.trim().toLowerCase();
      this.#show();
    });
    const chipsGroup = el("div", { class: "chips" }, ...chips);
    return el("div", { class: "filter", role: "group", "aria-label": t("filter") }, chipsGroup, gap, search);
  }
}

function searchable(finding: SiteFinding): string {
  const { message, rule, subject, evidence } = finding;
  const parts = [message.what, message.risk, message.remedy, rule.id, rule.gapTitle, whereInFull(subject), ...evidence];
  return parts.join("\n").toLowerCase();
}

function card(finding: SiteFinding, actions: FindingActions): HTMLElement {
  const { severity, message, rule, subject } = finding;
  const isNew = actions.isNew(finding) ? [el("span", { class: "new" }, t("new"))] : [];
  return el(
    "details",
    { class: `card ${severity}` },
    el(
      "summary",
      {},
      el("span", { class: "badge" }, ofSeverity(severity), severityWord(severity), el("span", { class: "gap" }, rule.gapTitle), ...isNew),
      el("span", { class: "what" }, ...prose(message.what)),
      el("span", { class: "where" }, ...prose(telling(finding))),
    ),
    el(
      "div",
      { class: "more" },
      el("h3", {}, t("whatItAllows")),
      el("p", {}, ...prose(message.risk)),
      el("h3", {}, t("whatToDo")),
      el("p", {}, ...prose(message.remedy)),
      el("h3", {}, t("whatISaw")),
      el("ul", { class: "evidence" }, ...[whereInFull(subject), ...finding.evidence].map((line) => el("li", {}, ...prose(line)))),
      el("p", { class: "rule" }, el("a", { href: rule.url, target: "_blank", rel: "noreferrer" }, rule.id), standards(finding)),
      el(
        "p",
        { class: "buttons" },
        button(t("copyPrompt"), () => actions.copyPrompt(finding), { class: "quiet small" }),
        button(t("copyFinding"), () => actions.copy(finding), { class: "quiet small" }),
      ),
    ),
  );
}

function standards({ rule }: SiteFinding): string {
  return [...rule.cwe.map((number) => `CWE-${number}`), ...rule.owasp].map((name) => ` · ${name}`).join("");
}
