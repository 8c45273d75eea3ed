// One report of a page out of many answers. Scripts are judged one by one, so that a bad one costs itself and nothing else.

import type { NotInspected, PageScript, ProbeAnswer, Severity, SiteReport, Snapshot } from "../../wasm/seaworthy.js";
import { bare } from "../snapshot/headers";
import { LIMITS } from "../snapshot/limits";
import type { Taken } from "../snapshot/take";
import { t } from "../text";
import { Analyser } from "./client";

const ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** How many workers read scripts: one on an old machine would do, four are as much as a page is worth. */
const WORKERS = Math.min(4, Math.max(2, navigator.hardwareConcurrency - 1));

export class Inspection {
  readonly #taken: Taken;
  /** By the place of the script among all. */
  readonly #ofScripts: SiteReport[] = [];
  readonly #failed: NotInspected[] = [];
  #isOver = false;

  constructor(taken: Taken) {
    this.#taken = taken;
  }

  /** Nobody waits for it any more: no further script is read. */
  stop(): void {
    this.#isOver = true;
  }

  /** Judges everything: the page as a whole and its scripts beside each other. */
  async run(progress: (done: number, of: number) => void): Promise<SiteReport> {
    const analysers = Array.from({ length: WORKERS }, () => new Analyser());
    const [first] = analysers as [Analyser];
    const scripts = [...this.#taken.scripts.entries()];
    let done = 0;
    const work = async (analyser: Analyser): Promise<void> => {
      for (let next = scripts.shift(); next !== undefined && !this.#isOver; next = scripts.shift()) {
        progress(done, this.#taken.scripts.length);
        await this.#script(analyser, ...next);
        done += 1;
      }
    };
    try {
      const page = this.#page(first, []);
      const rest = analysers.slice(1).map(work);
      const seen = await page;
      await Promise.all([...rest, work(first)]);
      return await this.#whole(first, seen);
    } finally {
      for (const analyser of analysers) analyser.end();
    }
  }

  async #script(analyser: Analyser, at: number, script: PageScript): Promise<void> {
    try {
      this.#ofScripts[at] = await analyser.ask("inspectScripts", [script], timeFor(script));
    } catch {
      this.#failed.push({ what: bare(script.url), reason: t("whyScriptFailed") });
    }
  }

  /** Judges the page anew with the answers of its services; its scripts say what they said. */
  async withAnswers(probes: ProbeAnswer[]): Promise<SiteReport> {
    const analyser = new Analyser();
    try {
      return await this.#whole(analyser, await this.#page(analyser, probes));
    } finally {
      analyser.end();
    }
  }

  async #page(analyser: Analyser, probes: ProbeAnswer[]): Promise<SiteReport> {
    const snapshot: Snapshot = { ...this.#taken.snapshot, probes };
    try {
      return await analyser.ask("inspectPage", snapshot, LIMITS.pageMs);
    } catch (error) {
      if (this.#taken.scripts.length === 0) throw error;
      console.info("Seaworthy looks at the page without its scripts:", error);
      const reason = t("whyScriptsFailed");
      return analyser.ask("inspectPage", { ...snapshot, scripts: { state: "not-inspected", reason } }, LIMITS.pageMs);
    }
  }

  async #whole(analyser: Analyser, page: SiteReport): Promise<SiteReport> {
    const report = structuredClone(page);
    report.notInspected.push(...this.#failed);
    report.lookedAt.scripts = 0;
    report.lookedAt.scriptBytes = 0;
    // One that failed left a gap in the list.
    for (const more of this.#ofScripts.filter((each) => each !== undefined)) {
      report.findings.push(...more.findings);
      report.notInspected.push(...more.notInspected);
      report.lookedAt.scripts += more.lookedAt.scripts ?? 0;
      report.lookedAt.scriptBytes += more.lookedAt.scriptBytes;
    }
    report.findings.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
    return { ...report, ...(await analyser.ask("conclude", report, LIMITS.analysisMs)) };
  }
}

/** A large script may take longer. */
function timeFor({ text, sourceMap }: PageScript): number {
  const megabytes = (text.length + (sourceMap?.text.length ?? 0)) / 1024 / 1024;
  return LIMITS.analysisMs + megabytes * LIMITS.analysisMsPerMegabyte;
}
