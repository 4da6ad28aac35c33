import type { z } from "zod";
import type { Frozen } from "../components/component.js";
import type { Definition } from "../components/definition.js";
import type { Row } from "./annotations.js";

/** Rows of a data set's splits: plain JSON, with the columns that the task reads, such as `label`. */
export interface SplitRows {
  train: readonly Row[];
  /** Left out: a part of the training rows is held out, as `data.validation_fraction` says. */
  validation?: readonly Row[];
  test?: readonly Row[];
}

/** Sound as a data set decodes it. */
export interface DecodedSound {
  /** One channel after the other. */
  samples: Float32Array; // [numChannels * T]
  sampleRateHz: number;
  /** By default 1. The recipe's `data.channels` mixes or selects channels as it does those of files. */
  numChannels?: number;
}

/** A data set of your own: rows from any source, with their sound. */
export interface DatasetDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"dataset", Options> {
  /** Lists the rows, in an order that is the same each time. A row's `id`, if it has one, names it in messages and displays. */
  rows(options: Frozen<z.output<Options>>): SplitRows | Promise<SplitRows>;
  /** Returns a row's sound, the same each time. Runs in decoding threads. */
  decode(row: Row, options: Frozen<z.output<Options>>): DecodedSound;
  /** Returns a row's duration, for batches by duration (`training.batch_sec`). */
  durationSec?(row: Row, options: Frozen<z.output<Options>>): number;
}

/** Defines a data set, which a module exports by default and a recipe names: `data.dataset: { use: ./notes.ts, count: 100 }`. */
export function defineDataset<Options extends z.ZodObject>(
  parts: Omit<DatasetDefinition<Options>, "kind">,
): DatasetDefinition<Options> {
  return { kind: "dataset", ...parts };
}
