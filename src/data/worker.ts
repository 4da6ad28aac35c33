/*
 * A decoding thread: takes tasks of batches, writes samples into shared memory, and answers when done. No module imports
 * this file: it would then answer messages of the importing thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { packError } from "../thread-error.js";
import { decodeClock } from "../timing/decode-clock.js";
import { type DecodeResult, type DecodeTask, runDecodeTask, type WorkerData } from "./decode-task.js";

if (parentPort !== null) {
  const port = parentPort;
  port.on("message", (task: DecodeTask) => {
    let error: DecodeResult["error"] = null;
    const { buffer, indices } = task;
    const clipMs = new Float64Array(indices.length);
    try {
      runDecodeTask(workerData as WorkerData, task, clipMs);
    } catch (thrown) {
      error = packError(thrown);
    }
    const taken = { times: decodeClock.take(), clipMs };
    port.postMessage({ buffer, indices, taken, error } satisfies DecodeResult);
  });
}
