// B = clips of a batch, C = channels, F = frames.
import { Tensor } from "../../tensor/index.js";
import { upload } from "../../tensor/upload.js";
import type { FeatureAugmentation, Random } from "../define.js";
import { drawFrom, type Range } from "../range.js";

/** Moves each clip's frames in time; what leaves at one end comes in at the other. */
export function timeRoll(options: { fraction: Range }): FeatureAugmentation {
  return rollAlong(2, (random, numFrames) => Math.round(drawFrom(options.fraction, random) * numFrames));
}

/** Moves each clip's bands in frequency; what leaves at one end comes in at the other. */
export function freqRoll(options: { bands: Range }): FeatureAugmentation {
  const least = Math.ceil(options.bands[0]);
  const count = Math.floor(options.bands[1]) - least + 1;
  return rollAlong(1, (random) => least + Math.floor(random() * count));
}

function rollAlong(dim: 1 | 2, draw: (random: Random, size: number) => number): FeatureAugmentation {
  return {
    apply(features, randoms) {
      const { shape, device } = features;
      const [numClips, size] = [shape[0]!, shape[dim]!];
      const places = new BigInt64Array(numClips * size);
      for (const [clip, random] of randoms.entries()) {
        const by = random === null ? 0 : draw(random, size);
        for (let i = 0; i < size; i++) places[clip * size + i] = BigInt((((i - by) % size) + size) % size);
      }
      const index = Tensor.from(places, { shape: dim === 2 ? [numClips, 1, size] : [numClips, size, 1] });
      return features.gather(dim, upload(index, device).expand(shape));
    },
  };
}
