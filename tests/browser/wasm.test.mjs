// The WebAssembly package itself, in Node: what it gives has the form its types promise.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { WASM } from "./browser.mjs";
import { jwt } from "./site.mjs";

const built = existsSync(join(WASM, "seaworthy.js"));
if (!built && process.env.SEAWORTHY_REQUIRE_BROWSER === "1") throw new Error("run `cargo xtask wasm` first");
const skip = built ? false : "the WebAssembly package is not built: run `cargo xtask wasm`";

const BAD = "/* 😀 */ localStorage.setItem('access_token', session.access_token);";

function snapshot(parts) {
  const none = { state: "inspected", value: [] };
  return { url: "https://shop.test/a?b=c", takenAt: 1_800_000_000, scripts: none, storage: none, cookies: none, ...parts };
}

describe("the WebAssembly package", { skip }, () => {
  let core;
  before(async () => {
    core = await import(join(WASM, "seaworthy.js"));
    core.initSync({ module: readFileSync(join(WASM, "seaworthy_bg.wasm")) });
  });

  test("analyses one source or many, with places as JavaScript counts", () => {
    for (const sources of [{ path: "a.ts", text: BAD }, [{ path: "a.ts", text: BAD }]]) {
      const [finding] = core.analyze(sources).files[0].findings;
      assert.equal(finding.rule.id, "token-in-web-storage");
      assert.equal(finding.severity, "error");
      const { start } = finding.range;
      assert.deepEqual(start, { offset: 9, line: 0, column: 9 });
      assert.equal(BAD.slice(start.offset, start.offset + 12), "localStorage");
    }
  });

  test("inspects a snapshot and gives exactly the promised fields", () => {
    const token = jwt({ sub: "u", exp: 1_800_003_600 });
    const report = core.inspect(
      snapshot({
        storage: { state: "inspected", value: [{ area: "localStorage", key: "access_token", value: token }] },
        cookies: { state: "not-inspected", reason: "no permission" },
        scripts: { state: "inspected", value: [{ url: "https://shop.test/app.js?v=1", text: BAD }] },
      }),
    );
    const promised = ["sentence", "items", "findings", "areas", "grade", "suggestedCsp", "snippets", "services", "questions", "libraries"];
    assert.deepEqual(Object.keys(report), [...promised, "thirdParties", "notInspected", "lookedAt"]);
    assert.equal(report.items.length, 10);
    assert.deepEqual(report.lookedAt, { scripts: 1, scriptBytes: 70, storageEntries: 1, cookies: null });
    assert.deepEqual(report.notInspected, [{ what: "Cookies", reason: "no permission" }]);
    const subjects = report.findings.map((finding) => finding.subject);
    assert.deepEqual(subjects.find(({ kind }) => kind === "storage"), {
      kind: "storage",
      area: "localStorage",
      key: "access_token",
    });
    const script = subjects.find(({ kind }) => kind === "script");
    assert.equal(script.url, "https://shop.test/app.js");
    assert.equal(script.range.start.offset, 9);
    assert.deepEqual(Object.keys(report.findings[0]), ["rule", "subject", "severity", "certainty", "message", "evidence"]);
    assert.deepEqual(Object.keys(report.findings[0].message), ["what", "risk", "remedy"]);
    assert.ok(!JSON.stringify(report).includes(token.slice(10, 60)));
  });

  test("configuration reaches the rules, and a bad one is refused with its reason", () => {
    const source = { path: "a.ts", text: BAD };
    assert.equal(core.analyze(source, { rules: { "token-in-web-storage": "info" } }).files[0].findings[0].severity, "info");
    assert.equal(core.analyze(source, { rules: { "token-storage": "off" } }).files[0].findings.length, 0);
    assert.throws(() => core.analyze(source, { rules: { "no-such-rule": "off" } }), /no-such-rule/);
  });

  test("input of another form is refused and harms nothing", () => {
    for (const bad of [undefined, null, 1, "x", {}, [], { url: 1 }, snapshot({ cookies: [] })]) {
      assert.throws(() => core.inspect(bad), /snapshot: /);
    }
    assert.throws(() => core.analyze({ path: "a.ts" }), /source: /);
    assert.equal(core.analyze([]).files.length, 0);
    assert.equal(core.analyze({ path: "\ud800.ts", text: "\udc00" }).files.length, 1);
  });

  test("rules are listed with what is known of them", () => {
    const rules = core.rules();
    assert.ok(rules.some((rule) => rule.id === "token-in-web-storage"));
    for (const rule of rules) {
      const fields = ["id", "gap", "gapTitle", "launchItem", "title", "severity", "cwe", "owasp", "url"];
      assert.deepEqual(Object.keys(rule), fields);
    }
    assert.match(core.version(), /^\d+\.\d+\.\d+$/);
  });
});
