import type { LogMel } from "../audio/log-mel.js";
import type { Loader } from "../data/loader.js";
import { World } from "../distributed/world.js";
import type { Classifier } from "../models/index.js";
import { crossEntropy } from "../nn/index.js";
import { noGrad, scope } from "../tensor/index.js";
import { type ClipResults, emptyResults, mergeResults } from "./clip-results.js";
import { type ClipEmbeddings, EmbeddingCollector } from "./embeddings.js";
import type { Hardware } from "./hardware.js";
import { ConfusionMatrix } from "./metrics.js";
import { embedAndClassify, toDevice } from "./step.js";

export interface Evaluation {
  /** Mean cross entropy over the clips. */
  loss: number;
  confusion: ConfusionMatrix;
  /** Each clip's own. */
  clips: ClipResults;
  /** null when none were asked for. */
  embeddings: ClipEmbeddings | null;
}

export interface EvaluateOptions {
  model: Classifier;
  features: LogMel;
  hardware: Pick<Hardware, "device" | "precision">;
  /** Of this rank's share of the clips. */
  loader: Loader;
  labels: readonly string[];
  world?: World;
  /** Clips to keep the embeddings of, at most; 0 for none. */
  mostEmbeddings?: number;
  signal?: AbortSignal;
  /** Told the clips of each batch, over all ranks. */
  onBatch?: (numClips: number) => void;
}

/**
 * Runs every clip of the loader once, in evaluation mode, and leaves the model in the mode it was in. With
 * several ranks each runs its share, and all get the whole: results are kept by clip and added up in the
 * clips' order, so that the number of ranks changes nothing but the rounding of a clip's own result.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { model, labels, loader, world = World.solo(), mostEmbeddings = 0 } = options;
  const collector = new EmbeddingCollector(loader.numClips, mostEmbeddings);
  const wasTraining = model.training;
  model.eval();
  let own: ClipResults;
  try {
    own = await world.together(() => evaluateShare(options, world, collector));
  } finally {
    model.train(wasTraining);
  }
  const clips = mergeResults(world, own);
  const { truth, predicted, losses } = clips;
  const confusion = new ConfusionMatrix(labels);
  let lossSum = 0;
  for (let i = 0; i < truth.length; i++) {
    if (truth[i]! < 0) continue; // stopped before its turn
    confusion.add(truth[i]!, predicted[i]!);
    lossSum += losses[i]!;
  }
  const embeddings = collector.isEmpty ? null : collector.merge(world);
  return { loss: lossSum / confusion.numClips, confusion, clips, embeddings };
}

async function evaluateShare(
  options: EvaluateOptions,
  world: World,
  collector: EmbeddingCollector,
): Promise<ClipResults> {
  const { hardware, loader, signal } = options;
  const numClasses = options.labels.length;
  const results = emptyResults(loader.numClips, numClasses);
  world.enter("evaluation");
  for await (const batch of loader.epoch(0)) {
    const { losses, predicted, probabilities } = noGrad(() =>
      scope(() => {
        const { wave, labels: truth } = toDevice(batch, hardware.device);
        const { embeddings, logits } = embedAndClassify(options, wave); // [B, D], [B, classes]
        if (!collector.isEmpty) collector.add(batch.indices, embeddings.toFloat32Array()); // sync
        return {
          losses: crossEntropy(logits, truth, { reduction: "none" }).toFloat32Array(), // sync
          predicted: logits.argmax(1).toArray() as BigInt64Array, // sync
          probabilities: logits.softmax(1).toFloat32Array(), // [B, classes], sync
        };
      }),
    );
    for (const [i, clip] of batch.indices.entries()) {
      results.truth[clip] = Number(batch.labels[i]);
      results.predicted[clip] = Number(predicted[i]);
      results.losses[clip] = losses[i]!;
      const own = probabilities.subarray(i * numClasses, (i + 1) * numClasses);
      results.probabilities.set(own, clip * numClasses);
    }
    const { globalSize } = batch;
    batch.release();
    options.onBatch?.(globalSize);
    if (signal?.aborted) break;
    await yieldToEventLoop();
  }
  return results;
}

/** Lets sockets, timers and signals be served. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
