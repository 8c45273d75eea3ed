// One report of a page out of many answers.

import type { Severity, SiteReport } from "../../wasm/seaworthy.js";
import { LIMITS } from "../snapshot/limits";
import type { Taken } from "../snapshot/take";
import { Analyser } from "./client";

const ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

export async function inspectPage(taken: Taken, progress: (done: number, of: number) => void): Promise<SiteReport> {
  const analyser = new Analyser();
  try {
    const report = await analyser.ask({ ask: "inspect", snapshot: taken.snapshot }, LIMITS.analysisMs);
    report.lookedAt.scripts = 0;
    for (const [at, script] of taken.scripts.entries()) {
      progress(at, taken.scripts.length);
      try {
        add(report, await analyser.ask({ ask: "scripts", scripts: [script] }, LIMITS.analysisMs));
      } catch {
        report.notInspected.push({
          what: script.url.replace(/[?].*$/s, ""),
          reason: "The analysis of this script failed or took too long. Everything else was looked at.",
        });
      }
    }
    report.findings.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
    return report;
  } finally {
    analyser.end();
  }
}

function add(report: SiteReport, more: SiteReport): void {
  report.findings.push(...more.findings);
  report.notInspected.push(...more.notInspected);
  report.lookedAt.scripts = (report.lookedAt.scripts ?? 0) + (more.lookedAt.scripts ?? 0);
  report.lookedAt.scriptBytes += more.lookedAt.scriptBytes;
}
