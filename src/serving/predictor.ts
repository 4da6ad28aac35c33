import { Worker } from "node:worker_threads";
import { bundlePath } from "../package-root.js";
import type { Answer } from "../tasks/answer.js";
import { unpackError } from "../thread-error.js";
import type { PredictMessage, PredictWorkerData, ServedModel } from "./predict-worker.js";
import { RequestError } from "./request-error.js";

interface Job {
  samples: Float32Array;
  signal: AbortSignal;
  resolve: (answer: Answer | null) => void;
  reject: (error: Error) => void;
}

/**
 * A model in a thread of its own. Recordings that arrive while it computes wait and are computed together, so that
 * batches grow with the load and nothing waits without load.
 */
export class Predictor {
  readonly model: ServedModel;
  readonly #worker: Worker;
  readonly #maxBatch: number;
  readonly #waiting: Job[] = [];
  #running: Job[] = [];
  #failure: Error | null = null;

  private constructor(
    worker: Worker,
    model: ServedModel,
    maxBatch: number,
    onFailure: (error: Error) => void,
  ) {
    this.#worker = worker;
    this.model = model;
    this.#maxBatch = maxBatch;
    worker.on("message", (message: PredictMessage) => this.#onMessage(message));
    const fail = (error: Error) => {
      if (this.#failure !== null) return;
      this.#failure = error;
      for (const { reject } of [...this.#running, ...this.#waiting.splice(0)]) reject(error);
      onFailure(error);
    };
    worker.on("error", fail);
    worker.on("exit", (code) => fail(endedBy(code)));
  }

  /**
   * Loads a model.
   *
   * @param maxBatch most recordings that are computed together
   * @param onFailure called when the thread exits by itself; nothing is predicted after that
   * @throws CheckpointError for a path without a checkpoint, or a damaged checkpoint
   * @throws ConfigError for overrides that do not fit it
   * @throws any other error of the thread, as it was thrown there
   */
  static async open(
    data: PredictWorkerData,
    maxBatch: number,
    onFailure: (error: Error) => void,
  ): Promise<Predictor> {
    const worker = new Worker(bundlePath("serving/predict-worker"), {
      workerData: data,
      execArgv: [],
    });
    const message = await new Promise<PredictMessage>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", (code) => reject(endedBy(code)));
    });
    // Listeners of messages stay: a port without any drops the messages that follow.
    worker.removeAllListeners("error").removeAllListeners("exit");
    if ("ready" in message) return new Predictor(worker, message.ready, maxBatch, onFailure);
    await worker.terminate();
    throw "error" in message ? unpackError(message.error) : new Error("the model was not loaded");
  }

  /** Recordings that wait or are being computed. */
  get numPending(): number {
    return this.#waiting.length + this.#running.length;
  }

  /**
   * Returns the model's answer; null if its prediction is not finite.
   *
   * @param samples at the model's rate; their memory is transferred to the thread
   */
  predict(samples: Float32Array, signal: AbortSignal): Promise<Answer | null> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ samples, signal, resolve, reject });
      if (this.#running.length === 0) this.#next();
    });
  }

  #next(): void {
    this.#running = [];
    while (this.#waiting.length > 0 && this.#running.length < this.#maxBatch) {
      const job = this.#waiting.shift()!;
      if (job.signal.aborted) job.reject(new RequestError(499, "GONE", "the client closed the connection"));
      else this.#running.push(job);
    }
    if (this.#running.length === 0) return;
    const recordings = this.#running.map(({ samples }) => samples);
    this.#worker.postMessage(
      recordings,
      recordings.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }

  #onMessage(message: PredictMessage): void {
    for (const [i, { resolve, reject }] of this.#running.entries()) {
      if ("answers" in message) resolve(message.answers[i]!);
      else if ("error" in message) reject(unpackError(message.error));
    }
    this.#next();
  }

  async close(): Promise<void> {
    this.#failure ??= new Error("closed");
    await this.#worker.terminate();
  }
}

function endedBy(code: number): Error {
  return new Error(`the thread that runs the model exited with code ${code}`);
}
