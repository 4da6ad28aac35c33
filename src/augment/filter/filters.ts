/** Filters of the second order, as audiomentations and torchaudio have them, with drawn frequency, quality and gain. */
import { z } from "zod";
import { changeChannels } from "../channels.js";
import { type AugmentationContext, defineAugmentation, type Example, type Random } from "../define.js";
import { drawFrom, drawLogFrom, type Range, range } from "../range.js";
import { biquadOf, type FilterShape, filterBiquad } from "./biquad.js";
import { checkBelowNyquist } from "./nyquist.js";

/** Butterworth: flat below the corner, 3 dB down at it. */
const FLAT = Math.SQRT1_2;

const cutoff = (low: number, high: number) =>
  range(
    1,
    192_000,
    [low, high],
    "Lowest and highest corner frequency, in Hz; drawn evenly on a logarithmic scale.",
  );
const center = range(
  1,
  192_000,
  [200, 3500],
  "Lowest and highest centre frequency, in Hz; drawn evenly on a logarithmic scale.",
);
const quality = (low: number, high: number) =>
  range(0.1, 100, [low, high], "Smallest and largest quality: the larger, the narrower.");
const gain = range(-60, 60, [-12, 12], "Smallest and largest gain, in dB.");

function passes(shape: FilterShape, low: number, high: number) {
  return defineAugmentation({
    options: z.strictObject({ cutoff_hz: cutoff(low, high) }),
    create({ cutoff_hz }, context) {
      checkBelowNyquist("cutoff_hz", cutoff_hz, context);
      return {
        apply(example, random) {
          const hz = drawLogFrom(cutoff_hz, random);
          filterClip(example, shape, hz, FLAT, 0);
          return { cutoff_hz: hz };
        },
      };
    },
  });
}

function shelves(shape: FilterShape, low: number, high: number) {
  return defineAugmentation({
    options: z.strictObject({ cutoff_hz: cutoff(low, high), gain_db: gain }),
    create({ cutoff_hz, gain_db }, context) {
      checkBelowNyquist("cutoff_hz", cutoff_hz, context);
      return {
        apply(example, random) {
          const [hz, gainDb] = [drawLogFrom(cutoff_hz, random), drawFrom(gain_db, random)];
          filterClip(example, shape, hz, FLAT, gainDb);
          return { cutoff_hz: hz, gain_db: gainDb };
        },
      };
    },
  });
}

export const lowPass = passes("low_pass", 1000, 3500);
export const highPass = passes("high_pass", 20, 1000);
export const lowShelf = shelves("low_shelf", 50, 1000);
export const highShelf = shelves("high_shelf", 500, 3500);

/** Keeps a band around a frequency; its width is frequency / quality. */
export const bandPass = defineAugmentation({
  options: z.strictObject({ center_hz: center, q: quality(0.5, 2) }),
  create(options, context: AugmentationContext) {
    checkBelowNyquist("center_hz", options.center_hz, context);
    return { apply: (example, random) => applyBand(example, random, "band_pass", options, [0, 0]) };
  },
});

/** Raises or lowers a band around a frequency, as one knob of an equalizer does. */
export const peak = defineAugmentation({
  options: z.strictObject({ center_hz: center, q: quality(0.5, 5), gain_db: gain }),
  create(options, context: AugmentationContext) {
    checkBelowNyquist("center_hz", options.center_hz, context);
    return { apply: (example, random) => applyBand(example, random, "peak", options, options.gain_db) };
  },
});

function applyBand(
  example: Example,
  random: Random,
  shape: FilterShape,
  options: { center_hz: Range; q: Range },
  gains: Range,
) {
  const hz = drawLogFrom(options.center_hz, random);
  const q = drawLogFrom(options.q, random);
  const gainDb = drawFrom(gains, random);
  filterClip(example, shape, hz, q, gainDb);
  return { center_hz: hz, q, gain_db: gainDb };
}

function filterClip(example: Example, shape: FilterShape, hz: number, q: number, gainDb: number): void {
  const biquad = biquadOf(shape, { hz, q, gainDb }, example.sampleRateHz);
  changeChannels(example, (channel) => {
    filterBiquad(channel, biquad);
    return channel;
  });
}
