// B = clips of a batch, C = channels, F = frames.
import { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { upload } from "../../tensor/upload.js";
import type { FeatureAugmentation, Random } from "../define.js";

export interface MaskOptions {
  time_masks: number;
  time_share: number;
  freq_masks: number;
  freq_share: number;
  fill: "mean" | "zero";
}

/**
 * Masks stretches of time and bands of frequency (Park et al., "SpecAugment", 2019; widths and places as
 * torchaudio.functional.mask_along_axis_iid 2.0 draws them, with `share * size` as its mask_param).
 */
export function specAugment(options: MaskOptions): FeatureAugmentation {
  const { time_masks, time_share, freq_masks, freq_share, fill } = options;
  return {
    apply(features, randoms) {
      const [numClips, numChannels, numFrames] = features.shape as [number, number, number];
      const times = new Float32Array(numClips * numFrames).fill(1);
      const bands = new Float32Array(numClips * numChannels).fill(1);
      for (const [clip, random] of randoms.entries()) {
        if (random === null) continue;
        mask(times.subarray(clip * numFrames, (clip + 1) * numFrames), time_masks, time_share, random);
        mask(bands.subarray(clip * numChannels, (clip + 1) * numChannels), freq_masks, freq_share, random);
      }
      const { device } = features;
      const keptTimes = upload(Tensor.from(times, { shape: [numClips, 1, numFrames] }), device);
      const keptBands = upload(Tensor.from(bands, { shape: [numClips, numChannels, 1] }), device);
      const isKept = keptTimes.mul(keptBands).ne(0); // [B, C, F]
      const value = fill === "zero" ? ops.zerosLike(features) : features.mean([1, 2], true); // [B, 1, 1]
      return ops.where(isKept, features, value);
    },
  };
}

/** Sets random stretches to 0. */
function mask(kept: Float32Array, numMasks: number, share: number, random: Random): void {
  for (let i = 0; i < numMasks; i++) {
    const width = random() * (share * kept.length);
    const first = Math.floor(random() * (kept.length - width));
    kept.fill(0, first, first + Math.floor(width));
  }
}
