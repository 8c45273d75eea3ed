// The core runs here and nowhere else. A trap leaves its memory in doubt, so whoever asked ends this worker after one.

import init, { inspect, inspectScripts, type SiteReport } from "../../wasm/seaworthy.js";
import type { Answer, Question } from "./protocol";

const ready = init();

addEventListener("message", async (event: MessageEvent<Question>) => {
  const question = event.data;
  let answer: Answer;
  try {
    await ready;
    answer = { id: question.id, report: judge(question) };
  } catch (error) {
    answer = { id: question.id, error: error instanceof Error ? error.message : String(error) };
  }
  postMessage(answer);
});

function judge(question: Question): SiteReport {
  return question.ask === "inspect" ? inspect(question.snapshot) : inspectScripts(question.scripts);
}
