/*
 * A decoding thread: takes tasks of batches, writes samples into shared memory, and answers when done. No module imports
 * this file: it would then answer messages of the importing thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { adoptCode } from "../components/modules.js";
import { type ClipData, decodeClips } from "./decode-task.js";
import { serveTasks } from "./serve-tasks.js";

if (parentPort !== null) {
  const data = workerData as ClipData;
  adoptCode(data.code);
  serveTasks(parentPort, (task, clipMs) => decodeClips(data, task, clipMs));
}
