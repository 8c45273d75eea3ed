// The panel's one state: a page being inspected, or its report.

import { browser } from "wxt/browser";
import type { SiteReport } from "../../wasm/seaworthy.js";
import { inspectPage } from "../analysis/inspect";
import { ask } from "../snapshot/access";
import { NoAccess, takeSnapshot } from "../snapshot/take";
import { el } from "./dom";
import { asJson, asMarkdown } from "./export";
import { render } from "./report";

export class Panel {
  readonly #status = get("status");
  readonly #main = get("report");
  readonly #again = get("inspect");
  #tabId: number | undefined;
  #run = 0;

  constructor() {
    this.#again.addEventListener("click", () => void this.#inspectHere());
    this.#main.replaceChildren(welcome());
  }

  /** Inspects the tab; a later call overtakes an earlier one. */
  async inspect(tabId: number): Promise<void> {
    const run = (this.#run += 1);
    this.#tabId = tabId;
    this.#main.setAttribute("aria-busy", "true");
    this.#say("Looking at the page …");
    try {
      const taken = await takeSnapshot(tabId);
      const report = await inspectPage(taken, (done, of) => {
        if (run === this.#run) this.#say(`Reading script ${done + 1} of ${of} …`);
      });
      if (run === this.#run) this.#show(report, taken.snapshot.url, taken.wanted);
    } catch (error) {
      if (run === this.#run) this.#main.replaceChildren(failure(error));
    } finally {
      if (run === this.#run) {
        this.#say("");
        this.#main.removeAttribute("aria-busy");
      }
    }
  }

  async #inspectHere(): Promise<void> {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    // As a page of its own, the panel is the active tab; then the tab it was opened for is meant.
    const own = await browser.tabs.getCurrent();
    const tabId = own === undefined ? tab?.id : this.#tabId;
    if (tabId !== undefined) await this.inspect(tabId);
  }

  #show(report: SiteReport, url: string, wanted: string[]): void {
    const copy = async (text: string, form: string): Promise<void> => {
      await navigator.clipboard.writeText(text);
      this.#say(`Copied as ${form}.`);
    };
    const allow = (): void => {
      // The request must be the first thing the click does.
      void ask(wanted).then((granted) => {
        if (granted && this.#tabId !== undefined) void this.inspect(this.#tabId);
        else this.#say("Not allowed. The report stays as it is.");
      });
    };
    this.#main.replaceChildren(
      render(report, url, {
        copyMarkdown: () => copy(asMarkdown(report, url), "Markdown"),
        copyJson: () => copy(asJson(report, url), "JSON"),
        allow: wanted.length > 0 ? allow : undefined,
      }),
    );
    this.#again.textContent = "Inspect again";
    document.getElementById("verdict")?.focus({ preventScroll: true });
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }
}

function welcome(): HTMLElement {
  return el(
    "section",
    { class: "welcome" },
    el("h1", {}, "Is this page seaworthy?"),
    el("p", {}, "Open the page you want to know about and click the Seaworthy icon in the toolbar. Nothing happens before you do."),
    el("h2", {}, "What I look at"),
    el(
      "ul",
      {},
      el("li", {}, "Logins kept where every script can read them"),
      el("li", {}, "Session cookies without their protection"),
      el("li", {}, "The scripts the page delivers"),
    ),
    el("p", { class: "note" }, "Everything happens in this browser. Nothing is sent anywhere."),
  );
}

function failure(error: unknown): HTMLElement {
  const known = error instanceof NoAccess;
  const text = known ? error.message : "The inspection stopped with an error, so there is no report. Inspecting again may help.";
  const detail = known ? [] : [el("p", { class: "note" }, error instanceof Error ? error.message : String(error))];
  return el("section", { class: "welcome" }, el("h1", {}, "I could not look at this page"), el("p", {}, text), ...detail);
}

function get(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the panel has no #${id}`);
  return element;
}
