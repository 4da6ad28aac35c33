/** Lengths in samples, whether a recipe says milliseconds or samples. */
import type { FrontEndContext } from "../front-end-options.js";
import type { MelChoice } from "./schema.js";

export interface MelLengths {
  fftSamples: number;
  windowSamples: number;
  hopSamples: number;
}

/** Shortest transform beside `window_samples`: the fixed default of recipes that say samples. */
const MIN_FFT_SAMPLES = 512;

export function melLengths(
  { window_ms, hop_ms, window_samples, hop_samples, fft_samples }: MelChoice,
  { sampleRateHz }: FrontEndContext,
): MelLengths {
  const fromMs = (ms: number | null, least: number): number =>
    Math.max(least, Math.round(((ms ?? 0) * sampleRateHz) / 1000));
  const windowSamples = window_samples ?? fromMs(window_ms, 2);
  const shortest = window_samples === null ? 2 : MIN_FFT_SAMPLES;
  return {
    windowSamples,
    hopSamples: hop_samples ?? fromMs(hop_ms, 1),
    fftSamples: fft_samples ?? Math.max(shortest, 2 ** Math.ceil(Math.log2(windowSamples))),
  };
}

interface LengthText {
  /** The key that sets it. */
  key: string;
  /** `25 ms (400 samples)`, or the number of samples. */
  text: string;
}

/** Describes the lengths by the keys that set them, for messages. */
export function lengthTexts(
  choice: MelChoice,
  context: FrontEndContext,
): { window: LengthText; hop: LengthText; transform: string } {
  const { fftSamples, windowSamples, hopSamples } = melLengths(choice, context);
  const textOf = (name: "window" | "hop", resolved: number): LengthText =>
    choice[`${name}_samples`] === null
      ? { key: `front_end.${name}_ms`, text: `${choice[`${name}_ms`]} ms (${resolved} samples)` }
      : { key: `front_end.${name}_samples`, text: String(resolved) };
  const window = textOf("window", windowSamples);
  const hop = textOf("hop", hopSamples);
  // A transform that follows the window has no key of its own in the recipe.
  const transform =
    choice.fft_samples === null
      ? `${window.key} (${fftSamples} samples)`
      : `front_end.fft_samples ${choice.fft_samples}`;
  return { window, hop, transform };
}
