/** Clips of an evaluation: predictions, sounds, maps and corrections. */

/** The description in a file of predictions: see src/predictions.ts. */
export type { PredictionsMeta } from "../../predictions.js";

export interface ClipList {
  /** By the clip's place in the set, as predictions name it. */
  clips: readonly { name: string; startSec: number; durationSec: number | null; label: string }[];
  /** Reason why the sounds of this run cannot be played, and what to do; null if they can. */
  silentBecause: string | null;
}

/**
 * A map of clips: columns `clip` (int32), `x`, `y` (float32), and for a map of several splits `split` (int32: place in `splits`).
 * Maps of a run's evaluations are aligned. While it is computed, the answer is 202 with `{ state: "computing", fraction }`.
 */
export interface MapMeta {
  step: number;
  /** null for a map of several splits. */
  split: string | null;
  /** The splits that are on a map of several: those that have embeddings. */
  splits?: readonly string[];
  /** Share of each clip's neighbours that are neighbours on the map; null if not measured. */
  trustworthiness: number | null;
}

export interface Neighbours {
  /** The nearest first, without the clip itself; cosine distance of embeddings. */
  clips: readonly { split: string; clip: number; distance: number }[];
}

/** A change to a clip's annotation, made by a person. */
export interface Correction {
  split: string;
  clip: number;
  /** The annotation as the task writes it; null rejects the clip. */
  label: string | null;
  /** The annotation that it replaces, so that a stale page is refused. */
  was: string | null;
}

export interface CorrectionList {
  /** The newest for each clip. */
  corrections: readonly { clip: number; label: string | null; was: string | null; timeMs: number }[];
  /** The file that they are in, for people; null if the run's data cannot be corrected. */
  file: string | null;
  /** The setting that trains with them: `data.corrections=[...]`; null if the run's data cannot be corrected. */
  setting: string | null;
  /** Reason why it cannot; null if it can. */
  refusedBecause: string | null;
}
