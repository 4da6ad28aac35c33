import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";

/** Identifies the clips that a run trains and validates on. */
export interface DataIdentity {
  fingerprint: string;
  numClips: number;
}

export function dataIdentity({ train, validation }: Dataset): DataIdentity {
  return { fingerprint: fingerprint(train, validation), numClips: train.length + validation.length };
}
