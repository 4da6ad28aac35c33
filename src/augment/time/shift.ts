import { z } from "zod";
import { defineAugmentation } from "../define.js";
import { drawFrom, range } from "../range.js";

/** Moves the sound in time. */
export const shift = defineAugmentation({
  movesSound: true,
  options: z.strictObject({
    fraction: range(-1, 1, [-0.5, 0.5], "Furthest moves to earlier and later, as a share of the clip."),
    rollover: z
      .boolean()
      .default(true)
      .describe("Continue at the start with what leaves at the end; false leaves silence."),
  }),
  create: ({ fraction, rollover }) => ({
    apply(example, random) {
      const { samples, numChannels } = example;
      const length = samples.length / numChannels;
      const drawn = drawFrom(fraction, random);
      const later = Math.round(drawn * length);
      const moved = new Float32Array(samples.length);
      for (let c = 0; c < numChannels; c++) {
        const from = samples.subarray(c * length, (c + 1) * length);
        const to = moved.subarray(c * length, (c + 1) * length);
        if (later >= 0) to.set(from.subarray(0, length - later), later);
        else to.set(from.subarray(-later), 0);
        if (!rollover) continue;
        if (later >= 0) to.set(from.subarray(length - later), 0);
        else to.set(from.subarray(0, -later), length + later);
      }
      example.samples = moved;
      return { fraction: drawn };
    },
  }),
});
