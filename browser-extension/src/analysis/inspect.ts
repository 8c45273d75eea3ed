// One report of a page out of many answers. Scripts are judged one by one, so that a bad one costs itself and nothing else.

import type { NotInspected, ProbeAnswer, Severity, SiteReport, Snapshot } from "../../wasm/seaworthy.js";
import { bare } from "../snapshot/headers";
import { LIMITS } from "../snapshot/limits";
import type { Taken } from "../snapshot/take";
import { t } from "../text";
import { Analyser } from "./client";

const ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

export class Inspection {
  readonly #taken: Taken;
  readonly #ofScripts: SiteReport[] = [];
  readonly #failed: NotInspected[] = [];

  constructor(taken: Taken) {
    this.#taken = taken;
  }

  /** Judges everything. */
  async run(progress: (done: number, of: number) => void): Promise<SiteReport> {
    const analyser = new Analyser();
    try {
      const page = await this.#page(analyser, []);
      for (const [at, script] of this.#taken.scripts.entries()) {
        progress(at, this.#taken.scripts.length);
        try {
          this.#ofScripts.push(await analyser.ask("inspectScripts", [script], LIMITS.analysisMs));
        } catch {
          this.#failed.push({ what: bare(script.url), reason: t("whyScriptFailed") });
        }
      }
      return await this.#whole(analyser, page);
    } finally {
      analyser.end();
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
    for (const more of this.#ofScripts) {
      report.findings.push(...more.findings);
      report.notInspected.push(...more.notInspected);
      report.lookedAt.scripts += more.lookedAt.scripts ?? 0;
      report.lookedAt.scriptBytes += more.lookedAt.scriptBytes;
    }
    report.findings.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
    return { ...report, ...(await analyser.ask("conclude", report, LIMITS.analysisMs)) };
  }
}
