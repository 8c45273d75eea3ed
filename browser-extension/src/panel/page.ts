// The report as a page that needs nothing else: what the panel shows, without what only works in it.

import { el } from "./dom";

/** Nothing runs in it and nothing is loaded, should a name from the page ever have become more than text. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function asPage(report: HTMLElement, title: string): string {
  const copy = report.cloneNode(true) as HTMLElement;
  for (const only of copy.querySelectorAll(".buttons, .filter, .copies, .ask, .observation, .chosen, #allow")) only.remove();
  for (const cell of copy.querySelectorAll("button.cell")) {
    cell.replaceWith(el("span", { class: cell.className, role: "img", "aria-label": cell.getAttribute("aria-label") ?? "" }, ...cell.childNodes));
  }
  for (const button of copy.querySelectorAll("button")) button.remove();
  copy.removeAttribute("aria-busy");
  const head = el(
    "head",
    {},
    el("meta", { charset: "utf-8" }),
    el("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    el("meta", { name: "color-scheme", content: "light dark" }),
    el("title", {}, title),
    el("style", {}, styles()),
  );
  const page = el("html", { lang: document.documentElement.lang }, head, el("body", {}, copy));
  return `<!doctype html>\n${page.outerHTML}\n`;
}

function styles(): string {
  return Array.from(document.styleSheets, (sheet) => Array.from(sheet.cssRules, (rule) => rule.cssText).join("\n")).join("\n");
}
