import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import type { FrontEndContext, FrontEndOptions } from "../front-end-options.js";
import { edgeConflicts } from "../mel/conflicts.js";
import { normalizationKeys } from "../stages/schema.js";

const schema = z.strictObject({
  num_filters: z.int().min(1).default(40).describe("Gabor filters: the height of the model's input."),
  window_ms: z
    .number()
    .gt(0)
    .default(25)
    .describe("Length of the filters and of the pooling, in milliseconds."),
  hop_ms: z.number().gt(0).default(10).describe("Milliseconds from one frame to the next."),
  min_hz: z
    .number()
    .min(0)
    .default(60)
    .describe("Lower edge of the lowest mel band that the filters begin as, in Hz."),
  max_hz: z
    .number()
    .gt(0)
    .nullable()
    .default(null)
    .describe(
      "Upper edge of the highest mel band that they begin as, in Hz; null is 7800, at most half of data.sample_rate_hz.",
    ),
  train_filters: z.boolean().default(true).describe("Trains centre frequency and bandwidth of each filter."),
  train_pooling: z.boolean().default(true).describe("Trains the width of each filter's pooling."),
  train_pcen: z.boolean().default(true).describe("Trains the energy normalization of each filter."),
  ...normalizationKeys,
});

/** The options of the learnable filter bank, as a recipe sets them. */
export type LeafChoice = Frozen<z.output<typeof schema>>;

export interface LeafLengths {
  windowSamples: number;
  hopSamples: number;
}

/** One sample more than the window, as leaf-audio, so that filters of common rates have a middle. */
export function leafLengths(
  { window_ms, hop_ms }: Pick<LeafChoice, "window_ms" | "hop_ms">,
  { sampleRateHz }: FrontEndContext,
): LeafLengths {
  return {
    windowSamples: Math.floor((sampleRateHz * window_ms) / 1000) + 1,
    hopSamples: Math.max(1, Math.floor((sampleRateHz * hop_ms) / 1000)),
  };
}

/** Upper edge of the filters, in Hz: of leaf-audio, at 16 kHz. */
export function leafMaxHz({ max_hz }: Pick<LeafChoice, "max_hz">, { sampleRateHz }: FrontEndContext): number {
  return max_hz ?? Math.min(7800, sampleRateHz / 2);
}

export const LEAF: FrontEndOptions<typeof schema> = {
  options: schema,
  sizes(choice, context) {
    const { hopSamples } = leafLengths(choice, context);
    return {
      channels: { count: choice.num_filters, keys: ["front_end.num_filters"] },
      hop: {
        samples: hopSamples,
        text: `front_end.hop_ms ${choice.hop_ms} ms (${hopSamples} samples)`,
        keys: ["front_end.hop_ms"],
      },
      shortest: {
        samples: hopSamples,
        reason: `one frame takes ${hopSamples} samples (front_end.hop_ms ${choice.hop_ms} ms)`,
        keys: ["front_end.hop_ms"],
      },
    };
  },
  conflicts(choice, context) {
    const { windowSamples, hopSamples } = leafLengths(choice, context);
    const conflicts = edgeConflicts({ ...choice, max_hz: leafMaxHz(choice, context) }, context);
    if (hopSamples > windowSamples) {
      conflicts.push({
        keys: ["front_end.hop_ms", "front_end.window_ms"],
        message: `${choice.hop_ms} ms is longer than front_end.window_ms ${choice.window_ms}, so samples between frames would be lost.`,
      });
    }
    return conflicts;
  },
  resolve: (choice, context) => ({ ...choice, max_hz: leafMaxHz(choice, context) }),
};
