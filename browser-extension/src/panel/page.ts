// The report as a page that needs nothing else: what the panel shows, without what only works in it.

import { LANGUAGE, t } from "../text";
import { el } from "./dom";

/** Nothing runs in it and nothing is loaded, should a name from the page ever have become more than text. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export async function asPage(report: HTMLElement, title: string): Promise<string> {
  const copy = report.cloneNode(true) as HTMLElement;
  for (const only of copy.querySelectorAll(".buttons, .filter, .copies, .ask, .observation, .chosen, .more-access")) only.remove();
  for (const cell of copy.querySelectorAll("button.cell")) {
    cell.replaceWith(el("span", { class: cell.className, role: "img", "aria-label": cell.getAttribute("aria-label") ?? "" }, ...cell.childNodes));
  }
  for (const button of copy.querySelectorAll("button")) button.remove();
  copy.removeAttribute("aria-busy");
  const day = new Date().toLocaleDateString(LANGUAGE, { dateStyle: "long" });
  copy.append(el("p", { class: "note" }, t("savedOn", day)));
  const head = el(
    "head",
    {},
    el("meta", { charset: "utf-8" }),
    el("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    el("meta", { name: "color-scheme", content: "light dark" }),
    el("title", {}, title),
    el("style", {}, await styles()),
  );
  const page = el("html", { lang: document.documentElement.lang }, head, el("body", {}, copy));
  return `<!doctype html>\n${page.outerHTML}\n`;
}

/** The text of the style sheets; what the browser makes of them loses values that come from variables. */
async function styles(): Promise<string> {
  const sheets = Array.from(document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]'));
  const texts = await Promise.all(sheets.map(async ({ href }) => (await fetch(href)).text()));
  return texts.join("\n");
}
