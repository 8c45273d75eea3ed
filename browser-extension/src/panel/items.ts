// The ten launch items: a strip that reads at a glance, and what lies behind the one that is chosen.

import type { SiteItem } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { el, prose } from "./dom";
import { ofVerdict } from "./shapes";
import { sentence, verdictWord } from "./words";

/** `choose` is told the number of the item, or nothing when the choice is taken back. */
export function items(all: SiteItem[], choose: (number: number | undefined) => void): HTMLElement[] {
  if (all.length === 0) return [];
  const behind = el("div", { class: "chosen", id: "chosen-item", "aria-live": "polite" });
  let chosen: number | undefined;
  const cells = all.map((item) => {
    const cell = el(
      "button",
      {
        type: "button",
        class: `cell ${item.verdict}`,
        "aria-pressed": "false",
        "aria-controls": "chosen-item",
        "aria-label": t("itemLabel", item.number, item.title, verdictWord(item.verdict)),
        title: item.title,
      },
      el("span", { class: "number" }, String(item.number)),
      ofVerdict(item.verdict),
      el("span", { class: "word", "aria-hidden": "true" }, verdictWord(item.verdict)),
    );
    cell.addEventListener("click", () => {
      chosen = chosen === item.number ? undefined : item.number;
      for (const [at, other] of cells.entries()) other.setAttribute("aria-pressed", String(all[at]?.number === chosen));
      behind.replaceChildren(...(chosen === undefined ? [] : [box(item)]));
      choose(chosen);
    });
    return cell;
  });
  const list = el("ol", { class: "ten", "aria-label": t("tenItems") }, ...cells.map((cell) => el("li", {}, cell)));
  return [list, behind];
}

function box(item: SiteItem): HTMLElement {
  const evidence = item.evidence.map((clause) => el("li", {}, ...prose(sentence(clause))));
  return el(
    "div",
    { class: `card item ${item.verdict}` },
    el("p", { class: "badge" }, ofVerdict(item.verdict), verdictWord(item.verdict)),
    el("p", { class: "what" }, `${item.number}. ${item.title}`),
    el("p", { class: "where" }, ...prose(sentence(item.reason))),
    el("p", { class: "question" }, ...prose(item.question)),
    ...(evidence.length > 0 ? [el("ul", { class: "plain" }, ...evidence)] : []),
  );
}
