/** Measures recordings in threads. */
import { Worker } from "node:worker_threads";
import type { ThreadCode } from "../components/loaded.js";
import { threadCodeOf } from "../components/modules.js";
import { type RowTable, shareRows } from "../data/row-table.js";
import { DataError } from "../errors.js";
import { bundlePath } from "../package-root.js";
import { type SentError, unpackError } from "../thread-error.js";
import type { RecordingReport, RecordingTask } from "./measure-recording.js";

export interface MeasureAllOptions {
  /** Sample rate of the model. */
  sampleRateHz: number;
  numThreads: number;
  /** Ends the work after the blocks that are being decoded. */
  signal: AbortSignal;
  onProgress: (done: number) => void;
}

export interface MeasureThreadData {
  tasks: RowTable;
  sampleRateHz: number;
  /** Not 0: stop. */
  stop: Int32Array;
  code: Readonly<Record<string, ThreadCode>>;
}

export interface MeasuredMessage {
  index: number;
  /** null for one that was stopped. */
  report: RecordingReport | null;
  error: SentError | null;
}

/** Recordings for each thread that is started, which costs as much as decoding some short ones. */
const RECORDINGS_A_THREAD = 16;

/** Returns the report of each recording; null for those that were not measured before `signal` was aborted. */
export async function measureAll(
  tasks: readonly RecordingTask[],
  { sampleRateHz, numThreads, signal, onProgress }: MeasureAllOptions,
): Promise<(RecordingReport | null)[]> {
  const reports = new Array<RecordingReport | null>(tasks.length).fill(null);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const code = threadCodeOf(tasks.flatMap(({ whole: { own } }) => (own === undefined ? [] : [own.code])));
  const data: MeasureThreadData = { tasks: shareRows(tasks), sampleRateHz, stop, code };
  const count = Math.min(numThreads, Math.ceil(tasks.length / RECORDINGS_A_THREAD));
  let next = 0;
  let numDone = 0;
  const stopAll = (): void => void Atomics.store(stop, 0, 1);
  signal.addEventListener("abort", stopAll, { once: true });
  /** Hands out recordings one by one, so that a long one delays no other; a thread is never ended within a decode. */
  const runThread = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(bundlePath("data-check/worker"), { workerData: data, execArgv: [] });
      let current = -1;
      const handOut = (): void => {
        if (next >= tasks.length || Atomics.load(stop, 0) !== 0) {
          void worker.terminate();
          return;
        }
        current = next++;
        worker.postMessage(current);
      };
      worker.on("message", ({ index, report, error }: MeasuredMessage) => {
        if (error !== null) {
          reject(unpackError(error));
          stopAll();
        } else if (report !== null) {
          reports[index] = report;
          onProgress(++numDone);
        }
        current = -1;
        handOut();
      });
      const died = (reason: string, cause?: unknown): void => {
        stopAll();
        const path = tasks[current]?.whole.path ?? "before the first recording";
        reject(new DataError("WORKER", `a thread that decodes died at ${path}: ${reason}`, { cause }));
      };
      worker.on("error", (error) => died(error.message, error));
      worker.on("exit", (exitCode) => (current === -1 ? resolve() : died(`it exited with code ${exitCode}`)));
      handOut();
    });
  try {
    await Promise.all(Array.from({ length: count }, runThread));
  } finally {
    signal.removeEventListener("abort", stopAll);
  }
  return reports;
}
