import type { PageScript, SiteReport, Snapshot } from "../../wasm/seaworthy.js";

export type Question = { id: number } & (
  | { ask: "inspect"; snapshot: Snapshot }
  | { ask: "scripts"; scripts: PageScript[] }
);
export type Answer = { id: number } & ({ report: SiteReport } | { error: string });
