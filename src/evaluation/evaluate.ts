import { type Clip, clipName } from "../data/clip.js";
import type { EvaluationLoader } from "../data/evaluation-loader.js";
import { World } from "../distributed/world.js";
import { embedAndClassify, type Network, toDevice } from "../inference/forward.js";
import type { Calibration, EvaluationRecord, Summary, Task } from "../tasks/task.js";
import { noGrad, scope } from "../tensor/index.js";
import { yieldToEventLoop } from "../yield-to-event-loop.js";
import { type ClipEmbeddings, EmbeddingCollector } from "./embeddings.js";
import { RankRecord } from "./record.js";
import { TraceCollector } from "./traces.js";

export interface Evaluation {
  /** Results of each clip. */
  record: EvaluationRecord;
  summary: Summary;
  /** The calibration that was fitted to these clips; null if none was. */
  calibration: Calibration | null;
  /** Places of the clips whose loss is not finite. */
  notFinite: number[];
  /** null if none were asked for. */
  embeddings: ClipEmbeddings | null;
}

/** An evaluation of the validation clips while a run trains. */
export interface ValidationEvaluation extends Evaluation {
  /** With the same weights, of a sample of the training clips; null if none is wanted. */
  train: Evaluation | null;
}

export interface EvaluateOptions extends Network {
  task: Task;
  /** Loads the windows of this rank's share of the clips. */
  loader: EvaluationLoader;
  world?: World;
  /** Fits the task's calibration to these clips before they are summarized. */
  calibrates?: boolean;
  /** Largest number of clips whose embeddings are returned; 0 for none. */
  mostEmbeddings?: number;
  /** Largest number of bytes of the record's traces; 0 for none. */
  mostTraceBytes?: number;
  signal?: AbortSignal;
  /** Called after each batch with the number of clips that are done, over all ranks; an estimate until all are. */
  onProgress?: (numDone: number) => void;
}

/**
 * Evaluates every clip of the loader once, in evaluation mode, and leaves the model in the mode it was in. The result of a
 * clip is that of `predictFile`: the mean over its windows of outputs, loss and embedding, weighted by the audio in each. With several ranks each evaluates its share, and all get the merged result: results are stored by clip
 * and summarized in the clips' order, so that the number of ranks changes nothing but the rounding of a
 * clip's own result.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { model, task, loader, world = World.solo(), calibrates = false } = options;
  const { mostEmbeddings = 0, mostTraceBytes = 0 } = options;
  const collector = new EmbeddingCollector(loader.numClips, mostEmbeddings);
  const traces = new TraceCollector(task.hasTraces ? mostTraceBytes : 0);
  const wasTraining = model.training;
  model.eval();
  let own: RankRecord;
  try {
    own = await world.together(() => evaluateShare(options, world, collector, traces));
  } finally {
    model.train(wasTraining);
  }
  const record = own.merge(world, loader.targets, loader.numClips);
  if (!traces.isEmpty) record.traces = traces.merge(world);
  const notFinite = [...record.evaluated].filter((clip) => !Number.isFinite(record.losses[clip]));
  const embeddings = collector.isEmpty ? null : collector.merge(world);
  const calibration = calibrates ? task.calibrate(record) : null;
  const summary = (calibration === null ? task : task.calibrated(calibration)).summarize(record);
  return { record, summary, calibration, notFinite, embeddings };
}

/** Clips named in a message. */
const MAX_NAMED = 3;

/**
 * Names the clips whose loss is not finite.
 *
 * @param clips the set that was evaluated
 */
export function describeNotFinite(
  { notFinite, summary: { numClips } }: Pick<Evaluation, "notFinite" | "summary">,
  clips: readonly Clip[],
  { notFiniteClips }: Pick<Task, "notFiniteClips">,
): string {
  const count = notFinite.length;
  const names = notFinite.slice(0, MAX_NAMED).map((place) => clipName(clips[place]!));
  const more = count > names.length ? ` and ${count - names.length} more` : "";
  const cause =
    count === numClips
      ? "The weights have diverged, or every clip is broken: lower optimization.learning_rate, or look at the clips"
      : `Look for samples far beyond full scale in ${count === 1 ? "it" : "them"}, such as 32-bit integers under a float header`;
  const counts = count === 1 ? "it counts" : "they count";
  return `the loss of ${count} of ${numClips} clips is not finite, and ${counts} ${notFiniteClips}: ${names.join(", ")}${more}. ${cause}`;
}

async function evaluateShare(
  options: EvaluateOptions,
  world: World,
  collector: EmbeddingCollector,
  traces: TraceCollector,
): Promise<RankRecord> {
  const { hardware, loader, task, signal, onProgress } = options;
  const { targets, sampleRateHz } = loader;
  const collect =
    task.collect === undefined
      ? undefined
      : (clip: number, numSamples: number) => task.collect!({ clip, targets, numSamples, sampleRateHz });
  const results = new RankRecord(task.numOutputs, loader.numOwnClips, collect, (clip, recording) => {
    if (!traces.isEmpty) traces.add(clip, recording.trace!());
  });
  /** Clips of this rank; one counts in part while windows of it are missing. */
  let numDone = 0;
  world.enter("evaluation");
  for await (const batch of loader.windows()) {
    const { outputs, losses } = noGrad(() =>
      scope(() => {
        const { wave, targets: rows } = toDevice(batch, hardware.device);
        const { embeddings, logits } = embedAndClassify(options, wave); // [B, D], [B, O]
        if (!collector.isEmpty) collector.add(batch, embeddings.toFloat32Array()); // sync
        return {
          outputs: task.activate(logits).toFloat32Array(), // [B, O], sync
          losses: task.clipLosses(logits, rows).toFloat32Array(), // [B], sync
        };
      }),
    );
    results.add(batch, outputs, losses);
    batch.release();
    numDone += batch.windowSamples.reduce((sum, n, i) => sum + n / Math.max(1, batch.clipSamples[i]!), 0);
    onProgress?.(
      results.numClips === loader.numOwnClips
        ? loader.numClips
        : Math.min(loader.numClips - 1, Math.floor((numDone * loader.numClips) / loader.numOwnClips)),
    );
    if (signal?.aborted) break;
    await yieldToEventLoop();
  }
  return results;
}
