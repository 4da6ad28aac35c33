// R = clips of a batch that an augmentation changes, A = channels, T = samples of a channel.
import { ops } from "../../tensor/ops.js";
import { drawFrom, type Range } from "../range.js";
import type { BatchedAugmentation } from "./define.js";
import { placesOf, wholePerClip } from "./rows.js";

/** Moves the sound of each clip in time. */
export function shift({ fraction, rollover }: { fraction: Range; rollover: boolean }): BatchedAugmentation {
  return {
    mixes: false,
    apply(wave, randoms) {
      const { device, shape } = wave;
      const samples = shape[2]!;
      const later = randoms.map((random) => Math.round(drawFrom(fraction, random) * samples));
      const from = placesOf(samples, device).sub(wholePerClip(later, device)); // [R, 1, T]
      const rolled = wave.gather(2, from.remainder(samples).expand(shape)); // [R, A, T]
      if (rollover) return { wave: rolled };
      const isInside = from.ge(0).logicalAnd(from.lt(samples));
      return { wave: ops.where(isInside, rolled, 0) };
    },
  };
}
