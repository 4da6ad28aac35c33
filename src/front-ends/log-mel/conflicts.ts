import type { Conflict } from "../../components/component.js";
import type { FrontEndContext } from "../front-end-options.js";
import { lengthTexts, logMelLengths } from "./lengths.js";
import type { LogMelChoice } from "./schema.js";

/** Returns conflicts between the options of a log-mel spectrogram. */
export function logMelConflicts(choice: LogMelChoice, context: FrontEndContext): Conflict[] {
  const ambiguous = (["window", "hop"] as const).flatMap((name) => checkPair(choice, name));
  if (ambiguous.length > 0) return ambiguous;
  const { fft_samples, num_mels, min_hz, max_hz } = choice;
  const { fftSamples, windowSamples, hopSamples } = logMelLengths(choice, context);
  const { window, hop, transform } = lengthTexts(choice, context);
  const conflicts: Conflict[] = [];
  const refuse = (keys: string[], message: string): void => void conflicts.push({ keys, message });
  if (windowSamples > fftSamples) {
    refuse(
      [window.key, "front_end.fft_samples", "data.sample_rate_hz"],
      `${window.text} is longer than front_end.fft_samples ${fft_samples}; shorten the window, or set front_end.fft_samples to null.`,
    );
  }
  if (hopSamples > windowSamples) {
    refuse(
      [hop.key, window.key, "data.sample_rate_hz"],
      `${hop.text} is longer than ${window.key} ${window.text}, so samples between frames would be lost.`,
    );
  }
  const numBins = Math.floor(fftSamples / 2) + 1;
  if (num_mels > numBins) {
    refuse(
      ["front_end.num_mels", "front_end.fft_samples", window.key, "data.sample_rate_hz"],
      `${num_mels} bands out of the ${numBins} frequencies of a transform of ${fftSamples} samples (${transform}); take at most ${numBins}, or lengthen the transform.`,
    );
  }
  const halfRateHz = context.sampleRateHz / 2;
  const highestHz = max_hz ?? halfRateHz;
  if (highestHz > halfRateHz) {
    refuse(
      ["front_end.max_hz", "data.sample_rate_hz"],
      `${highestHz} Hz is above half of data.sample_rate_hz ${context.sampleRateHz}; take at most ${halfRateHz}, or null.`,
    );
  }
  if (min_hz >= highestHz) {
    refuse(
      ["front_end.min_hz", "front_end.max_hz", "data.sample_rate_hz"],
      `${min_hz} Hz is not below the upper edge of ${highestHz} Hz.`,
    );
  }
  return conflicts;
}

/** Expects exactly one of a length's two keys. */
function checkPair(choice: LogMelChoice, name: "window" | "hop"): Conflict[] {
  const [ms, samples] = [choice[`${name}_ms`], choice[`${name}_samples`]];
  const [msKey, samplesKey] = [`front_end.${name}_ms`, `front_end.${name}_samples`];
  if (ms === null && samples === null)
    return [{ keys: [msKey, samplesKey], message: `null, and ${samplesKey} is null; set one of them.` }];
  if (ms === null || samples === null) return [];
  return [
    {
      keys: [samplesKey, msKey],
      message: `${samples} given together with ${msKey} ${ms}; keep one and set the other to null.`,
    },
  ];
}
