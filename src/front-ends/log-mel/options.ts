import type { FrontEndOptions } from "../front-end-options.js";
import { logMelConflicts } from "./conflicts.js";
import { lengthTexts, logMelLengths } from "./lengths.js";
import { logMelSchema } from "./schema.js";

export const LOG_MEL: FrontEndOptions<typeof logMelSchema> = {
  options: logMelSchema,
  alternatives: [
    ["window_ms", "window_samples"],
    ["hop_ms", "hop_samples"],
  ],
  sizes(choice, context) {
    const { fftSamples, hopSamples } = logMelLengths(choice, context);
    const { window, hop, transform } = lengthTexts(choice, context);
    return {
      channels: { count: choice.num_mels, keys: ["front_end.num_mels"] },
      hop: { samples: hopSamples, text: `${hop.key} ${hop.text}`, keys: [hop.key] },
      shortest: {
        samples: fftSamples,
        reason: `one transform takes ${fftSamples} samples (${transform})`,
        keys: [window.key, "front_end.fft_samples"],
      },
    };
  },
  conflicts: logMelConflicts,
  /** All lengths in samples, as files beside weights describe them. */
  resolve(choice, context) {
    const { window_ms: _, hop_ms: __, ...rest } = choice;
    const { fftSamples, windowSamples, hopSamples } = logMelLengths(choice, context);
    return { ...rest, fft_samples: fftSamples, window_samples: windowSamples, hop_samples: hopSamples };
  },
};
