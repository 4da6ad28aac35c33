import type { ResamplePart } from "./resample-parts.js";
import { kernelFor } from "./sinc-kernel.js";

/** Computes the bits of the audio addon without it, about ten times slower: for browsers. */
export const resamplePartPlain: ResamplePart = (output, first, input, inputFirst, change) => {
  const { from, to, taps, starts, weights } = kernelFor(change);
  for (let i = 0; i < output.length; i++) {
    const place = first + i;
    const phase = place % to;
    const start = Math.floor(place / to) * from + starts[phase]! - inputFirst;
    const [begin, end] = [Math.max(0, -start), Math.min(taps, input.length - start)];
    let sum = 0;
    for (let tap = begin; tap < end; tap++) sum += weights[phase * taps + tap]! * input[start + tap]!;
    output[i] = sum;
  }
};
