// Shapes that tell severities and verdicts apart without colour; the same as in the reports of the core.

import type { ItemVerdict, Severity } from "../../wasm/seaworthy.js";
import { shape } from "./dom";

const OCTAGON = "M5 1h6l4 4v6l-4 4H5l-4-4V5zM7.2 4v5h1.6V4zM7.2 10.4V12h1.6v-1.6z";

const SEVERITY: Record<Severity, string> = {
  error: OCTAGON,
  warning: "M8 1.2 15.6 15H.4zM7.2 6v4.4h1.6V6zM7.2 11.6v1.6h1.6v-1.6z",
  info: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM7.2 4v1.6h1.6V4zM7.2 7v5h1.6V7z",
};

const VERDICT: Record<ItemVerdict, string> = {
  holds: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM6.9 11.3 3.8 8.2l1.1-1.1 2 2 4.2-4.2 1.1 1.1z",
  "falls-short": OCTAGON,
  "not-applicable": "M2 7h12v2H2z",
  "needs-word": "M1 2h14v9H8.6L5 14.6V11H1zM4 5v1.4h8V5zM4 7.6V9h5V7.6z",
  "not-inspected": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6z",
};

export const ofSeverity = (severity: Severity): SVGSVGElement => shape(SEVERITY[severity]);
export const ofVerdict = (verdict: ItemVerdict): SVGSVGElement => shape(VERDICT[verdict]);
