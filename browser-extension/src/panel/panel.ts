// The panel's one state: a page being inspected, or its report.

import { browser } from "wxt/browser";
import type { Question, SiteFinding, SiteReport } from "../../wasm/seaworthy.js";
import { Inspection } from "../analysis/inspect";
import { type Changes, fingerprints, forget, remember } from "../history";
import { sendQuestions } from "../probe";
import { ask, has, pattern } from "../snapshot/access";
import { bare } from "../snapshot/headers";
import { type Observed, observeLoad } from "../snapshot/observe";
import { type Taken, takeSnapshot } from "../snapshot/take";
import { t, tn } from "../text";
import { badge } from "./badge";
import { asJson, asMarkdown, findingAsMarkdown } from "./export";
import { asPage } from "./page";
import { asPrompt } from "./prompt";
import { type Actions, type Shown, render } from "./report";
import { asSarif } from "./sarif";
import { fileName, save } from "./save";
import { failure, permission, welcome } from "./states";

/** A report and all that is needed to make it anew. */
interface Current {
  tabId: number;
  /** Permission patterns of the page's own site and of everyone it was seen to ask. */
  hosts: string[];
  /** Holds the whole page; so it stays only while there is a question whose answer it has to be judged with. */
  inspection: Inspection | undefined;
  shown: Shown;
  /** Fingerprints of the report's findings, in their order. */
  marks: string[];
}

/** Hosts that the browser is asked for at once. */
const MOST_HOSTS = 30;

export class Panel {
  readonly #status = get("status");
  readonly #main = get("report");
  readonly #again = get("inspect");
  #tabId: number | undefined;
  #run = 0;
  #running: Inspection | undefined;
  #current: Current | undefined;

  constructor() {
    this.#again.textContent = t("inspectThisPage");
    this.#again.addEventListener("click", () => void this.#inspectHere());
    this.#main.replaceChildren(welcome());
  }

  /** Inspects the tab; a later call overtakes an earlier one. */
  async inspect(tabId: number): Promise<void> {
    await this.#work(tabId, async () => undefined);
  }

