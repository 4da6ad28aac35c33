import type { LogMel } from "../audio/log-mel.js";
import { type Clip, clipName } from "../data/clip.js";
import type { Loader } from "../data/loader.js";
import { World } from "../distributed/world.js";
import { embedAndClassify, toDevice } from "../inference/forward.js";
import type { Hardware } from "../inference/hardware.js";
import type { Classifier } from "../models/index.js";
import { crossEntropy } from "../nn/index.js";
import { noGrad, scope } from "../tensor/index.js";
import { yieldToEventLoop } from "../yield-to-event-loop.js";
import { type ClipResults, emptyResults, mergeResults } from "./record.js";
import { ConfusionMatrix } from "../metrics/confusion-matrix.js";
import { type ClipEmbeddings, EmbeddingCollector } from "./embeddings.js";

export interface Evaluation {
  /** Mean cross entropy over the clips. */
  loss: number;
  confusion: ConfusionMatrix;
  /** Results of each clip. */
  clips: ClipResults;
  /** Places of the clips whose loss is not finite. */
  notFinite: number[];
  /** null if none were asked for. */
  embeddings: ClipEmbeddings | null;
}

export interface EvaluateOptions {
  model: Classifier;
  features: LogMel;
  hardware: Pick<Hardware, "device" | "precision">;
  /** Loads this rank's share of the clips. */
  loader: Loader;
  labels: readonly string[];
  world?: World;
  /** Largest number of clips whose embeddings are returned; 0 for none. */
  mostEmbeddings?: number;
  signal?: AbortSignal;
  /** Called with the number of clips of each batch, over all ranks. */
  onBatch?: (numClips: number) => void;
}

/**
 * Evaluates every clip of the loader once, in evaluation mode, and leaves the model in the mode it was in.
 * With several ranks each evaluates its share, and all get the merged result: results are stored by clip
 * and added up in the clips' order, so that the number of ranks changes nothing but the rounding of a
 * clip's own result.
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
  const notFinite: number[] = [];
  let lossSum = 0;
  for (let i = 0; i < truth.length; i++) {
    if (truth[i]! < 0) continue; // stopped before this clip
    if (predicted[i]! < 0) confusion.addUnpredicted(truth[i]!);
    else confusion.add(truth[i]!, predicted[i]!);
    if (!Number.isFinite(losses[i]!)) notFinite.push(i);
    lossSum += losses[i]!;
  }
  const embeddings = collector.isEmpty ? null : collector.merge(world);
  return { loss: lossSum / confusion.numClips, confusion, clips, notFinite, embeddings };
}

/** Clips named in a message. */
const MAX_NAMED = 3;

/**
 * Names the clips whose loss is not finite.
 *
 * @param clips the set that was evaluated
 */
export function describeNotFinite(
  { notFinite, confusion }: Pick<Evaluation, "notFinite" | "confusion">,
  clips: readonly Clip[],
): string {
  const count = notFinite.length;
  const names = notFinite.slice(0, MAX_NAMED).map((place) => clipName(clips[place]!));
  const more = count > names.length ? ` and ${count - names.length} more` : "";
  const cause =
    count === confusion.numClips
      ? "The weights have diverged, or every clip is broken: lower optimization.learning_rate, or look at the clips"
      : `Look for samples far beyond full scale in ${count === 1 ? "it" : "them"}, such as 32-bit integers under a float header`;
  return `the loss of ${count} of ${confusion.numClips} clips is not finite, and ${count === 1 ? "it counts" : "they count"} as misclassified: ${names.join(", ")}${more}. ${cause}`;
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
      results.losses[clip] = losses[i]!;
      const own = probabilities.subarray(i * numClasses, (i + 1) * numClasses);
      // argmax of NaN would be the first label.
      results.predicted[clip] = own.some(Number.isNaN) ? -1 : Number(predicted[i]);
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
