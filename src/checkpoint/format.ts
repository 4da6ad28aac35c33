import type { Config } from "../config/schema.js";

/** Raised when a reader of this version could not understand what a newer one wrote. */
export const CHECKPOINT_VERSION = 1;

export const MODEL_FILE = "model.safetensors";
/** Optimizer slots as `optimizer.<slot>.<index>`, random states as `random.<device>`. */
export const TRAINING_FILE = "training.safetensors";
export const MANIFEST_FILE = "checkpoint.json";

/** Where training stands; what the next step starts from. */
export interface Position {
  /** Optimizer steps done. */
  step: number;
  /** The epoch under way, from 0, and the batches of it that are done. */
  epoch: number;
  batch: number;
}

/** `checkpoint.json`: everything about a checkpoint but the tensors. */
export interface CheckpointManifest {
  version: number;
  createdAt: string;
  runId: string;
  position: Position;
  metrics: Record<string, number>;
  /** The best value of the monitored metric so far; null before the first evaluation. */
  best: number | null;
  /** Evaluations since early stopping's metric last improved, and the value to beat. */
  stopping: { best: number | null; numBad: number };
  labels: string[];
  config: Config;
  files: Record<string, { bytes: number; sha256: string }>;
}
