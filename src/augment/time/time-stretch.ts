import { z } from "zod";
import { powerOfTwo } from "../../audio/fft.js";
import { changeChannels } from "../channels.js";
import { defineAugmentation } from "../define.js";
import { drawFrom, range } from "../range.js";
import { stretchTime } from "./phase-vocoder.js";

/** Windows of 50 to 100 ms. */
export function windowSize(sampleRateHz: number): number {
  return powerOfTwo(0.05 * sampleRateHz);
}

/** Plays a clip faster or slower and keeps its pitch. */
export const timeStretch = defineAugmentation({
  movesSound: true,
  options: z.strictObject({
    rate: range(0.25, 4, [0.8, 1.25], "Slowest and fastest rate."),
  }),
  cheaper: "use speed, which changes pitch and length together, in a fortieth of the time",
  create: (options) => ({
    // One sample more, because the stretched length is rounded.
    inputLength: (numSamples, random) => Math.ceil((numSamples + 1) * drawFrom(options.rate, random)),
    apply(example, random) {
      const rate = drawFrom(options.rate, random);
      changeChannels(example, (channel) => stretchTime(channel, rate, windowSize(example.sampleRateHz)));
      return { rate };
    },
  }),
});
