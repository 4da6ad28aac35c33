/** What a rank does, whether it then waits for the others, and as what its time is kept. */
export const STAGES = [
  { name: "start", waits: false, time: "other" },
  { name: "data", waits: false, time: "data" },
  { name: "agreement", waits: true, time: "agreement" },
  { name: "copy", waits: false, time: "copy" },
  // Batch norm goes over all ranks.
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

/** In the order of a step. What is waited for in a collective inside of forward and backward is all_reduce's. */
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
 * Where a thread's time goes: each moment belongs to the stage entered last. It costs a reading of the clock a
 * stage, and is always on.
 */
export class StageClock {
  #stage: Stage = "start";
  #sinceMs = performance.now();
  readonly #times: StageTimes = new Float64Array(TIME_NAMES.length);
  /** Told each stage that begins, while someone records a trace. */
  onEnter: ((stage: Stage) => void) | null = null;

  get stage(): Stage {
    return this.#stage;
  }

  /** Gives the stage before. */
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

  /** A part of what a stage took was another's, known only afterwards. */
  shift(from: Stage, to: Stage, ms: number): void {
    this.#times[TIME_OF[from]]! -= ms;
    this.#times[TIME_OF[to]]! += ms;
  }

  /** The times since they were last taken. */
  take(): StageTimes {
    const nowMs = performance.now();
    this.#times[TIME_OF[this.#stage]]! += nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
    const taken = this.#times.slice();
    this.#times.fill(0);
    return taken;
  }
}
