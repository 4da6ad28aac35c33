import { totalmem } from "node:os";
import type { Config } from "../config/schema.js";
import type { Annotations } from "../data/annotations.js";
import type { Dataset } from "../data/dataset.js";
import { createSampler, Loader, type SamplingOptions } from "../data/loader.js";
import { World } from "../distributed/world.js";
import { TrainingError } from "../errors.js";
import { buildModel } from "../inference/build-model.js";
import { chooseHardware, type Hardware } from "../inference/hardware.js";
import { loaderOptions } from "../inference/loaders.js";
import { openData } from "../inference/open-data.js";
import { annotationsOf } from "../tasks/annotations.js";
import { createTask } from "../tasks/index.js";
import { addon } from "../tensor/addon.js";
import { manualSeed } from "../tensor/index.js";
import { buildParts } from "./build.js";

/** Clips of a label in each split. */
export interface LabelCounts {
  label: string;
  train: number;
  validation: number;
  test: number;
}

/** The result of trying a recipe on one rank. */
export interface DryRun {
  hardware: Hardware;
  numTrain: number;
  numValidation: number;
  numTest: number;
  /** By label, in the labels' order. */
  labels: LabelCounts[];
  numSteps: number;
  /** The fewest and the most clips that a rank computes in a step. */
  clipsInStep: [fewest: number, most: number];
  /** Steps in an epoch that have a part with fewer clips than ranks, which all ranks compute. */
  numRepeated: number;
  modelName: string;
  numParameters: number;
  /** Parameters that the forward pass does not use. */
  unused: string[];
  /** Bytes that each rank sends in a step. */
  gradientBytes: number;
  stepMs: number;
  /** Tensors that a rank holds between steps: weights, gradients and their buckets, optimizer's state, moving average. */
  stateBytes: number;
  /** Memory of this process, and that of the buckets of several ranks. */
  rankBytes: number;
  hostBytes: number;
}

/**
 * Checks a recipe for all its ranks on one: opens the data, lays out every rank's batches of an epoch, and computes
 * two steps as the rank with the most clips would. Writes nothing.
 *
 * @param warn receives one line for each warning about the data
 * @throws the error that a rank would fail with
 */
export async function dryRun(
  config: Config,
  numHosts: number,
  signal: AbortSignal,
  warn: (message: string) => void = () => {},
): Promise<DryRun> {
  const { world_size: size } = config.training.distributed;
  const localSize = Math.ceil(size / numHosts);
  const hardware = chooseHardware(config.training, null, { size, localSize, localRank: 0 });
  const data = await openData(config, { signal, warn });
  const task = createTask(config, data);
  const loading = {
    ...loaderOptions(config),
    worldSize: size,
    clips: data.train,
    targets: task.targetsOf(data.train),
    shuffle: true,
    shuffleShards: config.data.shuffle_shards,
    numMicroBatches: config.training.accumulation_steps,
    repeatSmall: true,
  };
  const plan = layOut(loading);
  manualSeed(config.seed);
  const otherBytes = addon.liveBytes();
  const network = buildModel(config, task, hardware);
  network.model.train();
  const { model, optimizer, scaler, ema, step } = buildParts(config, network, task, hardware, World.solo());
  const loader = new Loader(loading);
  try {
    let stepMs = 0;
    // The first step allocates buffers and chooses kernels; the second one is measured.
    for (let i = 0; i < 2; i++) {
      for await (const batch of loader.epoch(0)) {
        const startMs = performance.now();
        await step.run(batch, i, 0, () => `step ${i + 1} of the dry run`, signal);
        stepMs = performance.now() - startMs;
        batch.release();
        break;
      }
    }
    const named = [...model.namedParameters()];
    const gradientBytes = 4 * model.numParameters();
    // A world of one rank has no buckets.
    const hasBuckets = size > 1 && !config.training.distributed.gradient_as_bucket_view;
    const bucketBytes = hasBuckets ? gradientBytes : 0;
    return {
      hardware,
      numTrain: data.train.length,
      numValidation: data.validation.length,
      numTest: data.test.length,
      labels: countLabels(data, annotationsOf(config)),
      numSteps: loader.numBatches * config.training.epochs,
      ...plan,
      modelName: model.name,
      numParameters: model.numParameters(),
      unused: named.filter(([, parameter]) => !hasGradient(parameter)).map(([name]) => name),
      gradientBytes,
      stepMs,
      stateBytes: addon.liveBytes() - otherBytes + gradientBytes + bucketBytes,
      rankBytes: process.memoryUsage().rss + bucketBytes,
      hostBytes: totalmem(),
    };
  } finally {
    await loader.close();
    for (const holder of [model, network.frontEnd, optimizer, scaler, ema, step]) holder?.dispose();
  }
}

function hasGradient(parameter: { grad: { dispose(): void } | null }): boolean {
  const { grad } = parameter;
  grad?.dispose();
  return grad !== null;
}

function countLabels({ labels, ...splits }: Dataset, annotations: Annotations): LabelCounts[] {
  const counts = new Map(labels.map((label) => [label, { label, train: 0, validation: 0, test: 0 }]));
  for (const split of ["train", "validation", "test"] as const)
    for (const clip of splits[split])
      for (const label of annotations.labelsOf(clip.label)) counts.get(label)![split]++;
  const all = [...counts.values()];
  // A task of numbers has no labels to count.
  return all.some(({ train }) => train > 0) ? all : [];
}

/** Lays out every rank's batches of the first epoch. @throws TrainingError if a clip would not count once */
function layOut(options: SamplingOptions): Pick<DryRun, "clipsInStep" | "numRepeated"> {
  const { clips, worldSize = 1 } = options;
  const counts = new Float64Array(clips.length);
  const repeated = new Set<number>();
  let fewest = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let rank = 0; rank < worldSize; rank++) {
    const sampler = createSampler({ ...options, rank });
    for (const [step, { indices, parts }] of [...sampler.batches(0)].entries()) {
      fewest = Math.min(fewest, indices.length);
      most = Math.max(most, indices.length);
      let from = 0;
      for (const { size, numCopies } of parts) {
        if (numCopies > 1) repeated.add(step);
        for (const index of indices.subarray(from, from + size)) counts[index]! += 1 / numCopies;
        from += size;
      }
    }
  }
  const odd = counts.findIndex((count) => Math.abs(count - 1) > 1e-9);
  if (odd !== -1) {
    throw new TrainingError("ORDER", `clip ${odd} would count ${counts[odd]} times an epoch, expected once`);
  }
  return { clipsInStep: [fewest, most], numRepeated: repeated.size };
}
