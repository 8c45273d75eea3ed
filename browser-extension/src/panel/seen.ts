// What was looked at, and what was not, why, and how to allow it.

import type { SiteReport } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { button, el, section } from "./dom";
import { lookedAt } from "./words";

export function looked(report: SiteReport): HTMLElement {
  const rows = lookedAt(report).map(({ number, what }) => el("tr", {}, el("td", { class: "number" }, number), el("td", {}, what)));
  const areas = report.areas
    .filter((area) => area.inspected && !["scripts", "storage", "cookies"].includes(area.id))
    .map((area) => el("tr", {}, el("td", { class: "number" }, "✓"), el("td", {}, `${area.title}: ${area.seen}`)));
  return section("looked", t("whatILookedAt"), { class: "looked" }, el("table", {}, el("tbody", {}, ...rows, ...areas)));
}

/** Each thing once: parts of the page first, then single scripts, entries and frames. */
export function missedOf(report: SiteReport): { what: string; reason: string }[] {
  const missed = report.areas
    .filter((area) => !area.inspected)
    .map(({ title, reason }) => ({ what: title, reason: reason }));
  const all = [...missed, ...report.notInspected];
  const seen = new Set<string>();
  return all.filter(({ what, reason }) => {
    const key = `${what}\n${reason}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** `wanted` are the hosts that would be asked for; `allow` asks. */
export function unseen(report: SiteReport, wanted: string[], allow: () => void): HTMLElement[] {
  const missed = missedOf(report);
  if (missed.length === 0) return [];
  const rows = missed.flatMap(({ what, reason }) => [el("dt", {}, what), el("dd", {}, reason)]);
  const made = section("unseen", t("whatICouldNotSee"), { class: "unseen" }, el("dl", {}, ...rows));
  if (wanted.length > 0) {
    made.append(
      el(
        "div",
        { class: "more-access" },
        el("p", {}, t("allowIntro")),
        el("ul", { class: "hosts" }, ...wanted.map((pattern) => el("li", {}, host(pattern)))),
        button(t("allow"), allow, { id: "allow" }),
        el("p", { class: "note" }, t("allowNote")),
      ),
    );
  }
  return [made];
}

/** `*://shop.test/*` as people write it. */
export function host(pattern: string): string {
  return pattern.replace(/^.*:\/\//, "").replace(/\/\*$/, "");
}
