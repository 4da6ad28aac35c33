import { totalmem } from "node:os";
import { numChannelsOf } from "../audio/sample-format.js";
import type { Config } from "../config/schema.js";
import type { SourceReport } from "../data/annotation-files/reading.js";
import type { Annotations } from "../data/annotations.js";
import { drawClips } from "../data/balance.js";
import type { Dataset } from "../data/dataset.js";
import { ExaminedFiles } from "../data/examination/examined-files.js";
import { createSampler, Loader, type SamplingOptions } from "../data/loader.js";
import { TrainingError } from "../errors.js";
import { describeBatches } from "../inference/batch-summary.js";
import { logitsOf, type Network } from "../inference/forward.js";
import { chooseHardware, type Hardware } from "../inference/hardware.js";
import { clipSamplesOf, trainingLoaderOptions } from "../inference/loaders.js";
import { type DataOptions, openData } from "../inference/open-data.js";
import { waveShape } from "../inference/sample-format.js";
import { openSession } from "../inference/session.js";
import { annotationsOf } from "../tasks/annotations.js";
import { addon } from "../tensor/addon.js";
import { noGrad, scope, Tensor } from "../tensor/index.js";
import { buildParts } from "./build.js";
import { assertMetricNames } from "./metric-names.js";
import { probeWarning } from "./parameter-groups.js";
import type { TrainStep } from "./step.js";

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
  data: {
    /** Findings at each path of clips. */
    sources: SourceReport[];
    numTrain: number;
    numValidation: number;
    numTest: number;
    /** Bad clips (data.on_bad_clip); null where they are not looked for. */
    numLeftOut: number | null;
    /** By label, in the labels' order; empty for a task without labels. */
    labels: LabelCounts[];
  };
  batches: BatchPlan;
  model: {
    name: string;
    numParameters: number;
    /** Parameters that the forward pass does not use, without frozen ones. */
    unused: string[];
    /** Bytes that each rank sends in a step. */
    gradientBytes: number;
    /** Length of the frames that the model has outputs for; null for a model with outputs for whole clips. */
    frameSec: number | null;
  };
  stepMs: number;
  memory: {
    /** Tensors that a rank holds between steps: weights, gradients and their buckets, optimizer's state, moving average. */
    stateBytes: number;
    /** This process, and the buckets of several ranks. */
    rankBytes: number;
    hostBytes: number;
  };
}

/** Batches of all ranks. */
export interface BatchPlan {
  /** Steps of the whole run. */
  numSteps: number;
  /** The fewest and the most clips that a rank computes in a step. */
  clipsInStep: [fewest: number, most: number];
  /** Steps in an epoch that have a part with fewer clips than ranks, which all ranks compute. */
  numRepeated: number;
  /** Batches by duration and their padding, in words; null for batches of a fixed number of clips. */
  byDuration: string | null;
}

/**
 * Checks a recipe for all its ranks on one: opens the data, lays out every rank's batches of an epoch, and computes
 * two steps as the rank with the most clips would. Writes nothing.
 *
 * @param shown shows warnings about the data, and the examination of its recordings
 * @throws the error that a rank would fail with
 */
