import type { World } from "../distributed/world.js";
import { addon } from "../tensor/addon.js";
import { DECODE_PARTS, type DecodeTimes } from "../timing/decode-clock.js";
import { type StageTimes, TIME_NAMES, type TimeName, timeOf } from "../timing/stages.js";

/** Metrics by name, for trackers. */
type Metrics = Record<string, number>;

export interface StepProfilerOptions {
  world: World;
  /** Stores the times of each step. */
  record: (step: number, times: StageTimes) => void;
  /** Returns the decoding times so far. */
  decoding: () => DecodeTimes;
  /** Notified of the end of each step. */
  tracer?: { stepDone(step: number): void } | null;
  /** Returns the means of the readings of the machine since the last call. */
  system?: { take(): Metrics } | null;
}

/** With more ranks, metrics of each rank would crowd the charts. */
const MOST_RANKS_SHOWN = 16;
/** Stages of a rank's own work. */
const OWN: readonly TimeName[] = [
  "data",
  "copy",
  "forward",
  "backward",
  "optimizer",
  "checkpoint",
  "logging",
  "other",
];
const WAITING: readonly TimeName[] = ["all_reduce", "agreement"];

/**
 * Measures throughput and the time of steps by stage: each step goes to the record, means between two logs become metrics.
 * Always on.
 */
export class StepProfiler {
  readonly #options: StepProfilerOptions;
  /** Sums since the last call of `take`. */
  readonly #sum: StageTimes = new Float64Array(TIME_NAMES.length);
  /** Times of the current step. */
  #step: StageTimes = new Float64Array(TIME_NAMES.length);
  #numClips = 0;
  #numSteps = 0;
  #decoded: Omit<DecodeTimes, "slowest"> = {
    numClips: 0,
    times: new Float64Array(DECODE_PARTS.length),
    augmentations: [],
  };
  readonly #reads = new Float64Array(3);
  readonly #readsNow = new Float64Array(3);

  constructor(options: StepProfilerOptions) {
    this.#options = options;
    options.world.stages.take();
    addon.hostReads(this.#reads);
  }

  /** Counts a batch; `numClips` is over all ranks. */
  count(numClips: number): void {
    this.#numClips += numClips;
    this.#numSteps++;
  }

  stepDone(step: number): void {
    this.#record(step);
    this.#options.tracer?.stepDone(step);
  }

  /** Adds the time since the epoch's last step to that step's record, but not to the means. */
  endEpoch(step: number): Metrics {
    this.#drain();
    const evaluationMs = timeOf(this.#step, "evaluation");
    this.#record(step);
    this.#reset();
    return evaluationMs > 0 ? { "time/evaluation_sec": evaluationMs / 1000 } : {};
  }

  #record(step: number): void {
    this.#drain();
    this.#options.record(step, this.#step);
    this.#step = new Float64Array(TIME_NAMES.length);
  }

  #reset(): void {
    this.#sum.fill(0);
    this.#numClips = 0;
    this.#numSteps = 0;
    addon.hostReads(this.#reads);
  }

  #drain(): void {
    const times = this.#options.world.stages.take();
    for (let i = 0; i < times.length; i++) {
      this.#sum[i]! += times[i]!;
      this.#step[i]! += times[i]!;
    }
  }

  /** Returns means over the steps since the last call. Called on all ranks. */
  take(): Metrics {
    const { system = null } = this.#options;
    this.#drain();
    const sum = this.#sum;
    const elapsedMs = sum.reduce((total, ms) => total + ms, 0);
    const numSteps = Math.max(1, this.#numSteps);
    const metrics: Metrics = {
      "train/clips_per_sec": (1000 * this.#numClips) / elapsedMs,
      "train/data_wait_fraction": timeOf(sum, "data") / elapsedMs,
      "time/step_ms": elapsedMs / numSteps,
    };
    for (const [i, name] of TIME_NAMES.entries()) {
      // Stages without time are left out, except `data`, which users expect.
      if (sum[i]! > 0 || name === "data") metrics[`time/${name}_ms`] = sum[i]! / numSteps;
    }
    addon.hostReads(this.#readsNow);
    const [count, bytes, ms] = this.#readsNow.map((value, i) => (value - this.#reads[i]!) / numSteps);
    Object.assign(metrics, {
      "time/host_reads": count!,
      "time/host_read_mb": bytes! / 1e6,
      "time/host_read_ms": ms!,
    });
    Object.assign(metrics, this.#ofClips(), this.#ofRanks(numSteps), system?.take());
    this.#reset();
    return metrics;
  }

  /** Returns the decoding times per clip since the last call. */
  #ofClips(): Metrics {
    const now = this.#options.decoding();
    const before = this.#decoded;
    this.#decoded = {
      numClips: now.numClips,
      times: now.times.slice(),
      augmentations: [...now.augmentations],
    };
    const numClips = now.numClips - before.numClips;
    if (numClips === 0) return {};
    const metrics: Metrics = {};
    for (const [i, part] of DECODE_PARTS.entries())
      metrics[`time/clip_${part}_ms`] = (now.times[i]! - before.times[i]!) / numClips;
    for (const [place, ms] of now.augmentations.entries())
      metrics[`time/clip_augmentation_${place}_ms`] = (ms - (before.augmentations[place] ?? 0)) / numClips;
    return metrics;
  }

  /** Returns busy and waiting times by rank. */
  #ofRanks(numSteps: number): Metrics {
    const { world } = this.#options;
    if (world.size === 1) return {};
    const of = (names: readonly TimeName[]): number =>
      names.reduce((total, name) => total + timeOf(this.#sum, name), 0) / numSteps;
    const compute = of(["copy", "forward", "backward", "optimizer"]);
    const own = Float64Array.of(of(OWN), of(["data"]), compute, of(WAITING));
    const all = world.gatherNumbers(own);
    const busy = all.map(([ms]) => ms!);
    const slowest = busy.indexOf(Math.max(...busy));
    const metrics: Metrics = {
      "time/slowest_rank": slowest,
      "time/slowest_rank_busy_ms": busy[slowest]!,
      "time/mean_rank_busy_ms": busy.reduce((a, b) => a + b, 0) / world.size,
    };
    if (world.size > MOST_RANKS_SHOWN) return metrics;
    for (const [rank, [busyMs, dataMs, computeMs, waitMs]] of all.entries()) {
      metrics[`time/rank${rank}_busy_ms`] = busyMs!;
      metrics[`time/rank${rank}_data_ms`] = dataMs!;
      metrics[`time/rank${rank}_compute_ms`] = computeMs!;
      metrics[`time/rank${rank}_wait_ms`] = waitMs!;
    }
    return metrics;
  }
}
