import type { Conclusion, PageScript, SiteReport, Snapshot } from "../../wasm/seaworthy.js";

/** What can be asked of the core, and what it answers. */
export interface Asks {
  inspectPage: { input: Snapshot; output: SiteReport };
  inspectScripts: { input: PageScript[]; output: SiteReport };
  conclude: { input: Pick<SiteReport, "items" | "findings">; output: Conclusion };
}

export type Ask = keyof Asks;
export interface Question {
  id: number;
  ask: Ask;
  input: unknown;
}
export type Answer = { id: number } & ({ output: unknown } | { error: string });
