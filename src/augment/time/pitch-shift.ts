import { z } from "zod";
import { resample } from "../../audio/resample.js";
import { changeChannels } from "../channels.js";
import { defineAugmentation } from "../define.js";
import { drawFrom, range } from "../range.js";
import { stretchTime } from "./phase-vocoder.js";
import { windowSize } from "./time-stretch.js";

/** Factors are multiples of 1 / STEPS, at most 4 cents apart, so that the resampler's filters stay small. */
const STEPS = 400;

/** Changes the pitch and keeps the length: stretches the clip and resamples it, as librosa.effects.pitch_shift (0.10) does. */
export const pitchShift = defineAugmentation({
  options: z.strictObject({
    semitones: range(-24, 24, [-2, 2], "Furthest shift down and up, in semitones."),
  }),
  cheaper: "use speed, which changes pitch and length together, in a fortieth of the time",
  create: (options) => ({
    apply(example, random) {
      const steps = Math.round(STEPS * 2 ** (drawFrom(options.semitones, random) / 12));
      changeChannels(example, (channel) => {
        const longer = stretchTime(channel, STEPS / steps, windowSize(example.sampleRateHz));
        const shifted = new Float32Array(channel.length);
        shifted.set(resample(longer, steps, STEPS).subarray(0, channel.length));
        return shifted;
      });
      return { semitones: 12 * Math.log2(steps / STEPS) };
    },
  }),
});
