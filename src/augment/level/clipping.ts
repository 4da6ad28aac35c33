import { z } from "zod";
import { defineAugmentation } from "../define.js";
import { drawFrom, range } from "../range.js";

/** Cuts the loudest samples off, as an overloaded microphone does (audiomentations' ClippingDistortion). */
export const clipping = defineAugmentation({
  options: z.strictObject({
    percent: range(0, 100, [0, 20], "Smallest and largest share of the samples that are cut, in percent."),
  }),
  create: (options) => ({
    apply({ samples }, random) {
      const percent = drawFrom(options.percent, random);
      const sorted = samples.slice().sort();
      const low = percentile(sorted, percent / 2);
      const high = percentile(sorted, 100 - percent / 2);
      for (let i = 0; i < samples.length; i++) samples[i] = Math.min(high, Math.max(low, samples[i]!));
      return { percent };
    },
  }),
});

/** Returns a percentile by linear interpolation, numpy's default. */
function percentile(sorted: Float32Array, percent: number): number {
  const at = (percent / 100) * (sorted.length - 1);
  const below = Math.min(sorted.length - 1, Math.max(0, Math.floor(at)));
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}
