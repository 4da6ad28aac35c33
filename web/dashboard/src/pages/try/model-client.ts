import type { InputFormat } from "./model-input.js";
import type { Outputs, Reply, Request } from "./model-worker.js";

export interface Computed {
  outputs: Outputs;
  ms: number;
}

/** A model in its worker. Runs follow each other. */
export class Model {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve(result: Computed): void; reject(error: Error): void }>();
  #nextId = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** @param url of the exported model */
  static open(url: string): Promise<Model> {
    const worker = new Worker(new URL("./model-worker.ts", import.meta.url), { type: "module" });
    const model = new Model(worker);
    return new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => {
        model.#fail(new Error(message || "onnxruntime cannot be loaded"));
        reject(new Error(message || "onnxruntime cannot be loaded"));
      };
      worker.onmessage = ({ data }: MessageEvent<Reply>) => {
        if (data.kind === "opened") resolve(model);
        else if (data.kind === "result") model.#take(data.id)?.resolve(data);
        else if (data.id === null) reject(new Error(data.message));
        else model.#take(data.id)?.reject(new Error(data.message));
      };
      // Threads share memory, which browsers give to isolated pages only.
      const numThreads = globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
      worker.postMessage({
        kind: "open",
        model: new URL(url, location.href).href,
        numThreads,
      } satisfies Request);
    });
  }

  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  run(channels: Float32Array[], rateHz: number, format: InputFormat, clipSamples: number): Promise<Computed> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ kind: "run", id, channels, rateHz, format, clipSamples } satisfies Request);
    });
  }

  close(): void {
    this.#worker.terminate();
    this.#fail(new Error("the page was left"));
  }

  #take(id: number) {
    const found = this.#waiting.get(id);
    this.#waiting.delete(id);
    return found;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
