// Reads policies and sets of headers as JSON, and writes what CSP Evaluator and MDN's HTTP Observatory say about them.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import evaluator from "csp_evaluator/dist/evaluator.js";
import finding from "csp_evaluator/dist/finding.js";
import parser from "csp_evaluator/dist/parser.js";

const { CspEvaluator, DEFAULT_CHECKS, STRICTCSP_CHECKS } = evaluator;
const { Severity, Type } = finding;
const input = JSON.parse(fs.readFileSync(0, "utf8"));

// The Observatory downloads the browsers' list of HSTS sites when it is installed. No site of this test is on it.
const list = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  "node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json",
);
if (!fs.existsSync(list)) fs.writeFileSync(list, "{}");
const tests = "@mdn/mdn-http-observatory/src/analyzer/tests";
const { strictTransportSecurityTest } = await import(`${tests}/strict-transport-security.js`);
const { xFrameOptionsTest } = await import(`${tests}/x-frame-options.js`);
const { xContentTypeOptionsTest } = await import(`${tests}/x-content-type-options.js`);
const { referrerPolicyTest } = await import(`${tests}/referrer-policy.js`);
const { contentSecurityPolicyTest } = await import(`${tests}/csp.js`);

function evaluate(text, version, checks) {
  const found = new CspEvaluator(new parser.CspParser(text).csp, version).evaluate(undefined, checks);
  return found
    .filter((one) => one.type !== Type.IGNORED)
    .map((one) => `${Type[one.type]} ${Severity[one.severity]} ${one.directive} ${one.value ?? ""}`.trim())
    .sort();
}

function policy(text) {
  try {
    return {
      levels: [1, 2, 3].map((version) => evaluate(text, version, DEFAULT_CHECKS)),
      strict: evaluate(text, 3, STRICTCSP_CHECKS),
    };
  } catch (error) {
    return { error: String(error) };
  }
}

function headers(set) {
  const response = { headers: { ...set, get: (name) => set[name] }, verified: true };
  const requests = {
    hostname: "site.test",
    responses: { auto: response, https: response },
    session: { url: new URL("https://site.test/") },
  };
  return {
    hsts: strictTransportSecurityTest(requests).result,
    framing: xFrameOptionsTest(requests).result,
    nosniff: xContentTypeOptionsTest(requests).result,
    referrer: referrerPolicyTest(requests).result,
    csp: contentSecurityPolicyTest(requests).result,
  };
}

const output = { policies: input.policies.map(policy), headers: input.headers.map(headers) };
fs.writeSync(1, JSON.stringify(output));
