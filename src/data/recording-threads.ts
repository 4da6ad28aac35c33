/** Runs work on recordings in threads, each of which takes one recording at a time. */
import { type MessagePort, Worker } from "node:worker_threads";
import type { ThreadCode } from "../components/loaded.js";
import { threadCodeOf } from "../components/modules.js";
import { DataError } from "../errors.js";
import { packError, type SentError, unpackError } from "../thread-error.js";
import type { Clip } from "./clip.js";
import { type RowTable, rowAt, shareRows } from "./row-table.js";

/** Work on recordings. A task and `options` are plain data. */
export interface RecordingWork<Task extends { whole: Clip }, Report> {
  tasks: readonly Task[];
  /** The bundle of the threads, which calls `serveRecordings`. */
  worker: string;
  options: unknown;
  numThreads: number;
  /** Ends the work soon: threads ask `isStopped` within a recording. */
  signal: AbortSignal;
  onReport: (index: number, report: Report) => void;
}

/** The data of a thread. */
export interface RecordingThreadData {
  tasks: RowTable;
  options: unknown;
  /** Not 0: stop. */
  stop: Int32Array;
  code: Readonly<Record<string, ThreadCode>>;
}

interface ReportMessage {
  /** null for a recording that was stopped. */
  report: unknown;
  error: SentError | null;
}

/** Recordings for each thread that is started, which costs as much as decoding some short ones. */
const RECORDINGS_A_THREAD = 16;

/** Calls `onReport` for each recording, unless it is stopped before. @throws the error of a task, or of a thread that died */
export async function overRecordings<Task extends { whole: Clip }, Report>({
  tasks,
  worker: bundle,
  options,
  numThreads,
  signal,
  onReport,
}: RecordingWork<Task, Report>): Promise<void> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const code = threadCodeOf(tasks.flatMap(({ whole: { own } }) => (own === undefined ? [] : [own.code])));
  const data: RecordingThreadData = { tasks: shareRows(tasks), options, stop, code };
  const count = Math.min(numThreads, Math.ceil(tasks.length / RECORDINGS_A_THREAD));
  let next = 0;
  const stopAll = (): void => void Atomics.store(stop, 0, 1);
  if (signal.aborted) stopAll();
  signal.addEventListener("abort", stopAll, { once: true });
  /** Hands out recordings one by one, so that a long one delays no other; a thread is never ended within a decode. */
  const runThread = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(bundle, { workerData: data, execArgv: [] });
      let current = -1;
      const handOut = (): void => {
        if (next >= tasks.length || Atomics.load(stop, 0) !== 0) {
          void worker.terminate();
          return;
        }
        current = next++;
        worker.postMessage(current);
      };
      worker.on("message", ({ report, error }: ReportMessage) => {
        if (error !== null) {
          reject(unpackError(error));
          stopAll();
        } else if (report !== null) onReport(current, report as Report);
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
}

/** A thread: answers with the report of each recording that it is sent. @param work returns null if it was stopped */
export function serveRecordings<Task, Options>(
  port: MessagePort,
  { tasks, options, stop }: RecordingThreadData,
  work: (task: Task, options: Options, isStopped: () => boolean) => unknown,
): void {
  const isStopped = (): boolean => Atomics.load(stop, 0) !== 0;
  port.on("message", (index: number) => {
    const answer: ReportMessage = { report: null, error: null };
    try {
      answer.report = work(rowAt<Task>(tasks, index), options as Options, isStopped);
    } catch (error) {
      answer.error = packError(error);
    }
    port.postMessage(answer);
  });
}
