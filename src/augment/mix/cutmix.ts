import { z } from "zod";
import { defineAugmentation, type Random } from "../define.js";
import { drawFrom, type Range, range } from "../range.js";

/**
 * Replaces a stretch of the clip by the same stretch of another training clip; the targets get the share of its length (Yun et
 * al., "CutMix", 2019, in time).
 */
export const cutmix = defineAugmentation({
  options: z.strictObject({
    share: range(0, 1, [0.1, 0.5], "Shortest and longest stretch, as a share of the clip."),
  }),
  create: (options) => ({
    partners: 1,
    apply(example, random, [partner]) {
      const { samples, numChannels } = example;
      const length = samples.length / numChannels;
      const { first, count } = drawStretch(options.share, length, random);
      for (let c = 0; c < numChannels; c++) {
        const from = c * length + first;
        samples.set(partner!.samples.subarray(from, from + count), from);
      }
      const share = count / length;
      example.shares = [1 - share, share];
      return { share, start: first / length };
    },
  }),
});

/** Draws the stretch that is replaced, in samples of a channel. */
export function drawStretch(share: Range, length: number, random: Random): { first: number; count: number } {
  const count = Math.round(drawFrom(share, random) * length);
  return { first: Math.floor(random() * (length - count + 1)), count };
}
