import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import type { ModelOptions } from "../model-options.js";

const fraction = z.number().min(0).lt(1);

const options = z.strictObject({
  width: z
    .number()
    .positive()
    .default(1)
    .describe("Factor on the channels of every layer; 1 is the published network."),
  block_dropout: fraction
    .default(0.2)
    .describe("Fraction of activations set to zero after each block in training."),
  dropout: fraction
    .default(0.5)
    .describe("Fraction of activations set to zero before the embedding layer in training."),
});

/** The options of a network of PANNs, as a recipe sets them. */
export type PannsChoice = Frozen<z.output<typeof options>>;

/** The blocks of a network of PANNs. */
export interface PannsLayout {
  /** Output channels of each block at width 1. */
  channels: readonly number[];
  /** Height and width of the kernels. */
  kernelSize: 3 | 5;
  /** Convolutions of a block. */
  numConvs: 1 | 2;
  /** Blocks, from the first, that halve both axes. */
  numPoolings: number;
}

export const PANNS_LAYOUTS = {
  cnn6: { channels: [64, 128, 256, 512], kernelSize: 5, numConvs: 1, numPoolings: 4 },
  cnn10: { channels: [64, 128, 256, 512], kernelSize: 3, numConvs: 2, numPoolings: 4 },
  cnn14: { channels: [64, 128, 256, 512, 1024, 2048], kernelSize: 3, numConvs: 2, numPoolings: 5 },
} as const satisfies Record<string, PannsLayout>;

function optionsOf(name: string, { numPoolings }: PannsLayout): ModelOptions<typeof options> {
  const least = 2 ** numPoolings;
  return {
    options,
    needs: () => ({
      ...{ channels: least, frames: least, keys: ["model.name"] },
      reason: `${numPoolings} poolings of ${name} halve them`,
      remedy: "model.name=cnn with fewer blocks",
    }),
  };
}

export const CNN6 = optionsOf("cnn6", PANNS_LAYOUTS.cnn6);
export const CNN10 = optionsOf("cnn10", PANNS_LAYOUTS.cnn10);
export const CNN14 = optionsOf("cnn14", PANNS_LAYOUTS.cnn14);
