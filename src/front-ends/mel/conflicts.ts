import type { Conflict } from "../../components/component.js";
import type { FrontEndContext } from "../front-end-options.js";
import { lengthTexts, melLengths } from "./lengths.js";
import type { LevelChoice, MelChoice } from "./schema.js";

/** Returns conflicts between the options of a mel spectrogram. */
export function melConflicts(choice: MelChoice, context: FrontEndContext): Conflict[] {
  const ambiguous = (["window", "hop"] as const).flatMap((name) => checkPair(choice, name));
  if (ambiguous.length > 0) return ambiguous;
  const { fft_samples, num_mels } = choice;
  const { fftSamples, windowSamples, hopSamples } = melLengths(choice, context);
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
  return [...conflicts, ...edgeConflicts(choice, context)];
}

/** Returns conflicts between the edges of the mel bands and the sample rate. */
export function edgeConflicts(
  { min_hz, max_hz }: Pick<MelChoice, "min_hz" | "max_hz">,
  context: FrontEndContext,
): Conflict[] {
  const conflicts: Conflict[] = [];
  const refuse = (keys: string[], message: string): void => void conflicts.push({ keys, message });
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
function checkPair(choice: MelChoice, name: "window" | "hop"): Conflict[] {
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

/** Returns conflicts between the options of the logarithm. @param floor the default of log_floor */
export function levelConflicts({ log, log_floor, top_db }: LevelChoice, floor: number): Conflict[] {
  if (log === "natural" && top_db !== null) {
    return [
      {
        keys: ["front_end.top_db", "front_end.log"],
        message: `${top_db} dB given with front_end.log natural, which it does not change; set front_end.log to db, or top_db to null.`,
      },
    ];
  }
  if (log === "db" && log_floor !== floor) {
    return [
      {
        keys: ["front_end.log_floor", "front_end.log"],
        message: `${log_floor} given with front_end.log db, which does not add it; set front_end.db_floor instead.`,
      },
    ];
  }
  return [];
}
