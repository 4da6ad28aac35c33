import type { LogMel } from "../audio/log-mel.js";
import type { Loader } from "../data/loader.js";
import type { Classifier } from "../models/index.js";
import { crossEntropy } from "../nn/index.js";
import { noGrad, scope } from "../tensor/index.js";
import type { Hardware } from "./hardware.js";
import { ConfusionMatrix } from "./metrics.js";
import { logitsOf, toDevice } from "./step.js";

export interface Evaluation {
  /** Mean cross entropy over the clips. */
  loss: number;
  confusion: ConfusionMatrix;
}

export interface EvaluateOptions {
  model: Classifier;
  features: LogMel;
  hardware: Pick<Hardware, "device" | "precision">;
  loader: Loader;
  labels: readonly string[];
  signal?: AbortSignal;
  onBatch?: (numClips: number) => void;
}

/** Runs every clip of the loader once, in evaluation mode, and leaves the model in the mode it was in. */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { model, hardware, loader, labels, signal } = options;
  const confusion = new ConfusionMatrix(labels);
  const wasTraining = model.training;
  let lossSum = 0;
  model.eval();
  try {
    for await (const batch of loader.epoch(0)) {
      const { loss, predicted } = noGrad(() =>
        scope(() => {
          const { wave, labels: truth } = toDevice(batch, hardware.device);
          const logits = logitsOf(options, wave); // [B, classes]
          return {
            loss: crossEntropy(logits, truth, { reduction: "sum" }).item(), // sync
            predicted: logits.argmax(1).toArray() as BigInt64Array, // sync
          };
        }),
      );
      lossSum += loss;
      for (let i = 0; i < batch.size; i++) confusion.add(Number(batch.labels[i]), Number(predicted[i]));
      const { size } = batch;
      batch.release();
      options.onBatch?.(size);
      if (signal?.aborted) break;
      await turn();
    }
  } finally {
    model.train(wasTraining);
  }
  return { loss: lossSum / confusion.numClips, confusion };
}

/** Lets sockets, timers and signals be served. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
