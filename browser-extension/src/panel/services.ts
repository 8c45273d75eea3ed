// Services the page talks to, and the read-only questions that a second click sends to them.

import type { Question, SiteService } from "../../wasm/seaworthy.js";
import { t, tn } from "../text";
import { button, el, frame, prose, section } from "./dom";

export interface ServiceActions {
  /** Sends the questions that were shown. */
  send(questions: Question[]): void;
  /** Whether they were answered already. */
  answered: boolean;
}

export function services(all: SiteService[], questions: Question[], actions: ServiceActions): HTMLElement[] {
  if (all.length === 0 && questions.length === 0) return [];
  const rows = all.map((service) =>
    el(
      "li",
      {},
      el("strong", {}, service.kind === "supabase" ? "Supabase" : "Firebase"),
      ` ${service.url.replace(/^https?:\/\//, "")}`,
      el("span", { class: "where block" }, about(service)),
    ),
  );
  const asking = questions.length > 0 ? [ask(questions, actions)] : [];
  return [section("services", t("services"), {}, el("ul", { class: "plain" }, ...rows), ...asking)];
}

function about({ keyRole, tables }: SiteService): string {
  const key = keyRole === null ? t("noKeySeen") : t("keySeen", keyRole);
  return tables.length === 0 ? key : `${key} ${tn("oneTable", "manyTables", tables.length, tables.join(", "))}`;
}

/** The first click shows what would be sent, the second sends it. */
function ask(questions: Question[], actions: ServiceActions): HTMLElement {
  const box = el("div", { class: "ask" });
  const shown = questions.map((question) =>
    el("li", {}, el("p", {}, ...prose(question.explains)), frame(requestText(question))),
  );
  const send = button(tn("sendOne", "sendMany", questions.length), () => actions.send(questions), { id: "send-questions" });
  const show = button(t("showQuestions"), () => {
    box.replaceChildren(el("p", { class: "note" }, t("questionsNote")), el("ul", { class: "questions" }, ...shown), send);
    send.focus();
  }, { id: "show-questions", class: "quiet" });
  const answered = actions.answered ? [el("p", { class: "note" }, t("questionsAnswered"))] : [];
  box.append(el("p", {}, t("askIntro")), ...answered, show);
  return box;
}

/** The request as it is sent, the key in it shown in part. */
export function requestText({ method, url, headers }: Question): string {
  return [`${method} ${url}`, ...headers.map(([name, value]) => `${name}: ${inPart(name, value)}`)].join("\n");
}

/** Keys are in every visitor's hands, yet nothing here repeats one whole. */
export function inPart(name: string, value: string): string {
  if (!/^(?:apikey|authorization|x-goog-api-key)$/i.test(name)) return value;
  const [, scheme = "", key = ""] = /^(Bearer )?(.*)$/s.exec(value) ?? [];
  return key.length > 12 ? `${scheme}${key.slice(0, 4)}…${key.slice(-4)}` : `${scheme}…`;
}
