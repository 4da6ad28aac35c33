// B = clips, T = samples of a clip, C = channels of the features, F = frames.
import type { Tensor } from "../../tensor/index.js";

/** Mean and standard deviation of each channel over frames of the training clips. */
export interface FeatureStatistics {
  mean: readonly number[]; // [C]
  deviation: readonly number[]; // [C]
  /** Clips that they were measured on. */
  numClips: number;
}

/** Statistics of the training clips that a front end needs before the first step. */
export interface Measurement {
  /** The most clips to measure. */
  readonly numClips: number;
  /** True if it has statistics already, such as those of the weights that training starts from. */
  readonly isDone: boolean;
  /** Computes the features [B, C, F] to measure of sound [B, T]. */
  features(wave: Tensor): Tensor;
  /** Receives the statistics. */
  set(statistics: FeatureStatistics): void;
}