  /** Loads the tab anew and inspects what happened. */
  async #observe(tabId: number): Promise<void> {
    await this.#work(tabId, (tell) => observeLoad(tabId, (seconds) => tell(tn("observingSecond", "observingSeconds", seconds))));
  }

  async #work(tabId: number, before: (tell: (text: string) => void) => Promise<Observed | undefined>): Promise<void> {
    const run = (this.#run += 1);
    this.#running?.stop();
    const isLatest = (): boolean => run === this.#run;
    const tell = (text: string): void => {
      if (isLatest()) this.#say(text);
    };
    this.#tabId = tabId;
    this.#current = undefined;
    this.#main.setAttribute("aria-busy", "true");
    this.#say(t("looking"));
    try {
      const observed = await before(tell);
      tell(t("looking"));
      const taken = await takeSnapshot(tabId, observed);
      if (!isLatest()) return;
      const inspection = (this.#running = new Inspection(taken));
      const report = await inspection.run((done, of) => tell(t("readingScript", done + 1, of)));
      if (isLatest()) await this.#arrive(tabId, taken, inspection, report);
    } catch (error) {
      if (isLatest()) this.#main.replaceChildren(failure(error));
    } finally {
      if (isLatest()) {
        this.#running = undefined;
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

  async #arrive(tabId: number, taken: Taken, inspection: Inspection, report: SiteReport): Promise<void> {
    const url = bare(taken.snapshot.url);
    const marks = await fingerprints(report.findings);
    const isPrivate = (await browser.tabs.get(tabId).catch(() => undefined))?.incognito ?? true;
    const changes = isPrivate ? undefined : await remember(report, url, marks, Date.now());
    void badge(tabId, report);
    const mode = taken.snapshot.mode === "reloaded" ? "reloaded" : "as-found";
    const shown: Shown = { report, url, mode, wanted: taken.wanted, changes, isNew: freshness(report, marks, changes), answered: false };
    const kept = report.questions.length > 0 ? inspection : undefined;
    this.#show({ tabId, hosts: hostsOf(taken), inspection: kept, shown, marks });
  }

  #show(current: Current): void {
    this.#current = current;
    this.#main.replaceChildren(render(current.shown, this.#actions(current)));
    this.#again.textContent = t("inspectAgain");
    document.getElementById("verdict")?.focus({ preventScroll: true });
  }

  #actions(current: Current): Actions {
    const { report, url } = current.shown;
    const copy = (text: string, what: string): void => void this.#copy(text, what);
    const keep = (text: string, ending: string, type: string): void => save(text, fileName(url, ending), type);
    return {
      copy,
      copyFinding: (finding) => copy(findingAsMarkdown(finding), t("theFinding")),
      copyPrompt: (findings) => copy(asPrompt(findings, url), t("thePrompt")),
      allow: () => this.#allow(current),
      observe: () => void this.#askToObserve(current),
      send: (questions) => void this.#send(current, questions),
      forget: () => void forget(url).then(() => this.#say(t("forgotten"))),
      exports: [
        { label: t("copyMarkdown"), work: () => copy(asMarkdown(report, url), "Markdown") },
        { label: t("copyJson"), work: () => copy(asJson(report, url), "JSON") },
        { label: t("saveHtml"), work: () => void asPage(this.#main, `Seaworthy: ${url}`).then((page) => keep(page, "html", "text/html")) },
        { label: t("saveMarkdown"), work: () => keep(asMarkdown(report, url), "md", "text/markdown") },
        { label: t("saveSarif"), work: () => keep(asSarif(report, url, current.marks), "sarif", "application/sarif+json") },
        { label: t("saveJson"), work: () => keep(asJson(report, url), "json", "application/json") },
      ],
    };
  }

  async #copy(text: string, what: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.#say(t("copied", what));
  }

  #allow({ tabId, shown }: Current): void {
    this.#say(t("browserAsks"));
    // The request must be the first thing the click does.
    void ask(shown.wanted.slice(0, MOST_HOSTS)).then((granted) => {
      if (granted) void this.inspect(tabId);
      else this.#say(t("notAllowed"));
    });
  }

  /** Explains first what the browser will ask, unless it has been answered already. */
  async #askToObserve(current: Current): Promise<void> {
    const { tabId, hosts: wanted } = current;
    if (await has(wanted)) return this.#observe(tabId);
    const back = (): void => this.#show(current);
    this.#main.replaceChildren(
      permission({
        wanted,
        allow: () => {
          this.#say(t("browserAsks"));
          void ask(wanted).then((granted) => {
            if (granted) void this.#observe(tabId);
            else this.#say(t("notAllowed"));
          });
        },
        without: () => void this.#observe(tabId),
        cancel: back,
      }),
    );
    document.getElementById("permission-title")?.focus();
  }

  async #send(current: Current, questions: Question[]): Promise<void> {
    const { inspection, shown } = current;
    this.#say(t("sending"));
    try {
      const answers = await sendQuestions(questions, shown.report.services);
      const report = await inspection?.withAnswers(answers);
      if (report === undefined || this.#current !== current) return;
      const marks = await fingerprints(report.findings);
      const next = { ...shown, report, isNew: freshness(report, marks, shown.changes), answered: true };
      this.#show({ ...current, shown: next, marks });
      void badge(current.tabId, report);
      const reached = answers.filter((answer) => answer.status > 0).length;
      this.#say(tn("answeredOne", "answeredMany", reached, questions.length));
    } catch (error) {
      this.#say(t("sendFailed", error instanceof Error ? error.message : String(error)));
    }
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }
}

/** Tells which findings were not there at the last look. */
function freshness(report: SiteReport, marks: string[], changes: Changes | undefined): (finding: SiteFinding) => boolean {
  if (changes === undefined) return () => false;
  const fresh = new Set(report.findings.filter((_, at) => changes.fresh.has(marks[at] ?? "")));
  return (finding) => fresh.has(finding);
}

/** The page's own site and everyone it was seen to ask. */
function hostsOf({ snapshot, wanted }: Taken): string[] {
  const requests = snapshot.requests?.state === "inspected" ? snapshot.requests.value : [];
  const hosts = [snapshot.url, ...requests.map(({ url }) => url)].map(pattern).filter((host) => host !== undefined);
  return [...new Set([...hosts, ...wanted])].slice(0, MOST_HOSTS);
}

function get(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the panel has no #${id}`);
  return element;
}
