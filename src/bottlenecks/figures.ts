import type { Config } from "../config/schema.js";
import { type CpuLoad, cpuLoad } from "../profiling/system/cpu-load.js";
import type { TraceSummary } from "../profiling/trace-summary.js";
import { DECODE_PARTS, type DecodePart } from "../timing/decode-clock.js";
import { TIME_NAMES, type TimeName, timeOf } from "../timing/stages.js";
import type { RunStore, StepTimes } from "../tracking/store/store.js";

/** One rank's mean step. */
export interface RankFigures {
  rank: number;
  /** Time spent on its own work. */
  busyMs: number;
  dataMs: number;
  computeMs: number;
  /** Time spent waiting for the other ranks. */
  waitMs: number;
}

/** Compute time of a step at several batch sizes. */
export type Scaling = readonly { batchSize: number; ms: number }[];

/** Properties of the machine that a diagnosis depends on. */
export interface Machine {
  numCores: number;
  memoryBytes: number;
  /** The unit that computes bf16; null if there is none. */
  bf16Unit: string | null;
  numGpus: number;
}

/** The input of a verdict: a run's always-on figures, with a trace and other measurements if there are any. */
export interface RunFigures {
  config: Config;
  numSteps: number;
  /** Mean step, with its share of evaluations and saves between epochs. */
  stepMs: number;
  times: Record<TimeName, number>;
  /** Time of one evaluation; null if none was measured. */
  evaluationMs: number | null;
  stepsPerEpoch: number | null;
  /** True if the time of evaluations is estimated, because none was measured. */
  isEvaluationEstimated: boolean;
  clipsPerSec: number;
  /** Milliseconds per clip of a decoding thread; null if unknown. */
  clip: Record<DecodePart, number> | null;
  /** Milliseconds per clip of those `data.augmentations` that ran in decoding threads, by place; parts of `clip.augment`. */
  augmentations: readonly { place: number; ms: number }[];
  slowestClips: readonly { name: string; ms: number }[];
  numTrainClips: number | null;
  hostReads: { count: number; mb: number; ms: number };
  ranks: readonly RankFigures[];
  numWorkers: number;
  machine: Machine;
  trace: TraceSummary | null;
  scaling: Scaling | null;
  /** How much of the CPU other programs used; null where unknown. */
  load: CpuLoad | null;
  /** By name, means over the run: `system/...`. */
  system: Readonly<Record<string, number>>;
}

/** The part of a record that figures are computed from. */
export type RecordedFigures = Pick<RunStore, "stepTimes" | "metrics" | "metricNames">;

/** The first steps choose kernels and fill caches. */
const WARM_UP_STEPS = 3;

/** Reads the always-on figures from a run's record; null before the first step. */
export function figuresOf(
  store: RecordedFigures,
  config: Config,
  known: Pick<RunFigures, "machine" | "numWorkers"> &
    Partial<
      Pick<RunFigures, "slowestClips" | "numTrainClips" | "trace" | "scaling" | "stepsPerEpoch" | "load">
    > & {
      numValidationClips?: number;
      /** Steps at the start that are left out. */
      skipSteps?: number;
    },
): RunFigures | null {
  const steps = store.stepTimes();
  const skip = known.skipSteps ?? WARM_UP_STEPS;
  const measured = steps.length > skip + WARM_UP_STEPS ? steps.slice(skip) : steps;
  if (measured.length === 0) return null;
  const times = meanTimes(measured);
  const stepsPerEpoch = known.stepsPerEpoch ?? stepsPerEpochOf(store);
  const evaluationMs = evaluationOf(steps);
  const clipsInStep = clipsOfStep(config, known.numTrainClips ?? null, stepsPerEpoch);
  const estimatedMs = (times.forward / clipsInStep) * (known.numValidationClips ?? 0);
  if (stepsPerEpoch !== null) {
    times.evaluation =
      (evaluationMs ?? estimatedMs) / (stepsPerEpoch * config.training.evaluate_every_epochs);
  }
  // Traced steps are slower than others.
  times.tracing = 0;
  const stepMs = TIME_NAMES.reduce((sum, name) => sum + times[name], 0);
  const clip = Object.fromEntries(
    DECODE_PARTS.map((part) => [part, meanOf(store, `time/clip_${part}_ms`) ?? 0]),
  ) as Record<DecodePart, number>;
  return {
    config,
    numSteps: measured.length,
    ...{ stepMs, times, evaluationMs, stepsPerEpoch },
    isEvaluationEstimated: evaluationMs === null,
    clipsPerSec: (1000 * clipsInStep) / stepMs,
    clip: DECODE_PARTS.some((part) => clip[part] > 0) ? clip : null,
    augmentations: config.data.augmentations.flatMap((_, place) => {
      const ms = meanOf(store, `time/clip_augmentation_${place}_ms`);
      return ms === null ? [] : [{ place, ms }];
    }),
    slowestClips: known.slowestClips ?? [],
    numTrainClips: known.numTrainClips ?? null,
    hostReads: {
      count: meanOf(store, "time/host_reads") ?? 0,
      mb: meanOf(store, "time/host_read_mb") ?? 0,
      ms: meanOf(store, "time/host_read_ms") ?? 0,
    },
    ranks: ranksOf(store),
    numWorkers: known.numWorkers,
    machine: known.machine,
    trace: known.trace ?? null,
    scaling: known.scaling ?? null,
    load: known.load === undefined ? recordedLoad(store, config, known.machine) : known.load,
    system: Object.fromEntries(
      store
        .metricNames()
        .filter((name) => name.startsWith("system/"))
        .map((name) => [name, meanOf(store, name)!]),
    ),
  };
}

