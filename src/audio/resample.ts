/** Band-limited resampling: the sums of sinc-kernel.ts, which the audio addon computes in float64. */
import { audioAddon } from "./addon.js";
import { type ResamplePart, resampledLength } from "./resample-parts.js";
import { kernelFor, type Resampling } from "./sinc-kernel.js";

/** Computes parts in the audio addon. */
export const resamplePart: ResamplePart = (output, first, input, inputFirst, change) => {
  const { from, to, taps, starts, weights } = kernelFor(change);
  audioAddon().resample(output, first, input, inputFirst, from, to, taps, starts, weights);
};

/** `ceil(n * to / from)` samples at the new rate; the same array when the rates are equal. */
export function resample(
  samples: Float32Array,
  fromHz: number,
  toHz: number,
  resampling: Resampling = "sinc_hann",
): Float32Array {
  if (fromHz === toHz) return samples;
  const output = new Float32Array(resampledLength(samples.length, fromHz, toHz));
  resamplePart(output, 0, samples, 0, { fromHz, toHz, resampling });
  return output;
}
