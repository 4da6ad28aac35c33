import type { Config } from "../config/schema.js";
import { augmentationFingerprint } from "../data/augmentation-files.js";
import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";

/** Identifies the clips that a run trains and validates on. */
export interface DataIdentity {
  fingerprint: string;
  numClips: number;
  /** sha256 over the files that augmentations mix in; undefined without any. */
  augmentationFiles?: string;
}

export function dataIdentity({ train, validation }: Dataset, { data }: Config): DataIdentity {
  const augmentationFiles = augmentationFingerprint(data.augmentations);
  return {
    fingerprint: fingerprint(train, validation),
    numClips: train.length + validation.length,
    ...(augmentationFiles === undefined ? {} : { augmentationFiles }),
  };
}
