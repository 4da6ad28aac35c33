// Apart from ./data.ts, so that a search compares data without loading libtorch.
import type { Config } from "../config/schema.js";
import { type Dataset, openDataset } from "../data/dataset.js";
import { prepareInstruments } from "../data/instruments/index.js";

/** How long work that is not training shows how far it is. */
export type OnProgress = (done: number, total: number) => void;

/** Opens the recipe's splits; a built-in set is made on first use. */
export async function openData(
  config: Config,
  options: { onProgress?: OnProgress; signal?: AbortSignal } = {},
): Promise<Dataset> {
  const { data } = config;
  const builtIn = data.dataset === "instruments" ? await prepareInstruments(data.root, options) : null;
  return openDataset({
    // The schema lets `train` be null only beside a built-in set.
    train: builtIn?.train ?? data.train!,
    validation: data.validation ?? builtIn?.validation ?? null,
    test: data.test ?? builtIn?.test ?? null,
    validationFraction: data.validation_fraction,
    seed: data.validation_seed ?? config.seed,
  });
}
