import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import type { ModelOptions } from "../model-options.js";

const options = z.strictObject({
  tau: z
    .number()
    .min(0.25)
    .default(1)
    .describe("Factor on the channels of every layer: BC-ResNet-1 has 1, BC-ResNet-8 has 8."),
  blocks: z
    .tuple([z.int().min(1), z.int().min(1), z.int().min(1), z.int().min(1)])
    .default([2, 2, 4, 4])
    .describe("Residual blocks of each of the four stages."),
  sub_bands: z
    .int()
    .min(1)
    .default(5)
    .describe("Parts of the frequency axis that batch norm treats as channels of their own."),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.1)
    .describe("Fraction of channels set to zero in each block in training."),
});

/** The options of BC-ResNet, as a recipe sets them. */
export type BcResNetChoice = Frozen<z.output<typeof options>>;

/** Height and width of the kernel that summarizes the frequency axis at the end. */
export const LAST_KERNEL = 5;

/** Returns the rows of the frequency axis where sub-bands are normalized, first to last: three convolutions halve it. */
function rowsOf(numMels: number): number[] {
  const halved = (rows: number): number => Math.ceil(rows / 2);
  const first = halved(numMels);
  const second = halved(first);
  return [first, second, halved(second)];
}

function refuse(numMels: number, subBands: number): string | null {
  const rows = rowsOf(numMels);
  if (rows.at(-1)! >= LAST_KERNEL && rows.every((count) => count % subBands === 0)) return null;
  const least = 8 * subBands * Math.ceil(LAST_KERNEL / subBands);
  return `${numMels} channels of features become ${rows.join(", ")} rows in the model, which needs at least ${LAST_KERNEL} and multiples of model.sub_bands ${subBands}; take ${least} or ${2 * least}, such as front_end.num_mels=${least}.`;
}

export const BC_RESNET: ModelOptions<typeof options> = {
  options,
  frontEnd: { num_mels: 40 },
  needs: ({ sub_bands }) => ({
    ...{ channels: 1, frames: 1, keys: ["model.sub_bands"], reason: "", remedy: "" },
    refuse: (channels) => refuse(channels, sub_bands),
  }),
};
