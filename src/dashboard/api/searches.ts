/** Searches and their trials. */
import type { Json, RunStatus } from "./runs.js";

export interface SearchRow {
  key: string;
  name: string;
  path: string;
  status: RunStatus;
  /** Without those that wait, and those that another one retries. */
  numTrials: number;
  /** Number of trials in its recipe; null for a study by the study API. */
  numPlanned: number | null;
  numComplete: number;
  numPruned: number;
  numFailed: number;
  numRunning: number;
  /** null before a trial is complete, and with several objectives. */
  best: { trial: number; value: number | null } | null;
  /** The first objective. */
  metric: { name: string; better: "min" | "max" };
  objectives: readonly { name: string; better: "min" | "max" }[];
  startedMs: number | null;
  updatedMs: number;
}

export interface SearchList {
  searches: readonly SearchRow[];
  /** Searches whose storage is not read: on a server, moved, damaged. */
  unread: readonly {
    key: string;
    name: string;
    path: string;
    /** Without its password; null if it is unknown. */
    storage: string | null;
    /** Why, and what to do; for people. */
    reason: string;
    /** The command that shows it by optuna-dashboard. */
    command: string;
  }[];
}

/**
 * A search with its trials. With `?since=` the `version` of an earlier answer, trials that did not change since are left out;
 * `since` in the answer is -1 if it has all of them.
 */
export interface SearchDetail extends SearchRow {
  version: number;
  since: number;
  /** Lines of the study's file that could not be understood. */
  numSkipped: number;
  /** How `importance` is computed, for people. */
  importanceMethod: string;
  parameters: readonly {
    name: string;
    kind: "float" | "int" | "categorical";
    isLog: boolean;
    low: number | null;
    high: number | null;
    choices: readonly (string | number | boolean | null)[];
    /** Share of the importance of all parameters for the first objective, 0 to 1; null if it is unknown. */
    importance: number | null;
  }[];
  trials: readonly {
    number: number;
    state: "running" | "complete" | "pruned" | "failed" | "waiting";
    /** Value of the first objective. */
    value: number | null;
    objectives: readonly (number | null)[];
    parameters: Readonly<Record<string, Json>>;
    /** The run's key; null if it has none. */
    run: string | null;
    /** Intermediate values of the first objective; at most 64, taken evenly. */
    steps: readonly number[];
    values: readonly (number | null)[];
    startedMs: number | null;
    endedMs: number | null;
    /** Satisfies the constraints of the search. */
    isFeasible: boolean;
    /** Another trial replaces it. */
    isRetried: boolean;
    error: string | null;
  }[];
}
