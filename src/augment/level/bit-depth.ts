import { z } from "zod";
import { defineAugmentation, type Random } from "../define.js";
import { type Range, range } from "../range.js";

/** Rounds samples to fewer bits, with full scale at 1: `round(x * 2^(bits - 1)) / 2^(bits - 1)`. */
export const bitDepth = defineAugmentation({
  options: z.strictObject({
    bits: range(2, 24, [6, 12], "Fewest and most bits of a sample; whole numbers are drawn."),
  }),
  create: (options) => ({
    apply({ samples }, random) {
      const bits = drawBits(options.bits, random);
      const steps = 2 ** (bits - 1);
      for (let i = 0; i < samples.length; i++) samples[i] = Math.round(samples[i]! * steps) / steps;
      return { bits };
    },
  }),
});

/** Draws a whole number within a range. */
export function drawBits([least, most]: Range, random: Random): number {
  return Math.ceil(least) + Math.floor(random() * (Math.floor(most) - Math.ceil(least) + 1));
}
