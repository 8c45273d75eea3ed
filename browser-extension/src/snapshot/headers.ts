// Response headers as they may be kept: those that say something about security, hosting or caching, and no other. A
// header may carry a credential, so cookies go without their values and addresses without their queries.

import type { SiteResponse } from "../../wasm/seaworthy.js";

const KEPT = new Set(
  `access-control-allow-credentials access-control-allow-headers access-control-allow-methods access-control-allow-origin
  access-control-expose-headers age cache-control cf-cache-status cf-ray clear-site-data content-disposition
  content-security-policy content-security-policy-report-only content-type cross-origin-embedder-policy
  cross-origin-embedder-policy-report-only cross-origin-opener-policy cross-origin-opener-policy-report-only
  cross-origin-resource-policy expires feature-policy fly-request-id location nel origin-agent-cluster permissions-policy
  permissions-policy-report-only pragma public-key-pins referrer-policy report-to reporting-endpoints server set-cookie
  sourcemap strict-transport-security timing-allow-origin vary via x-amz-cf-id x-aspnet-version x-aspnetmvc-version
  x-cache x-content-type-options x-download-options x-firebase-hosting x-frame-options x-generator x-github-request-id
  x-nf-request-id x-nextjs-cache x-permitted-cross-domain-policies x-powered-by x-railway-edge x-render-origin-server
  x-robots-tag x-served-by x-sourcemap x-vercel-cache x-vercel-id x-xss-protection`.split(/\s+/),
);

const LONGEST = 8192;

export type Headers = SiteResponse["headers"];

export function kept(headers: Iterable<[name: string, value: string]>): Headers {
  const result: Headers = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (!KEPT.has(lower)) continue;
    if (lower === "location") result.push([name, bare(value)]);
    // Firefox hands over all cookies of a response in one text, a line each.
    else if (lower === "set-cookie") for (const line of value.split("\n")) result.push([name, masked(line)]);
    else result.push([name, value.slice(0, LONGEST)]);
  }
  return result;
}

/** Headers as the browser's own record of requests has them. */
export function recorded(headers: { name: string; value?: string | undefined }[] | undefined): Headers {
  return kept((headers ?? []).map(({ name, value }): [string, string] => [name, value ?? ""]));
}

/** The names of the cookies that a response sets. */
export function cookieNames(headers: Headers): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === "set-cookie")
    .map(([, line]) => line.slice(0, Math.max(0, line.indexOf("="))).trim())
    .filter((name) => name !== "");
}

/** Without query and fragment: either may carry a token. */
export function bare(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

/** The cookie's value as so many asterisks; its length tells an empty one, which deletes, from one that is set. */
function masked(line: string): string {
  const equals = line.indexOf("=");
  if (equals < 0) return "";
  const semicolon = line.indexOf(";", equals);
  const end = semicolon < 0 ? line.length : semicolon;
  const length = line.slice(equals + 1, end).trim().length;
  return `${line.slice(0, equals)}=${"*".repeat(Math.min(length, 64))}${line.slice(end, LONGEST)}`;
}
