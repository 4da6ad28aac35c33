import { z } from "zod";
import { convolve } from "../../audio/convolve.js";
import { changeChannels } from "../channels.js";
import { defineAugmentation } from "../define.js";
import { drawLogFrom, range } from "../range.js";
import { checkBelowNyquist } from "./nyquist.js";

/** Odd, so that the filter delays by whole samples, which are taken off again. */
const NUM_TAPS = 255;

/**
 * Cuts everything above a frequency off, steeply, as MP3 encoders and telephones do: 50 dB down within rate / 60. A linear-phase
 * filter of 255 taps with a Hamming window, `scipy.signal.firwin`.
 */
export const bandLimit = defineAugmentation({
  options: z.strictObject({
    cutoff_hz: range(
      50,
      192_000,
      [2000, 3900],
      "Lowest and highest limit, in Hz; drawn evenly on a logarithmic scale.",
    ),
  }),
  cheaper: "use low_pass, which is less steep, in a tenth of the time",
  create({ cutoff_hz }, context) {
    checkBelowNyquist("cutoff_hz", cutoff_hz, context);
    return {
      apply(example, random) {
        const hz = drawLogFrom(cutoff_hz, random);
        const taps = lowPassTaps(hz / example.sampleRateHz);
        const delay = (NUM_TAPS - 1) / 2;
        changeChannels(example, (channel) =>
          Float32Array.from(convolve(channel, taps).subarray(delay, delay + channel.length)),
        );
        return { cutoff_hz: hz };
      },
    };
  },
});

/** @param cutoff as a share of the sample rate */
function lowPassTaps(cutoff: number): Float64Array {
  const middle = (NUM_TAPS - 1) / 2;
  const taps = Float64Array.from({ length: NUM_TAPS }, (_, i) => {
    const angle = 2 * Math.PI * cutoff * (i - middle);
    const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
    return sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (NUM_TAPS - 1)));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}
