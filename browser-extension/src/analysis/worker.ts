// The core runs here and nowhere else. A trap leaves its memory in doubt, so whoever asked ends this worker after one.

import init, { conclude, inspectPage, inspectScripts } from "../../wasm/seaworthy.js";
import type { Answer, Ask, Asks, Question } from "./protocol";

const ready = init();

const CORE: { [A in Ask]: (input: Asks[A]["input"]) => Asks[A]["output"] } = {
  inspectPage: (input) => inspectPage(input),
  inspectScripts: (input) => inspectScripts(input),
  conclude: (input) => conclude(input),
};

addEventListener("message", async ({ data }: MessageEvent<Question>) => {
  let answer: Answer;
  try {
    await ready;
    answer = { id: data.id, output: CORE[data.ask](data.input as never) };
  } catch (error) {
    answer = { id: data.id, error: error instanceof Error ? error.message : String(error) };
  }
  postMessage(answer);
});
