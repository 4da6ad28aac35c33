/*
 * The thread that projects while training runs, one projection at a time. Checks for a stop request between blocks of
 * neighbours and between epochs.
 */
import { parentPort } from "node:worker_threads";
import { WoodshedError } from "../errors.js";
import { packError, type SentError } from "../thread-error.js";
import { type ProjectionJob, type ProjectionProgress, project } from "./project.js";

export interface UmapTask {
  job: ProjectionJob;
  /** One number; not 0 once the projection is to stop. */
  stop: Int32Array;
}

export type UmapMessage =
  | { progress: ProjectionProgress }
  | { positions: Float32Array }
  | { error: SentError };

if (parentPort !== null) {
  const port = parentPort;
  const post = (message: UmapMessage) => port.postMessage(message);
  port.on("message", ({ job, stop }: UmapTask) => {
    try {
      const positions = project(job, (progress) => {
        if (Atomics.load(stop, 0) !== 0) throw new WoodshedError("ABORTED", "umap: stopped");
        post({ progress });
      });
      post({ positions });
    } catch (error) {
      post({ error: packError(error) });
    }
  });
}
