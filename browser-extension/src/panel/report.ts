// The report as the user reads it: the verdict, the ten items, the findings by gravity, and what could not be seen.

import type { Question, SiteFinding, SiteReport } from "../../wasm/seaworthy.js";
import type { Changes } from "../history";
import { t } from "../text";
import { around } from "./around";
import { changes } from "./changes";
import { button, el } from "./dom";
import { Findings } from "./findings";
import { hosting } from "./hosting";
import { items } from "./items";
import { looked, unseen } from "./seen";
import { services } from "./services";
import { short } from "./words";

/** A report and what belongs to it. */
export interface Shown {
  report: SiteReport;
  url: string;
  mode: "as-found" | "reloaded";
  /** Permission patterns that would show more. */
  wanted: string[];
  changes: Changes | undefined;
  isNew(finding: SiteFinding): boolean;
  answered: boolean;
}

export interface Actions {
  copy(text: string, what: string): void;
  copyFinding(finding: SiteFinding): void;
  copyPrompt(findings: SiteFinding[]): void;
  allow(): void;
  observe(): void;
  send(questions: Question[]): void;
  forget(): void;
  exports: { label: string; work(): void }[];
}

export function render(shown: Shown, actions: Actions): Node {
  const { report, url, mode } = shown;
  const findings = new Findings(report.findings, {
    copy: actions.copyFinding,
    copyPrompt: (finding) => actions.copyPrompt([finding]),
    isNew: shown.isNew,
  });
  const page = document.createDocumentFragment();
  page.append(
    el(
      "section",
      { class: "verdict", "aria-labelledby": "verdict" },
      el("h1", { id: "verdict", tabindex: "-1" }, report.sentence),
      el("p", { class: "page" }, short(url)),
      ...items(report.items, (number) => findings.choose(number)),
    ),
    ...changes(shown.changes, Date.now(), actions.forget),
    findings.element,
    ...(report.findings.length > 1 ? [promptForAll(report.findings, actions)] : []),
    observation(mode, actions),
    ...hosting(report, actions.copy),
    ...services(report.services, report.questions, { send: actions.send, answered: shown.answered }),
    ...around(report),
    looked(report),
    ...unseen(report, shown.wanted, actions.allow),
    exports(actions),
  );
  return page;
}

function promptForAll(findings: SiteFinding[], actions: Actions): HTMLElement {
  return el("p", { class: "buttons" }, button(t("copyPromptAll"), () => actions.copyPrompt(findings), { class: "quiet", id: "prompt-all" }));
}

function observation(mode: Shown["mode"], actions: Actions): HTMLElement {
  const text = mode === "reloaded" ? t("observedNote") : t("observeNote");
  const label = mode === "reloaded" ? t("observeAgain") : t("observe");
  return el(
    "section",
    { class: "observation", "aria-labelledby": "observation" },
    el("h2", { id: "observation" }, t("beforeAnybodyClicks")),
    el("p", {}, text),
    el("p", { class: "buttons" }, button(label, actions.observe, { class: "quiet", id: "observe" })),
  );
}

function exports(actions: Actions): HTMLElement {
  return el(
    "footer",
    { class: "copies" },
    ...actions.exports.map(({ label, work }) => button(label, work, { class: "quiet small" })),
    el("p", { class: "note" }, t("nothingLeft")),
  );
}
