import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import type { ModelOptions } from "../model-options.js";

const options = z.strictObject({
  depth: z.int().min(1).default(12).describe("Number of transformer layers."),
  heads: z
    .int()
    .min(1)
    .default(3)
    .describe("Attention heads of each layer; the published networks have 3, 6 or 12."),
  head_width: z
    .int()
    .min(1)
    .default(64)
    .describe("Values of each head; the width of the network is heads times this."),
  patch_size: z
    .int()
    .min(1)
    .default(16)
    .describe("Mel bands and frames of a patch of the spectrogram, which is one token."),
  patch_stride: z
    .int()
    .min(1)
    .default(10)
    .describe("Mel bands and frames from one patch to the next; below patch_size, patches overlap."),
  max_frames: z
    .int()
    .min(1)
    .default(1024)
    .describe("Frames of the longest clip; the network learns an embedding of each position."),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe("Fraction of activations set to zero after each part of a layer in training."),
});

/** The options of the Audio Spectrogram Transformer, as a recipe sets them. */
export type AstChoice = Frozen<z.output<typeof options>>;

/** Returns the patches along an axis. */
export function countPatches(size: number, patchSize: number, stride: number): number {
  return Math.floor((size - patchSize) / stride) + 1;
}

export const AST: ModelOptions<typeof options> = {
  options,
  needs({ patch_size, patch_stride, max_frames }) {
    const frames = patch_size + countPatches(max_frames, patch_size, patch_stride) * patch_stride - 1;
    return {
      ...{ channels: patch_size, frames: patch_size, keys: ["model.patch_size", "model.max_frames"] },
      reason: `a patch has model.patch_size ${patch_size} of them`,
      remedy: "a smaller model.patch_size",
      // A remainder below the stride makes no patch.
      most: { frames, remedy: `a larger model.max_frames than ${max_frames}` },
    };
  },
};
