import type { Config } from "../config/schema.js";

/** Raised when a reader of this version could not understand what a newer one wrote. */
export const CHECKPOINT_VERSION = 1;

export const MODEL_FILE = "model.safetensors";
/** The moving average of the weights, when the recipe asks for one. */
export const EMA_FILE = "ema.safetensors";
/** Optimizer slots as `optimizer.<slot>.<index>`, random states as `random.<rank>.<device>`, and more. */
export const TRAINING_FILE = "training.safetensors";
export const MANIFEST_FILE = "checkpoint.json";

/** Where training stands; what the next step starts from. */
export interface Position {
  /** Optimizer steps done. */
  step: number;
  /** The epoch under way, from 0. */
  epoch: number;
  /** Its batches that are done; all of them when only its evaluation is left. */
  batch: number;
}

/** What decides a run's bits besides its configuration; every `auto` decided. */
export interface Platform {
  device: string;
  precision: string;
  channelsLast: boolean;
  threads: number;
  libtorch: string;
}

/** `checkpoint.json`: everything about a checkpoint but the tensors. */
export interface CheckpointManifest {
  version: number;
  /** ISO 8601, UTC. */
  createdAt: string;
  runId: string;
  /** The run's id at each tracker that has one of its own, by the tracker's name. */
  trackerIds: Record<string, string>;
  position: Position;
  /** Of the last evaluation; of this very state when `metricsStep` is its step. */
  metrics: Record<string, number>;
  /** null before the first evaluation. */
  metricsStep: number | null;
  /** The best value of the monitored metric so far; null before the first evaluation. */
  best: number | null;
  /** Evaluations since early stopping's metric last improved, and the value to beat. */
  stopping: { best: number | null; numBad: number };
  /** What the sums in `training.safetensors` of loss, right answers and gradient norms are over. */
  means: { numClips: number; numSteps: number };
  /** Ids of the policies that this checkpoint was saved for; empty when a stop or a crash was the reason. */
  savedFor: string[];
  /** Saves of each policy so far, by its id. */
  saves: Record<string, number>;
  labels: string[];
  /** sha256 over the training clips in order, and their number. */
  data: { fingerprint: string; numClips: number };
  /** Processes that trained together. */
  worldSize: number;
  platform: Platform;
  config: Config;
  files: Record<string, { bytes: number; crc32: string }>;
}
