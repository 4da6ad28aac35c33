// R = clips of a batch that an augmentation changes, A = channels, T = samples of a channel.
import type { Tensor } from "../../tensor/index.js";
import type { Random } from "../define.js";

/** Clips that an augmentation changed. */
export interface Changed {
  wave: Tensor; // [R, A, T]
  /** Shares of each clip and of its partner in the targets, which sum to 1; of an augmentation that mixes clips. */
  shares?: readonly (readonly [own: number, partner: number])[]; // [R]
}

/**
 * An augmentation of the waveform on the training device, a batch at a time. It draws the numbers that the one in decoding
 * threads draws and rounds where that one rounds, so that results are equal to the bit.
 */
export interface BatchedAugmentation {
  /** Each call gets another training clip for each clip. */
  readonly mixes: boolean;
  /**
   * Returns changed clips; does not change the given ones.
   *
   * @param randoms for each clip the sequence of its random numbers
   * @param partners other training clips, for an augmentation that mixes clips
   */
  apply(wave: Tensor, randoms: readonly Random[], partners: Tensor | null): Changed; // [R, A, T]
}
