import type { MessagePort } from "node:worker_threads";
import { packError } from "../thread-error.js";
import { decodeClock } from "../timing/decode-clock.js";
import type { DecodeResult, DecodeTask, RunTask } from "./task.js";

/** Answers the tasks that a pool sends to this thread. */
export function serveTasks(port: MessagePort, run: RunTask): void {
  port.on("message", async (task: DecodeTask) => {
    let error: DecodeResult["error"] = null;
    const { buffer, indices } = task;
    const clipMs = new Float64Array(indices.length);
    try {
      const running = run(task, clipMs);
      if (running !== undefined) await running;
    } catch (thrown) {
      error = packError(thrown);
    }
    const taken = { ...decodeClock.take(), clipMs };
    port.postMessage({ buffer, indices, taken, error } satisfies DecodeResult);
  });
}
