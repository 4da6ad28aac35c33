import type { Tensor } from "../../tensor/index.js";
import type { Random } from "../define.js";

/** Random changes to the features of training clips, a batch at a time, on the training device. */
export interface FeatureAugmentation {
  /**
   * Returns changed features of the same shape.
   *
   * @param randoms for each clip a sequence that depends on (seed, epoch, clip, place in the list) alone; null for a clip that
   * stays as it is
   */
  apply(features: Tensor, randoms: readonly (Random | null)[]): Tensor; // [B, C, F]
}
