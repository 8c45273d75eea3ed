// The report as the user reads it: the verdict, the findings by gravity, and what could not be seen.

import type { NotInspected, Severity, SiteFinding, SiteReport } from "../../wasm/seaworthy.js";
import { el, prose, shape } from "./dom";
import { SEVERITIES, WORD, countOf, lookedAt, telling, verdict, whereInFull } from "./words";

export interface ReportActions {
  copyMarkdown(): Promise<void>;
  copyJson(): Promise<void>;
  /** Asks for what would show more; undefined when there is nothing to ask for. */
  allow: (() => void) | undefined;
}

// An octagon, a triangle and a circle: told apart without colour.
const SHAPE: Record<Severity, string> = {
  error: "M5 1h6l4 4v6l-4 4H5l-4-4V5zM7.2 4v5h1.6V4zM7.2 10.4V12h1.6v-1.6z",
  warning: "M8 1.2 15.6 15H.4zM7.2 6v4.4h1.6V6zM7.2 11.6v1.6h1.6v-1.6z",
  info: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM7.2 4v1.6h1.6V4zM7.2 7v5h1.6V7z",
};

export function render(report: SiteReport, url: string, actions: ReportActions): Node {
  const page = document.createDocumentFragment();
  page.append(
    el(
      "section",
      { class: "verdict", "aria-labelledby": "verdict" },
      el("h1", { id: "verdict", tabindex: "-1" }, verdict(report)),
      el("p", { class: "page" }, url.replace(/^https?:\/\//, "")),
      strip(report),
    ),
  );
  for (const severity of SEVERITIES) {
    const findings = report.findings.filter((finding) => finding.severity === severity);
    if (findings.length > 0) page.append(group(severity, findings));
  }
  page.append(looked(report), ...unseen(report.notInspected, actions.allow), copies(actions));
  return page;
}

/** How many of each, at a glance. */
function strip(report: SiteReport): HTMLElement {
  const cells = SEVERITIES.map((severity) => {
    const count = countOf(report, severity);
    const state = count === 0 ? "none" : severity;
    return el(
      "li",
      { class: `cell ${state}` },
      shape(SHAPE[severity]),
      el("span", { class: "number" }, String(count)),
      el("span", { class: "word" }, WORD[severity].toLowerCase()),
    );
  });
  return el("ul", { class: "strip" }, ...cells);
}

function group(severity: Severity, findings: SiteFinding[]): HTMLElement {
  const id = `group-${severity}`;
  const items = findings.map((finding) => el("li", {}, card(finding)));
  return el(
    "section",
    { class: "group", "aria-labelledby": id },
    el("h2", { id, class: "unseen-heading" }, WORD[severity]),
    el("ul", { class: "cards" }, ...items),
  );
}

function card(finding: SiteFinding): HTMLElement {
  const { severity, message, rule, subject } = finding;
  return el(
    "details",
    { class: `card ${severity}` },
    el(
      "summary",
      {},
      el("span", { class: "badge" }, shape(SHAPE[severity]), WORD[severity], el("span", { class: "gap" }, rule.gapTitle)),
      el("span", { class: "what" }, ...prose(message.what)),
      el("span", { class: "where" }, ...prose(telling(finding))),
    ),
    el(
      "div",
      { class: "more" },
      el("h3", {}, "What it allows"),
      el("p", {}, ...prose(message.risk)),
      el("h3", {}, "What to do"),
      el("p", {}, ...prose(message.remedy)),
      el("h3", {}, "What I saw"),
      el("ul", { class: "evidence" }, ...[whereInFull(subject), ...finding.evidence].map((line) => el("li", {}, ...prose(line)))),
      el("p", { class: "rule" }, el("a", { href: rule.url, target: "_blank", rel: "noreferrer" }, rule.id), standards(finding)),
    ),
  );
}

function standards({ rule }: SiteFinding): string {
  return [...rule.cwe.map((number) => `CWE-${number}`), ...rule.owasp].map((name) => ` · ${name}`).join("");
}

function looked(report: SiteReport): HTMLElement {
  const rows = lookedAt(report).map(({ number, what }) =>
    el("tr", {}, el("td", { class: "number" }, number), el("td", {}, what)),
  );
  return el(
    "section",
    { class: "looked", "aria-labelledby": "looked" },
    el("h2", { id: "looked" }, "What I looked at"),
    el("table", {}, el("tbody", {}, ...rows)),
  );
}

function unseen(missed: NotInspected[], allow: (() => void) | undefined): HTMLElement[] {
  if (missed.length === 0) return [];
  const rows = missed.flatMap(({ what, reason }) => [el("dt", {}, what), el("dd", {}, reason)]);
  const section = el(
    "section",
    { class: "unseen", "aria-labelledby": "unseen" },
    el("h2", { id: "unseen" }, "What I could not see, and why"),
    el("dl", {}, ...rows),
  );
  if (allow !== undefined) {
    const button = el("button", { type: "button", id: "allow" }, "Allow for this site and look again");
    button.addEventListener("click", allow);
    const note = "Lets Seaworthy read this site's cookies and the scripts it loads from elsewhere. You can take it back in the browser's settings.";
    section.append(button, el("p", { class: "note" }, note));
  }
  return [section];
}

function copies(actions: ReportActions): HTMLElement {
  const button = (label: string, copy: () => Promise<void>): HTMLButtonElement => {
    const made = el("button", { type: "button", class: "quiet" }, label);
    made.addEventListener("click", () => void copy());
    return made;
  };
  return el(
    "footer",
    { class: "copies" },
    button("Copy as Markdown", actions.copyMarkdown),
    button("Copy as JSON", actions.copyJson),
    el("p", { class: "note" }, "Nothing left your browser. Values are shown in part, never whole."),
  );
}
