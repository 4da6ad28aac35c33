import { z } from "zod";
import { resample } from "../../audio/resample.js";
import { changeChannels } from "../channels.js";
import { defineAugmentation, type Random } from "../define.js";
import { drawFrom, type Range, range } from "../range.js";

/** Factors are multiples of 1 / STEPS, so that the resampler's filters are few. */
const STEPS = 100;

/** Plays a clip faster or slower, which changes its pitch, too, as torchaudio.transforms.Speed (2.0) does. */
export const speed = defineAugmentation({
  movesSound: true,
  options: z.strictObject({
    factor: range(0.25, 4, [0.9, 1.1], "Slowest and fastest speed; multiples of 0.01 are drawn."),
  }),
  create: ({ factor }) => ({
    inputLength: (numSamples, random) => Math.ceil((numSamples * stepsOf(factor, random)) / STEPS),
    apply(example, random) {
      const steps = stepsOf(factor, random);
      changeChannels(example, (channel) => resample(channel, steps, STEPS));
      return { factor: steps / STEPS };
    },
  }),
});

function stepsOf(factor: Range, random: Random): number {
  return Math.round(STEPS * drawFrom(factor, random));
}
