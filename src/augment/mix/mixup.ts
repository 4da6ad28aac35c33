import { z } from "zod";
import { defineAugmentation } from "../define.js";
import { drawFrom, range } from "../range.js";

/**
 * Adds another training clip, with its share of the targets (Zhang et al., "mixup", 2018): `(1 - share) * clip + share *
 * partner`. The paper draws from a beta distribution; for its alpha of 1 this is the range [0, 1].
 */
export const mixup = defineAugmentation({
  options: z.strictObject({
    share: range(0, 1, [0, 0.5], "Smallest and largest share of the other clip."),
  }),
  create: (options) => ({
    partners: 1,
    apply(example, random, [partner]) {
      const share = drawFrom(options.share, random);
      const { samples } = example;
      const other = partner!.samples;
      for (let i = 0; i < samples.length; i++) samples[i] = (1 - share) * samples[i]! + share * other[i]!;
      example.shares = [1 - share, share];
      return { share };
    },
  }),
});
