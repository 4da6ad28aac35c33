/* The thread that has the network: batches of recordings to what is heard in them. */
import { parentPort, workerData } from "node:worker_threads";
import type { WoodshedError } from "../errors.js";
import { type ModelOutputs, predictTogether } from "../train/predict.js";
import { restoreModel } from "../train/restore.js";

export interface PredictWorkerData {
  /** The folder of a checkpoint. */
  path: string;
  overrides: readonly string[];
}

/** What is served. */
export interface ServedModel {
  /** The checkpoint's own folder. */
  checkpoint: string;
  name: string;
  labels: readonly string[];
  sampleRateHz: number;
  clipSec: number;
  /** What it computes on, in words. */
  hardware: readonly string[];
}

export type PredictAnswer =
  | { ready: ServedModel }
  | { results: ModelOutputs[] }
  | { error: { name: string; code: string; message: string } };

if (parentPort !== null) {
  const port = parentPort;
  const { path, overrides } = workerData as PredictWorkerData;
  const say = (answer: PredictAnswer) => port.postMessage(answer);
  const sayError = (error: unknown) => {
    const { name, code = "PREDICT", message } = error as WoodshedError;
    say({ error: { name, code, message } });
  };
  try {
    const network = restoreModel(path, overrides);
    const { config, labels, folder: checkpoint, hardware } = network;
    // The first batch pays for what libtorch sets up once: not a client's, but this one.
    predictTogether(network, [new Float32Array(1)]);
    port.on("message", (recordings: Float32Array[]) => {
      try {
        say({ results: predictTogether(network, recordings) });
      } catch (error) {
        sayError(error);
      }
    });
    const { sample_rate_hz: sampleRateHz, clip_sec: clipSec } = config.data;
    say({
      ready: { checkpoint, name: config.name, labels, sampleRateHz, clipSec, hardware: hardware.notes },
    });
  } catch (error) {
    sayError(error);
  }
}
