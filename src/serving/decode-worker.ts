/* Thread that decodes uploads: bytes of an audio file to samples at the model's rate. */
import { parentPort, workerData } from "node:worker_threads";
import { packError } from "../thread-error.js";
import { type DecodeAnswer, type DecodeJob, type DecodeLimits, decodeUpload } from "./decode.js";

if (parentPort !== null) {
  const port = parentPort;
  port.on("message", (job: DecodeJob) => {
    const { id } = job;
    try {
      const decoded = decodeUpload(job, workerData as DecodeLimits);
      port.postMessage({ id, ...decoded } satisfies DecodeAnswer, [decoded.samples.buffer as ArrayBuffer]);
    } catch (error) {
      port.postMessage({ id, error: packError(error) } satisfies DecodeAnswer);
    }
  });
}
