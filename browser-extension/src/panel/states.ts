// What the panel shows while there is no report.

import { NoAccess } from "../snapshot/take";
import { t } from "../text";
import { button, el } from "./dom";
import { host } from "./seen";

export function welcome(): HTMLElement {
  return el(
    "section",
    { class: "welcome" },
    el("h1", {}, t("welcomeTitle")),
    el("p", {}, t("welcomeHow")),
    el("h2", {}, t("welcomeWhat")),
    el("ul", {}, ...(["welcomeLogins", "welcomeKeys", "welcomeHeaders", "welcomeOthers", "welcomeLegal"] as const).map((key) => el("li", {}, t(key)))),
    el("p", { class: "note" }, t("welcomeNote")),
  );
}

export function failure(error: unknown): HTMLElement {
  const isKnown = error instanceof NoAccess;
  const detail = isKnown ? [] : [el("p", { class: "note" }, error instanceof Error ? error.message : String(error))];
  return el("section", { class: "welcome" }, el("h1", {}, t("failureTitle")), el("p", {}, isKnown ? error.message : t("failure")), ...detail);
}

export interface Permission {
  /** Permission patterns that would be asked for. */
  wanted: string[];
  allow(): void;
  without(): void;
  cancel(): void;
}

/** Before the browser asks: what for, and what happens without it. */
export function permission({ wanted, allow, without, cancel }: Permission): HTMLElement {
  return el(
    "section",
    { class: "welcome permission", id: "permission", "aria-labelledby": "permission-title" },
    el("h1", { id: "permission-title", tabindex: "-1" }, t("permissionTitle")),
    el("p", {}, t("permissionWhy")),
    el("ul", { class: "hosts" }, ...wanted.map((pattern) => el("li", {}, host(pattern)))),
    el("p", { class: "note" }, t("permissionNote")),
    el(
      "p",
      { class: "buttons" },
      button(t("permissionAllow"), allow, { id: "permission-allow" }),
      button(t("permissionWithout"), without, { id: "permission-without", class: "quiet" }),
      button(t("cancel"), cancel, { id: "permission-cancel", class: "quiet" }),
    ),
  );
}
