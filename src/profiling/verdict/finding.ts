import type { RunFigures } from "../figures.js";

/** What may bound a run. */
export type Cause =
  | "decoding"
  | "workers"
  | "disk"
  | "overhead"
  | "host_reads"
  | "imbalance"
  | "all_reduce"
  | "logging"
  | "checkpoint"
  | "evaluation"
  | "memory_bandwidth"
  | "kernel";

/** A setting that would help. */
export interface Change {
  /** `data.workers=2`: an override. */
  key: string;
  value: string | number | boolean;
  /** How many times as many clips a second are expected, all else equal. */
  gain: number;
  why: string;
  /** Whether it leaves what is learnt as it is, but for rounding. */
  isSafe: boolean;
}

export interface Finding {
  cause: Cause;
  /** In words, with names and numbers: "data: reading from disk". */
  title: string;
  /** Of the step's time: what would be saved if it took none. */
  share: number;
  evidence: string[];
  changes: Change[];
}

/** null where it is not to blame. */
export type Judge = (figures: RunFigures) => Finding | null;

export function shareOf(figures: RunFigures, ms: number): number {
  return ms / figures.stepMs;
}

/** Throughput's factor when `savedMs` of a step go away. */
export function gainOf(figures: RunFigures, savedMs: number): number {
  return figures.stepMs / Math.max(figures.stepMs - savedMs, 0.01 * figures.stepMs);
}

export const ms = (value: number): string => `${value < 10 ? value.toPrecision(2) : Math.round(value)} ms`;
export const percent = (share: number): string => `${Math.round(100 * share)} %`;