/** The load by the metrics of a run. They count rank 0's processes alone, so several ranks would look like others. */
function recordedLoad(store: RecordedFigures, config: Config, { numCores }: Machine): CpuLoad | null {
  const busyPercent = meanOf(store, "system/cpu_percent");
  const ownCores = meanOf(store, "system/cpu_cores");
  if (busyPercent === null || ownCores === null || config.training.distributed.world_size > 1) return null;
  return cpuLoad({ hostCores: numCores, busyCores: (busyPercent / 100) * numCores, ownCores });
}

/** Returns mean milliseconds by stage; evaluations and saves between epochs are separate stages. */
function meanTimes(steps: readonly StepTimes[]): Record<TimeName, number> {
  return Object.fromEntries(
    TIME_NAMES.map((name) => [
      name,
      steps.reduce((sum, { times }) => sum + timeOf(times, name), 0) / steps.length,
    ]),
  ) as Record<TimeName, number>;
}

/** Returns the time of a typical evaluation; null if there was none. */
function evaluationOf(steps: readonly StepTimes[]): number | null {
  const evaluations = steps.map(({ times }) => timeOf(times, "evaluation")).filter((ms) => ms > 0);
  if (evaluations.length === 0) return null;
  // The first one also starts threads and allocates batches.
  const typical = evaluations.length > 1 ? evaluations.slice(1) : evaluations;
  return typical.reduce((a, b) => a + b, 0) / typical.length;
}

/** Returns the mean clips per step: the last batch of an epoch is smaller, and batches by duration vary. */
export function clipsOfStep(
  config: Config,
  numTrainClips: number | null,
  stepsPerEpoch: number | null,
): number {
  return numTrainClips === null || stepsPerEpoch === null
    ? config.training.batch_size
    : numTrainClips / stepsPerEpoch;
}

function stepsPerEpochOf(store: RecordedFigures): number | null {
  const epochs = store.metrics("epoch");
  // Records of earlier versions count epochs from 0.
  const start = epochs[0]?.value;
  const first = epochs.findLast(({ value }) => value === start);
  return first === undefined || first === epochs.at(-1) ? null : first.step;
}

/** Returns the mean over all values but the first, if there are several. */
function meanOf(store: RecordedFigures, name: string): number | null {
  const values = store.metrics(name).map(({ value }) => value);
  const steady = values.length > 1 ? values.slice(1) : values;
  return steady.length === 0 ? null : steady.reduce((a, b) => a + b, 0) / steady.length;
}

function ranksOf(store: RecordedFigures): RankFigures[] {
  const ranks: RankFigures[] = [];
  for (let rank = 0; ; rank++) {
    const of = (part: string): number | null => meanOf(store, `time/rank${rank}_${part}_ms`);
    const busyMs = of("busy");
    if (busyMs === null) return ranks;
    ranks.push({ rank, busyMs, dataMs: of("data")!, computeMs: of("compute")!, waitMs: of("wait")! });
  }
}
