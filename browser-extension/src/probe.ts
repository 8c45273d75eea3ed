// Sends the read-only questions that the user has seen. Nothing but GET and HEAD, nothing but the hosts of the services this very
// page uses, nothing on this machine or in a private network.

import type { ProbeAnswer, Question, SiteService } from "../wasm/seaworthy.js";

const LONGEST_BODY = 4096;
const TIMEOUT_MS = 10_000;

export async function sendQuestions(questions: Question[], services: SiteService[]): Promise<ProbeAnswer[]> {
  const allowed = questions.filter((question) => mayAsk(question, services));
  return Promise.all(allowed.map(send));
}

export function mayAsk({ method, url }: Question, services: SiteService[]): boolean {
  const target = URL.parse(url);
  if (target === null || target.protocol !== "https:" || !["GET", "HEAD"].includes(method)) return false;
  // An address in numbers, or a name without a dot, is nobody's public project.
  if (/^[\d.]+$|^\[/.test(target.hostname) || !target.hostname.includes(".")) return false;
  if (/(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/.test(target.hostname)) return false;
  return services.some((service) => URL.parse(service.url)?.origin === target.origin);
}

async function send({ id, method, url, headers }: Question): Promise<ProbeAnswer> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const contentRange = response.headers.get("content-range");
    const body = (await response.text()).slice(0, LONGEST_BODY);
    return { id, status: response.status, body, ...(contentRange === null ? {} : { contentRange }) };
  } catch {
    return { id, status: 0, body: "" };
  }
}
