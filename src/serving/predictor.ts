import { Worker } from "node:worker_threads";
import { bundlePath } from "../package-root.js";
import type { Answer } from "../tasks/answer.js";
import { unpackError } from "../thread-error.js";
import type {
  PredictMessage,
  PredictWork,
  PredictWorkerData,
  ServedModel,
  WorkName,
  WorkResults,
} from "./predict-worker.js";
import { RequestError } from "./request-error.js";

interface Job {
  name: WorkName;
  samples: Float32Array;
  signal: AbortSignal;
  resolve: (result: WorkResults[WorkName]) => void;
  reject: (error: Error) => void;
}

/**
 * A model in a thread of its own. Recordings and windows of streams that arrive while it computes wait, and those of a kind are
 * computed together, so that batches grow with the load and nothing waits without load.
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
   * @param maxBatch most recordings or windows that are computed together
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

  /** Recordings and windows that wait or are being computed. */
  get numPending(): number {
    return this.#waiting.length + this.#running.length;
  }

  /**
   * Returns the model's answer; null if its prediction is not finite.
   *
   * @param samples at the model's rate; their memory is transferred to the thread
   */
  predict(samples: Float32Array, signal: AbortSignal): Promise<Answer | null> {
    return this.#compute("predict", samples, signal);
  }

  /**
   * Returns the scores [C, F] of a window of a stream.
   *
   * @param wave with its padding, planar [A * padded]; its memory is transferred to the thread
   */
  score(wave: Float32Array, signal: AbortSignal): Promise<Float32Array> {
    return this.#compute("score", wave, signal);
  }

  #compute<Name extends WorkName>(
    name: Name,
    samples: Float32Array,
    signal: AbortSignal,
  ): Promise<WorkResults[Name]> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, samples, signal, resolve: resolve as Job["resolve"], reject });
      if (this.#running.length === 0) this.#next();
    });
  }

  /** Starts the first job that waits, with others of its kind. */
  #next(): void {
    this.#running = [];
    const left: Job[] = [];
    for (const job of this.#waiting.splice(0)) {
      const { name = job.name } = this.#running[0] ?? {};
      if (job.signal.aborted) job.reject(new RequestError(499, "GONE", "the client closed the connection"));
      else if (job.name === name && this.#running.length < this.#maxBatch) this.#running.push(job);
      else left.push(job);
    }
    this.#waiting.push(...left);
    const [first] = this.#running;
    if (first === undefined) return;
    const inputs = this.#running.map(({ samples }) => samples);
    this.#worker.postMessage(
      { name: first.name, inputs } satisfies PredictWork,
      inputs.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }

  #onMessage(message: PredictMessage): void {
    for (const [i, { resolve, reject }] of this.#running.entries()) {
      if ("results" in message) resolve(message.results[i]!);
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
