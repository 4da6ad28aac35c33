/*
 * A thread that measures recordings, one at a time. No module imports this file: it would then answer messages of the
 * importing thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { adoptCode } from "../components/modules.js";
import { rowAt } from "../data/row-table.js";
import { packError } from "../thread-error.js";
import type { MeasuredMessage, MeasureThreadData } from "./measure-all.js";
import { measureRecording, type RecordingTask } from "./measure-recording.js";

if (parentPort !== null) {
  const port = parentPort;
  const { tasks, sampleRateHz, stop, code } = workerData as MeasureThreadData;
  adoptCode(code);
  const isStopped = (): boolean => Atomics.load(stop, 0) !== 0;
  port.on("message", (index: number) => {
    const answer: MeasuredMessage = { index, report: null, error: null };
    try {
      answer.report = measureRecording(rowAt<RecordingTask>(tasks, index), { sampleRateHz, isStopped });
    } catch (error) {
      answer.error = packError(error);
    }
    port.postMessage(answer);
  });
}
