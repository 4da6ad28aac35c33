import type { World } from "../distributed/world.js";
import { addon } from "../ops/addon.js";
import { DECODE_PARTS, type DecodeTimes } from "./decode-clock.js";
import { type StageTimes, TIME_NAMES, type TimeName, timeOf } from "./stages.js";

/** Figures by name, as trackers take them. */
type Metrics = Record<string, number>;

export interface StepProfilerOptions {
  world: World;
  /** Keeps where each step's time went. */
  record: (step: number, times: StageTimes) => void;
  /** What decoding took so far. */
  decoding: () => DecodeTimes;
  /** Told the end of each step, traces by it. */
  tracer?: { stepDone(step: number): void } | null;
  /** Means of what was read of the machine since the last call. */
  system?: { take(): Metrics } | null;
}

/** Above so many ranks each one's figures would only crowd the charts. */
const MOST_RANKS_SHOWN = 16;
/** What a rank does by itself. */
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
 * Throughput, and where the time of steps goes: every step's into the record, means between two logs as metrics.
 * Always on.
 */
export class StepProfiler {
  readonly #options: StepProfilerOptions;
  /** Since the metrics were last taken. */
  readonly #sum: StageTimes = new Float64Array(TIME_NAMES.length);
  /** Of the step under way. */
  #step: StageTimes = new Float64Array(TIME_NAMES.length);
  #numClips = 0;
  #numSteps = 0;
  #decoded = { numClips: 0, times: new Float64Array(DECODE_PARTS.length) };
  readonly #reads = new Float64Array(3);
  readonly #readsNow = new Float64Array(3);

  constructor(options: StepProfilerOptions) {
    this.#options = options;
    options.world.stages.take();
    addon.hostReads(this.#reads);
  }

  /** A batch is done, of so many clips over all ranks. */
  count(numClips: number): void {
    this.#numClips += numClips;
    this.#numSteps++;
  }

  stepDone(step: number): void {
    this.#record(step);
    this.#options.tracer?.stepDone(step);
  }

  /** What came after the epoch's last step is that step's in the record, and in no step's mean. */
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

  /** All ranks: means over the steps since the last time. */
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
      // What a step has none of is left out, but not what people look for.
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

  /** What a clip took to decode, of those since the last time. */
  #ofClips(): Metrics {
    const now = this.#options.decoding();
    const before = this.#decoded;
    this.#decoded = { numClips: now.numClips, times: now.times.slice() };
    const numClips = now.numClips - before.numClips;
    if (numClips === 0) return {};
    const entries = DECODE_PARTS.map((part, i) => [
      `time/clip_${part}_ms`,
      (now.times[i]! - before.times[i]!) / numClips,
    ]);
    return Object.fromEntries(entries) as Metrics;
  }

  /** Who works and who waits. */
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
