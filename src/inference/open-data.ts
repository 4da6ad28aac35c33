import type { OwnChoice } from "../components/component.js";
import type { Config } from "../config/schema.js";
import type { Reading, SourceReport } from "../data/annotation-files/reading.js";
import type { Annotations } from "../data/annotations.js";
import { type BuiltInName, builtInSet } from "../data/built-in-sets.js";
import type { Clip } from "../data/clip.js";
import { Corrections, correctedSet } from "../data/corrections/corrections.js";
import {
  type ClipsSource,
  type Dataset,
  type DatasetOptions,
  type FoldedClips,
  openClips,
  openDataset,
  openFolds,
  splitColumns,
} from "../data/dataset.js";
import { openOwnClips } from "../data/own-clips.js";
import { ConfigError } from "../errors.js";
import { annotationsOf } from "../tasks/annotations.js";
import { sampleFormatOf } from "./sample-format.js";
import { ALONE, type ExaminingOptions, leaveOutBad, type Ranks, usableClips } from "./usable-data.js";

export interface DataOptions extends ExaminingOptions {
  /** Called while a built-in data set is rendered. @param unit a recording of it, such as `note` */
  onProgress?: (done: number, total: number, unit: string) => void;
  /** Receives what was found at each path. */
  onSource?: (report: SourceReport) => void;
}

/** Returns how a recipe's annotation files are read. */
export function readingOf({ data }: Config): Reading {
  const { format, columns = {}, audio_folders, windows, clip_sec } = data;
  const given = Object.entries(columns).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const sec = windows?.sec ?? clip_sec;
  return {
    format,
    columns: Object.fromEntries(given),
    audioFolders: audio_folders,
    keep: [],
    keepUnreadable: data.on_bad_clip === "skip",
    corrections: data.corrections,
    windows:
      windows === undefined
        ? null
        : {
            sec,
            hopSec: windows.hop_sec ?? sec,
            minOverlapSec: windows.min_overlap_sec,
            minOverlapFraction: windows.min_overlap_fraction,
            last: windows.last,
            background: windows.background,
          },
  };
}

/**
 * All ranks: opens the recipe's splits, without bad clips where the recipe leaves them out. A built-in data set is rendered on
 * first use. libtorch is not loaded.
 */
export async function openData(
  config: Config,
  options: DataOptions = {},
  ranks: Ranks = ALONE,
): Promise<Dataset> {
  // One rank of each host makes a built-in set; the others read it.
  const first = await ranks.together(() => (ranks.localRank === 0 ? datasetOptions(config, options) : null));
  const given = await ranks.together(() => first ?? datasetOptions(config, options));
  if (config.data.on_bad_clip === "stop") return ranks.together(() => openDataset(given));
  const { given: usable, examined } = await leaveOutBad(given, config, options, ranks);
  const dataset = await ranks.together(() => openDataset(usable));
  return { ...dataset, examined };
}

/**
 * Opens the folds of a recipe's training clips. libtorch is not loaded.
 *
 * @throws ConfigError for a recipe without data.folds
 */
export async function openDataFolds(config: Config, options: DataOptions = {}): Promise<FoldedClips> {
  const { folds = null, ...others } = await datasetOptions(config, options);
  if (folds === null)
    throw new ConfigError(
      "FOLDS",
      "data.folds: expected the number of folds to make, or the column with the fold of each clip",
    );
  const all = { ...others, folds };
  const { given } =
    config.data.on_bad_clip === "stop" ? { given: all } : await leaveOutBad(all, config, options, ALONE);
  return openFolds({ ...given, folds });
}

/** Opens the clips at a path as a recipe reads them, without bad ones where it leaves them out. @param key for messages */
export async function openOtherClips(
  path: string,
  key: string,
  config: Config,
  options: DataOptions = {},
): Promise<Clip[]> {
  const { warn = () => {}, onSource = () => {} } = options;
  const annotations = annotationsOf(config);
  const reading = readingOf(config);
  if (config.data.on_bad_clip === "stop") return openClips(path, key, warn, annotations, reading);
  const source = { warn, annotations, reading, onSource };
  const format = sampleFormatOf(config);
  const usable = await usableClips(path, key, source, { ...options, format, workers: config.data.workers });
  const corrections = Corrections.read(reading.corrections, annotations);
  return correctedSet(usable, corrections, { annotations, key, warn }).clips;
}

async function datasetOptions(config: Config, options: DataOptions): Promise<DatasetOptions> {
  const { data } = config;
  const { group, folds, fold } = data;
  const annotations = annotationsOf(config);
  const builtIn = await openBuiltIn(config, annotations, options);
  const test = data.test ?? builtIn?.test ?? null;
  if (folds !== null && test !== null)
    throw new ConfigError(
      "FOLDS",
      `data.folds: ${folds}: the fold that is held out is the test set, and ${nameOfSource(test)} is one too; set data.test to null, or use a data set without test clips`,
    );
  return {
    // The schema requires `train` except beside a built-in data set.
    train: builtIn?.train ?? data.train!,
    validation: data.validation ?? builtIn?.validation ?? null,
    test,
    validationFraction: data.validation_fraction,
    seed: data.validation_seed ?? config.seed,
    ...{ group, folds, fold: fold === null ? null : String(fold) },
    annotations,
    reading: readingOf(config),
    ...(options.warn === undefined ? {} : { warn: options.warn }),
    ...(options.onSource === undefined ? {} : { onSource: options.onSource }),
  };
}

const nameOfSource = (from: ClipsSource): string =>
  typeof from === "string" ? from : `that of ${from.name}`;

type Splits = Pick<DatasetOptions, "train" | "validation" | "test">;

/** Opens the data set that the recipe names; null for one that gives files. */
export async function openBuiltIn(
  { data }: Config,
  annotations: Annotations,
  options: DataOptions,
): Promise<Splits | null> {
  const dataset = data.dataset as BuiltInName | OwnChoice | null;
  if (dataset === null) return null;
  if (typeof dataset === "string") {
    const set = builtInSet(dataset)!;
    const onProgress = (done: number, total: number) => options.onProgress?.(done, total, set.unit);
    return set.prepare(data.root, { ...options, onProgress });
  }
  const { train, validation, test } = await openOwnClips(dataset, annotations, splitColumns(data));
  const named = (clips: Clip[] | null) => (clips === null ? null : { name: dataset.use, clips });
  return { train: named(train)!, validation: named(validation), test: named(test) };
}

/** True if the validation clips are chosen at random from the training clips. */
export function hasRandomValidation({ data }: Config): boolean {
  return data.validation === null && builtInSet(data.dataset) === null && data.validation_fraction > 0;
}
