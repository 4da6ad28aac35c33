/** Stages of a rank: true if it waits for other ranks, and the name under which the time is stored. */
export const STAGES = [
  { name: "start", waits: false, time: "other" },
  { name: "data", waits: false, time: "data" },
  { name: "agreement", waits: true, time: "agreement" },
  { name: "copy", waits: false, time: "copy" },
  // Synchronized batch norm communicates in forward and backward.
  { name: "forward", waits: true, time: "forward" },
  { name: "backward", waits: true, time: "backward" },
  { name: "all_reduce", waits: true, time: "all_reduce" },
  { name: "optimizer", waits: false, time: "optimizer" },
  { name: "step", waits: false, time: "other" },
  { name: "evaluation", waits: false, time: "evaluation" },
  { name: "merging", waits: true, time: "agreement" },
  { name: "checkpoint", waits: false, time: "checkpoint" },
  { name: "logging", waits: false, time: "logging" },
  { name: "tracing", waits: false, time: "tracing" },
] as const;
export type Stage = (typeof STAGES)[number]["name"];
export type TimeName = (typeof STAGES)[number]["time"];

/** In the order of a step. Waiting for collectives inside forward and backward counts as all_reduce. */
export const TIME_NAMES = [
  "data",
  "copy",
  "forward",
  "backward",
  "all_reduce",
  "optimizer",
  "agreement",
  "evaluation",
  "checkpoint",
  "logging",
  "tracing",
  "other",
] as const satisfies readonly TimeName[];

/** Milliseconds by TIME_NAMES. */
export type StageTimes = Float64Array;

const INDEX = Object.fromEntries(TIME_NAMES.map((name, i) => [name, i])) as Record<TimeName, number>;
const TIME_OF = Object.fromEntries(STAGES.map(({ name, time }) => [name, INDEX[time]])) as Record<
  Stage,
  number
>;

export function timeOf(times: StageTimes, name: TimeName): number {
  return times[INDEX[name]]!;
}

/**
 * Measures a thread's time by stage: each moment belongs to the stage entered last. Costs one reading of the clock per
 * stage, and is always on.
 */
export class StageClock {
  #stage: Stage = "start";
  #sinceMs = performance.now();
  readonly #times: StageTimes = new Float64Array(TIME_NAMES.length);
  /** Called when a stage begins, while a trace is recorded. */
  onEnter: ((stage: Stage) => void) | null = null;

  get stage(): Stage {
    return this.#stage;
  }

  /** Returns the previous stage. */
  enter(stage: Stage): Stage {
    const before = this.#stage;
    if (stage === before) return before;
    const nowMs = performance.now();
    this.#times[TIME_OF[before]]! += nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
    this.#stage = stage;
    this.onEnter?.(stage);
    return before;
  }

  /** Moves time from one stage to another, when the division is known only afterwards. */
  shift(from: Stage, to: Stage, ms: number): void {
    this.#times[TIME_OF[from]]! -= ms;
    this.#times[TIME_OF[to]]! += ms;
  }

  /** Returns the times since the last call, and resets them. */
  take(): StageTimes {
    const nowMs = performance.now();
    this.#times[TIME_OF[this.#stage]]! += nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
    const taken = this.#times.slice();
    this.#times.fill(0);
    return taken;
  }
}
