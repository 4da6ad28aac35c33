/* Thread that runs the model: batches of recordings to predictions. */
import { parentPort, workerData } from "node:worker_threads";
import { type ModelOutputs, predictTogether } from "../inference/predict.js";
import { restoreModel } from "../inference/restore.js";
import { packError, type SentError } from "../thread-error.js";

export interface PredictWorkerData {
  /** The folder of a checkpoint. */
  path: string;
  overrides: readonly string[];
}

/** Description of the served model. */
export interface ServedModel {
  /** Folder of the checkpoint. */
  checkpoint: string;
  name: string;
  labels: readonly string[];
  sampleRateHz: number;
  clipSec: number;
  /** Device and precision that it computes on, in words. */
  hardware: readonly string[];
}

export type PredictAnswer = { ready: ServedModel } | { results: ModelOutputs[] } | { error: SentError };

if (parentPort !== null) {
  const port = parentPort;
  const { path, overrides } = workerData as PredictWorkerData;
  const send = (answer: PredictAnswer) => port.postMessage(answer);
  try {
    const model = restoreModel(path, overrides);
    const { config, labels, folder: checkpoint, hardware } = model;
    // The first batch includes libtorch's one-time set-up, so it is not left to a client's request.
    predictTogether(model, [new Float32Array(1)]);
    port.on("message", (recordings: Float32Array[]) => {
      try {
        send({ results: predictTogether(model, recordings) });
      } catch (error) {
        send({ error: packError(error) });
      }
    });
    const { sample_rate_hz: sampleRateHz, clip_sec: clipSec } = config.data;
    send({
      ready: { checkpoint, name: config.name, labels, sampleRateHz, clipSec, hardware: hardware.notes },
    });
  } catch (error) {
    send({ error: packError(error) });
  }
}
