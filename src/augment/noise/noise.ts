import { z } from "zod";
import { defineAugmentation } from "../define.js";
import { drawFrom, range } from "../range.js";
import { addAtRatio } from "./add-at-ratio.js";
import { COLORS, noiseOf } from "./color.js";

/** Adds noise of a random colour at a random signal-to-noise ratio. Noise of files is `background`. */
export const noise = defineAugmentation({
  options: z.strictObject({
    snr_db: range(-60, 100, [5, 30], "Smallest and largest signal-to-noise ratio, in dB."),
    colors: z
      .array(z.enum(COLORS))
      .min(1)
      .default(["white"])
      .describe("Colours of noise, of which one is drawn for each clip."),
  }),
  create: ({ snr_db, colors }) => ({
    apply({ samples }, random) {
      const snrDb = drawFrom(snr_db, random);
      const color = colors[Math.floor(random() * colors.length)]!;
      addAtRatio(samples, noiseOf(color, samples.length, random), snrDb);
      return { snr_db: snrDb, color };
    },
  }),
});
