// B = clips in a batch.
import { keyEpoch } from "./balance.js";
import { cropPlace, cropStart } from "./decode.js";
import {
  hasRowTimes,
  type MixTargets,
  type Mixture,
  rowsAt,
  type TargetTable,
  withRowTimes,
} from "./targets.js";
import type { DecodeJob } from "./task.js";

export interface BatchTargetsOptions {
  /** Targets of every clip of the set. */
  targets: TargetTable;
  /** Returns the targets of mixed clips; required by augmentations that mix clips. */
  mixTargets: MixTargets | null;
  seed: number;
  randomCrop: boolean;
  sampleRateHz: number;
}

/** Targets of the clips of a batch, with those of clips that are mixed in, and the times of their crops. */
export class BatchTargets {
  readonly #options: BatchTargetsOptions;
  readonly #hasRowTimes: boolean;

  constructor(options: BatchTargetsOptions) {
    this.#options = options;
    this.#hasRowTimes = hasRowTimes(options.targets);
  }

  /** @param clipSamples samples of a channel in each clip, before it was cropped [B] */
  of(
    { indices, repeats, epoch, samples }: Omit<DecodeJob, "firsts">,
    clipSamples: Float64Array,
    mixture: Mixture | null,
  ): TargetTable {
    const { targets, mixTargets, seed, randomCrop, sampleRateHz } = this.#options;
    if (mixture !== null) return mixTargets!(targets, mixture);
    const rows = rowsAt(targets, indices);
    if (!this.#hasRowTimes) return rows;
    const starts = Array.from(indices, (index, i) =>
      cropStart(
        clipSamples[i]!,
        samples,
        randomCrop ? cropPlace(seed, keyEpoch(epoch, repeats?.[i] ?? 0), index) : null,
      ),
    );
    return withRowTimes(rows, starts, samples, sampleRateHz);
  }
}
