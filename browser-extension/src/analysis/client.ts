// Asks the worker, with a limit on time. A question that fails costs one worker; the next one gets a fresh one.

import type { SiteReport } from "../../wasm/seaworthy.js";
import type { Answer, Question } from "./protocol";

/** The question without its number. */
type Ask = Question extends infer Q ? (Q extends Question ? Omit<Q, "id"> : never) : never;

export class Analyser {
  #worker: Worker | undefined;
  #last = 0;

  async ask(question: Ask, milliseconds: number): Promise<SiteReport> {
    const worker = (this.#worker ??= start());
    const id = (this.#last += 1);
    try {
      return await new Promise<SiteReport>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error("The analysis took too long.")), milliseconds);
        worker.onerror = (event) => {
          clearTimeout(timer);
          reject(new Error(event.message || "The analysis could not be started."));
        };
        worker.onmessage = ({ data }: MessageEvent<Answer>) => {
          if (data.id !== id) return;
          clearTimeout(timer);
          if ("report" in data) resolve(data.report);
          else reject(new Error(data.error));
        };
        worker.postMessage({ ...question, id });
      });
    } catch (error) {
      this.end();
      throw error;
    }
  }

  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}

function start(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
}
