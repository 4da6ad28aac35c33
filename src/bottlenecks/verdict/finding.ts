import type { RunFigures } from "../figures.js";

/** The possible bottlenecks of a run. */
export type Bottleneck =
  | "machine_load"
  | "decoding"
  | "augmentation"
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

/** A setting that is expected to help. */
export interface Change {
  /** `data.workers=2`: an override. */
  key: string;
  value: string | number | boolean;
  /** Expected factor of throughput, all else equal. */
  gain: number;
  why: string;
  /** True if results stay the same but for rounding. */
  isSafe: boolean;
}

export interface Finding {
  cause: Bottleneck;
  /** The bottleneck in words: "data: reading from disk". */
  title: string;
  /** Share of the step's time that it takes, or of `shareOf`. */
  share: number;
  /** The whole that `share` is a part of, if not the step's time. */
  shareOf?: string;
  evidence: string[];
  changes: Change[];
}

/** Returns `28 % of each step`. */
export const extentOf = ({ share, shareOf: whole = "each step" }: Finding): string =>
  `${percent(share)} of ${whole}`;

/** Returns null if this is no bottleneck. */
export type Diagnosis = (figures: RunFigures) => Finding | null;

export function shareOf(figures: RunFigures, ms: number): number {
  return ms / figures.stepMs;
}

/** Returns the factor of throughput if a step takes `savedMs` less. */
export function gainOf(figures: RunFigures, savedMs: number): number {
  return figures.stepMs / Math.max(figures.stepMs - savedMs, 0.01 * figures.stepMs);
}

export const ms = (value: number): string => `${value < 10 ? value.toPrecision(2) : Math.round(value)} ms`;
export const percent = (share: number): string => `${Math.round(100 * share)} %`;
