import type { Frozen } from "../../components/component.js";
import type { FeatureSizes, FrontEndContext } from "../front-end-options.js";
import type { DeltaChoice } from "../stages/schema.js";
import { lengthTexts, melLengths } from "./lengths.js";
import type { MelChoice } from "./schema.js";

/** Keys of which a recipe sets one. */
export const MEL_ALTERNATIVES = [
  ["window_ms", "window_samples"],
  ["hop_ms", "hop_samples"],
] as const;

/** Sizes of features that are computed from a mel spectrogram. @param rows channels before derivatives */
export function melSizes(
  choice: MelChoice & DeltaChoice,
  context: FrontEndContext,
  rows: { count: number; key: string },
): FeatureSizes {
  const { fftSamples, hopSamples } = melLengths(choice, context);
  const { window, hop, transform } = lengthTexts(choice, context);
  return {
    channels: { count: rows.count * (1 + choice.deltas), keys: [rows.key] },
    hop: { samples: hopSamples, text: `${hop.key} ${hop.text}`, keys: [hop.key] },
    shortest: {
      samples: fftSamples,
      reason: `one transform takes ${fftSamples} samples (${transform})`,
      keys: [window.key, "front_end.fft_samples"],
    },
  };
}

/** Returns options with all lengths in samples, as files beside weights describe them. */
export function resolveMel<Choice extends MelChoice>(
  choice: Frozen<Choice>,
  context: FrontEndContext,
): Record<string, unknown> {
  const { window_ms: _, hop_ms: __, ...rest } = choice as MelChoice;
  const { fftSamples, windowSamples, hopSamples } = melLengths(choice as MelChoice, context);
  return { ...rest, fft_samples: fftSamples, window_samples: windowSamples, hop_samples: hopSamples };
}
