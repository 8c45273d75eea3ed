// Asks the worker, with a limit on time. A question that fails costs one worker; the next one gets a fresh one.

import type { Answer, Ask, Asks, Question } from "./protocol";

export class Analyser {
  #worker: Worker | undefined;
  #last = 0;

  async ask<A extends Ask>(ask: A, input: Asks[A]["input"], milliseconds: number): Promise<Asks[A]["output"]> {
    const worker = (this.#worker ??= start());
    const id = (this.#last += 1);
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise<Asks[A]["output"]>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error("The analysis took too long.")), milliseconds);
        worker.onerror = (event) => reject(new Error(event.message || "The analysis could not be started."));
        worker.onmessage = ({ data }: MessageEvent<Answer>) => {
          if (data.id !== id) return;
          if ("output" in data) resolve(data.output as Asks[A]["output"]);
          else reject(new Error(data.error));
        };
        worker.postMessage({ id, ask, input } satisfies Question);
      });
    } catch (error) {
      this.end();
      throw error;
    } finally {
      clearTimeout(timer);
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