export async function dryRun(
  config: Config,
  numHosts: number,
  signal: AbortSignal,
  shown: Pick<DataOptions, "warn" | "onProgress" | "onExamine"> = {},
): Promise<DryRun> {
  assertMetricNames(config);
  const probe = probeWarning(config);
  if (probe !== null) shown.warn?.(probe);
  const { world_size: size } = config.training.distributed;
  const localSize = Math.ceil(size / numHosts);
  const hardware = chooseHardware(config.training, null, { size, localSize, localRank: 0 });
  const sources: SourceReport[] = [];
  const data = await openData(config, {
    ...{ ...shown, signal },
    onSource: (report) => sources.push(report),
    files: new ExaminedFiles(config.runs_dir, false),
  });
  const session = openSession(config, data, hardware);
  const ranks = { rank: 0, size, localSize };
  const loading = trainingLoaderOptions(config, data.train, session.task, ranks, hardware.device);
  const plan = { ...layOut(loading), byDuration: describeBatches(config, data.train) };
  const otherBytes = addon.liveBytes();
  using parts = buildParts(session);
  const { model } = parts;
  model.train();
  // In the last epoch the fewest parameters are frozen, and memory is largest.
  parts.step.beginEpoch(config.training.epochs - 1);
  const loader = new Loader(loading);
  try {
    const stepMs = await measureStep(parts.step, loader, signal);
    const trained = [...model.namedParameters()].filter(([, one]) => one.requiresGrad);
    const gradientBytes = 4 * trained.reduce((sum, [, one]) => sum + one.numel, 0);
    // A world of one rank has no buckets.
    const hasBuckets = size > 1 && !config.training.distributed.gradient_as_bucket_view;
    const bucketBytes = hasBuckets ? gradientBytes : 0;
    return {
      hardware,
      data: {
        sources,
        numTrain: data.train.length,
        numValidation: data.validation.length,
        numTest: data.test.length,
        numLeftOut: data.examined?.leftOut.length ?? null,
        labels: countLabels(data, annotationsOf(config)),
      },
      batches: { numSteps: loader.numBatches * config.training.epochs, ...plan },
      model: {
        name: model.name,
        numParameters: model.numParameters(),
        unused: trained.flatMap(([name, one]) => (hasGradient(one) ? [] : [name])),
        gradientBytes,
        frameSec: session.task.hasFrames ? frameSecOf(config, { ...parts, hardware }) : null,
      },
      stepMs,
      memory: {
        stateBytes: addon.liveBytes() - otherBytes + gradientBytes + bucketBytes,
        rankBytes: process.memoryUsage().rss + bucketBytes,
        hostBytes: totalmem(),
      },
    };
  } finally {
    await loader.close();
  }
}

/** Returns the time of the second step: the first one allocates buffers and chooses kernels. */
async function measureStep(step: TrainStep, loader: Loader, signal: AbortSignal): Promise<number> {
  let stepMs = 0;
  for (let i = 0; i < 2; i++) {
    for await (const batch of loader.epoch(0)) {
      const startMs = performance.now();
      await step.run(batch, i, 0, () => `step ${i + 1} of the dry run`, signal);
      stepMs = performance.now() - startMs;
      batch.release();
      break;
    }
  }
  return stepMs;
}

/** Returns the length of a frame, which only the model knows. */
function frameSecOf(config: Config, network: Network): number {
  network.model.eval();
  const wave = new Float32Array(numChannelsOf(config.data.channels) * clipSamplesOf(config));
  const shape = waveShape(config, 1, clipSamplesOf(config));
  const numFrames = noGrad(() =>
    scope(
      () =>
        logitsOf(network, Tensor.from(wave, { shape }).to({ device: network.hardware.device })).shape.at(-1)!,
    ),
  );
  return config.data.clip_sec / numFrames;
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

/** Lays out every rank's batches of the first epoch. @throws TrainingError if a clip would not count as often as it is drawn */
function layOut(options: SamplingOptions): Pick<BatchPlan, "clipsInStep" | "numRepeated"> {
  const { clips, split } = options;
  const { worldSize = 1 } = split ?? {};
  const counts = new Float64Array(clips.length);
  const repeated = new Set<number>();
  let fewest = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let rank = 0; rank < worldSize; rank++) {
    const sampler = createSampler({ ...options, split: { ...split, rank } });
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
  const { seed, balance } = options.order;
  const expected = new Float64Array(clips.length).fill(balance ? 0 : 1);
  if (balance) for (const clip of drawClips(balance, seed, 0)) expected[clip]!++;
  const odd = counts.findIndex((count, clip) => Math.abs(count - expected[clip]!) > 1e-9);
  if (odd !== -1) {
    throw new TrainingError(
      "ORDER",
      `clip ${odd} would count ${counts[odd]} times an epoch, expected ${expected[odd]}`,
    );
  }
  return { clipsInStep: [fewest, most], numRepeated: repeated.size };
}
