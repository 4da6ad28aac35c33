/** What pages of clips show: the clips of a set, and the predictions at a step. */
import type { ClipList } from "../../../../src/dashboard/api.js";
import type { SplitEvaluation } from "../../../../src/dashboard/joined-splits.js";
import type { PredictionsMeta } from "../../../../src/predictions.js";
import { Recent } from "../../../../src/recent.js";
import { ApiError, getColumns, getJson } from "../data/client.js";
import { rowOf } from "../data/runs.js";
import { Evaluation } from "../predictions/evaluation.js";
import type { ClipPart, ClipRange } from "./clip-parts.js";

/** In place of a split: all of them. No split has this name. */
export const ALL_SPLITS = "*";

/** An evaluation of one split, with its clips. */
export interface SplitSet {
  run: string;
  split: string;
  /** Steps with predictions; ascending. */
  steps: readonly number[];
  step: number;
  /** The step that is shown if the address names none. */
  defaultStep: number;
  clips: ClipList;
  evaluation: Evaluation;
}

/** What a page shows: an evaluation of one split, or of several, whose clips follow each other. */
export interface ClipSet extends SplitSet {
  /** Sets with predictions; ALL_SPLITS last where they can be joined. */
  splits: readonly string[];
  /** One for each split that has an evaluation at the step. */
  parts: readonly ClipPart[];
  /** The places of the clips of each split in the set, whether or not it has an evaluation at the step. */
  ranges: readonly ClipRange[];
  /** The evaluations that a step stands for. */
  evaluationsAt: (step: number) => readonly SplitEvaluation[];
}

export type ClipSetReading =
  | { state: "waiting" }
  | { state: "none"; reason: string }
  | { state: "failed"; error: ApiError }
  | { state: "ready"; set: ClipSet };

const RECENT_EVALUATIONS = 40;
const recent = new Recent<Promise<Evaluation>>(RECENT_EVALUATIONS, () => 1);

/** Reads an evaluation, from memory if it was read before. @param generation of the run: a resume replaces evaluations */
export function readEvaluation(
  run: string,
  split: string,
  step: number,
  generation: number,
): Promise<Evaluation> {
  const address = `/api/runs/${run}/predictions?split=${encodeURIComponent(split)}&step=${step}`;
  const key = `${address} ${generation}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  const reading = getColumns<PredictionsMeta>(address).then((file) => {
    if (file === null) throw new ApiError(202, "WAIT", "the predictions are not there yet");
    return new Evaluation(file);
  });
  recent.set(key, reading);
  reading.catch(() => recent.delete(key));
  return reading;
}

export const readClips = (run: string, split: string, signal?: AbortSignal): Promise<ClipList> =>
  getJson(`/api/runs/${run}/clips?split=${encodeURIComponent(split)}`, signal);

/** A run that trains has news all the time: its evaluations are looked for this often. */
const LOOK_MS = 5000;

/** Numbers of a run that change when what was read of it is stale. */
export function versionOf(run: string): { generation: number; news: number } {
  const row = rowOf(run);
  const { generation = 0, updatedMs = 0, status } = row ?? {};
  return { generation, news: status === "running" ? Math.floor(updatedMs / LOOK_MS) : updatedMs };
}

export const soundAddress = (run: string, split: string, clip: number): string =>
  `/api/runs/${run}/sound?split=${encodeURIComponent(split)}&clip=${clip}`;

/** The last two parts of a path: enough to know a clip by. */
export function shortName(name: string): string {
  return name.split(/[\\/]/).slice(-2).join("/");
}
