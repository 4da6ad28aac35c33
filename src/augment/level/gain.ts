import { z } from "zod";
import { defineAugmentation } from "../define.js";
import { drawFrom, range } from "../range.js";

/** Multiplies a clip by a random gain, as torch-audiomentations' Gain does. */
export const gain = defineAugmentation({
  options: z.strictObject({
    gain_db: range(-60, 60, [-6, 6], "Smallest and largest gain, in dB."),
  }),
  create: ({ gain_db }) => ({
    apply({ samples }, random) {
      const gainDb = drawFrom(gain_db, random);
      const factor = 10 ** (gainDb / 20);
      for (let i = 0; i < samples.length; i++) samples[i]! *= factor;
      return { gain_db: gainDb };
    },
  }),
});
