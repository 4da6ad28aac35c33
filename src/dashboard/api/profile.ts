/** The profile of a run and its traces. */
import type { ModuleRow } from "../../profiling/modules.js";

export interface ProfileAnswer {
  /** The bottleneck: `memory bandwidth`; null before the first steps, and for a record of an earlier version. */
  verdict: string | null;
  /** The bottleneck first; `extent` is what it takes: `28 % of each step`. */
  findings: readonly { title: string; extent: string; evidence: readonly string[] }[];
  /** Settings that are expected to help, the largest gain (a factor of throughput) first. */
  changes: readonly {
    key: string;
    value: string | number | boolean;
    gain: number;
    why: string;
    isSafe: boolean;
  }[];
  /** Means over the run, without its first steps. */
  stepMs: number | null;
  clipsPerSec: number | null;
  /** Stages of a mean step, the longest first. */
  stages: readonly { name: string; ms: number }[];
  /** Parts of decoding a clip, in a thread's time. */
  clip: readonly { name: string; ms: number }[] | null;
  /** Recorded traces: `rank0-step13`. */
  traces: readonly string[];
  /** The one that the rest is of; null if there is none. */
  trace: string | null;
  /** The costliest operators of a trace, by self time; empty without a trace. */
  operators: readonly { name: string; calls: number; selfMs: number; totalMs: number; deviceMs: number }[];
  modules: readonly Omit<ModuleRow, "deviceMs">[];
  /** Where memory was highest. */
  peak: { bytes: number; module: string; stage: string; operator: string } | null;
  flame: Flame | null;
  /** Why there is no flame chart of a trace. */
  flameProblem: string | null;
}

/** The calls of one step of a trace, for a flame chart: columns of the same length. */
export interface Flame {
  step: number;
  /** All steps that the trace has. */
  steps: readonly number[];
  durationUs: number;
  /** Calls that are too short to be seen among so many. */
  numLeftOut: number;
  /** True if the trace is too large, and steps at its end were not read. */
  isCut: boolean;
  /** `thread 1234`, `GPU 0, stream 7` */
  threads: readonly string[];
  names: readonly string[];
  /** Place in `names`. */
  name: readonly number[];
  /** Microseconds from the start of the step. */
  start: readonly number[];
  duration: readonly number[];
  /** Calls around it on its thread. */
  depth: readonly number[];
  /** Place in `threads`. */
  thread: readonly number[];
}
