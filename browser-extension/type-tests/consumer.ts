// Compiled by `npm run check`, never run: the types of the WebAssembly package as someone meets them who uses it.

import init, { analyze, conclude, inspect, inspectPage, inspectScripts, rules, version } from "../wasm/seaworthy.js";
import type { AnalysisReport, Config, SiteReport, Snapshot, SourceFinding } from "../wasm/seaworthy.js";

export async function consume(): Promise<string[]> {
  await init();
  const config: Config = { rules: { "token-in-web-storage": "warning" }, names: { "not-tokens": ["plume"] } };
  const one: AnalysisReport = analyze({ path: "a.ts", text: "" });
  const many: AnalysisReport = analyze([{ path: "a.ts", text: "" }], config);
  const snapshot: Snapshot = {
    url: "https://shop.test/",
    scripts: { state: "inspected", value: [{ url: "https://shop.test/a.js", text: "" }] },
    storage: { state: "inspected", value: [{ area: "localStorage", key: "k", value: "v" }] },
    cookies: { state: "not-inspected", reason: "no permission" },
  };
  const site: SiteReport = inspect(snapshot, config);
  const finding: SourceFinding | undefined = [...one.files, ...many.files][0]?.findings[0];
  const line: number | undefined = finding?.range?.start.line;

  // @ts-expect-error a snapshot says of each part whether it was looked at
  inspect({ ...snapshot, cookies: [] });
  // @ts-expect-error levels are words
  analyze([], { rules: { "token-in-web-storage": 2 } });
  // @ts-expect-error a source has a path
  analyze({ text: "" });
  // @ts-expect-error offsets are numbers
  const wrong: string | undefined = finding?.range?.start.offset;

  const scripts = inspectScripts([{ url: "https://shop.test/a.js", text: "" }]);
  const page = inspectPage(snapshot);
  page.findings.push(...scripts.findings);
  Object.assign(page, conclude(page));
  const kinds = [...site.findings, ...scripts.findings].map(({ subject }) => {
    switch (subject.kind) {
      case "storage":
        return subject.key;
      case "cookie":
        return subject.name;
      case "script":
        return subject.original?.file ?? subject.url;
      case "response":
        return subject.header;
      case "resource":
        return subject.what;
      case "page":
        return "page";
    }
  });
  return [...kinds, ...rules().map((rule) => rule.id), version(), String(line), String(wrong)];
}
