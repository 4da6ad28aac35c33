import type { Config } from "../config/schema.js";
import { augmentationFingerprint } from "../data/augmentation-files.js";
import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import { describeShapes } from "../inference/batch-summary.js";

/** Identifies the clips that a run trains and validates on. */
export interface DataIdentity {
  fingerprint: string;
  numClips: number;
  /** sha256 over the files that augmentations mix in; undefined without any. */
  augmentationFiles?: string;
  /** Number and shapes of training batches, `12 of 40 x 8000, 3 of 20 x 16000`; undefined unless their number is bounded. */
  batchShapes?: string;
}

/** @throws DataError for a clip whose length cannot be read, if batches depend on it */
export function dataIdentity({ train, validation }: Dataset, config: Config): DataIdentity {
  const batchShapes = describeShapes(config, train);
  const augmentationFiles = augmentationFingerprint(config.data.augmentations);
  return {
    fingerprint: fingerprint(train, validation),
    numClips: train.length + validation.length,
    ...(augmentationFiles === undefined ? {} : { augmentationFiles }),
    ...(batchShapes === null ? {} : { batchShapes }),
  };
}
