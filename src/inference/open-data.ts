import type { Config } from "../config/schema.js";
import { type Dataset, openDataset } from "../data/dataset.js";
import type { InstrumentManifests } from "../data/instruments/index.js";
import { annotationsOf } from "../tasks/annotations.js";

export interface DataOptions {
  /** Called while a built-in data set is rendered. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /** Receives one line for each warning about the data, such as files that are left out. */
  warn?: (message: string) => void;
}

/** Opens the recipe's splits; a built-in data set is rendered on first use. libtorch is not loaded. */
export async function openData(config: Config, options: DataOptions = {}): Promise<Dataset> {
  const { data } = config;
  const builtIn = data.dataset === "instruments" ? await renderInstruments(data.root, options) : null;
  return openDataset({
    // The schema requires `train` except beside a built-in data set.
    train: builtIn?.train ?? data.train!,
    validation: data.validation ?? builtIn?.validation ?? null,
    test: data.test ?? builtIn?.test ?? null,
    validationFraction: data.validation_fraction,
    seed: data.validation_seed ?? config.seed,
    annotations: annotationsOf(config),
    ...(options.warn === undefined ? {} : { warn: options.warn }),
  });
}

/** Renders the data set. Loads the synthesizer, which takes 0.2 s, only for recipes that need it. */
async function renderInstruments(root: string, options: DataOptions): Promise<InstrumentManifests> {
  const { prepareInstruments } = await import("../data/instruments/index.js");
  return prepareInstruments(root, options);
}

/** True if the validation clips are chosen at random from the training clips. */
export function hasRandomValidation({ data }: Config): boolean {
  return data.validation === null && data.dataset === null;
}
