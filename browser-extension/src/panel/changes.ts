// What changed since the last look at this page.

import type { Changes } from "../history";
import { t, tn } from "../text";
import { button, el } from "./dom";
import { ago } from "./words";

export function changes(found: Changes | undefined, now: number, forget: () => void): HTMLElement[] {
  if (found === undefined) return [];
  const { before, fresh, gone } = found;
  const since = t("sinceLastLook", ago(before.at, now));
  const news = [
    ...(fresh.size > 0 ? [tn("oneNew", "manyNew", fresh.size)] : []),
    ...(gone.length > 0 ? [tn("oneGone", "manyGone", gone.length)] : []),
  ];
  const rules = new Map<string, number>();
  for (const rule of gone) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  const rows = [...rules].map(([rule, times]) => el("li", {}, el("code", {}, rule), times > 1 ? ` × ${times}` : ""));
  const inside = [
    ...(rows.length > 0 ? [el("p", {}, t("goneRules")), el("ul", { class: "plain" }, ...rows)] : []),
    el("p", { class: "note" }, t("historyNote")),
    el("p", { class: "buttons" }, button(t("forget"), forget, { class: "quiet small", id: "forget" })),
  ];
  const summary = el(
    "summary",
    {},
    el("span", { class: "what" }, news.length > 0 ? news.join(", ") : t("nothingChanged")),
    el("span", { class: "where" }, since),
  );
  return [el("details", { class: "fold changes", id: "changes" }, summary, ...inside)];
}
