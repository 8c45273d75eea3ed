// Libraries in the scripts, and who else the page talks to.

import type { SiteReport } from "../../wasm/seaworthy.js";
import { t, tn } from "../text";
import { el, section } from "./dom";
import { short } from "./words";

export function around(report: SiteReport): HTMLElement[] {
  return [...thirdParties(report), ...libraries(report)];
}

function thirdParties({ thirdParties: all }: SiteReport): HTMLElement[] {
  if (all.length === 0) return [];
  const rows = all.map(({ domain, entity, category, requests, cookies, beforeConsent }) => {
    const notes = [
      tn("oneRequest", "manyRequests", requests),
      ...(cookies.length > 0 ? [t("setsCookies", cookies.join(", "))] : []),
      ...(beforeConsent === true ? [t("beforeAnybodyAgreed")] : []),
    ];
    const who = [entity === domain ? "" : entity, category === "other" ? "" : category].filter((part) => part !== "");
    return el(
      "li",
      {},
      el("strong", {}, domain),
      who.length > 0 ? ` ${who.join(" · ")}` : "",
      el("span", { class: "where block" }, notes.join(" · ")),
    );
  });
  return [fold("third-parties", t("thirdParties"), tn("oneOther", "manyOthers", all.length), rows)];
}

function libraries({ libraries: all }: SiteReport): HTMLElement[] {
  if (all.length === 0) return [];
  const rows = all.map(({ name, version, script }) =>
    el("li", {}, el("strong", {}, version === "" ? name : `${name} ${version}`), el("span", { class: "where block" }, short(script))),
  );
  return [fold("libraries", t("libraries"), tn("oneLibrary", "manyLibraries", all.length), rows)];
}

function fold(id: string, title: string, count: string, rows: HTMLElement[]): HTMLElement {
  const summary = el("summary", {}, el("span", { class: "what" }, count));
  return section(id, title, {}, el("details", { class: "fold" }, summary, el("ul", { class: "plain" }, ...rows)));
}
