// B = clips in a batch, A = channels of the audio, C = channels of the features, F = frames.
import { PURPOSES, randomUint32 } from "../data/random.js";
import type { FeatureStatistics, FrontEnd, Measurement } from "../front-ends/index.js";
import { toDevice } from "../inference/forward.js";
import { evaluationLoader } from "../inference/loaders.js";
import type { Session } from "../inference/session.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";

/**
 * Measures mean and deviation of a front end's features over training clips: the first window of each, without augmentation and
 * padding. The clips depend on the seed alone; one rank measures, so that the result does not depend on the number of ranks.
 *
 * @throws DataError naming a clip that cannot be read, and the signal's reason
 */
export async function measureFeatures(
  { config, data, task, hardware }: Session,
  frontEnd: FrontEnd,
  measurement: Measurement,
  signal: AbortSignal,
): Promise<FeatureStatistics> {
  const clips = chooseClips(data.train.length, measurement.numClips, config.seed).map((i) => data.train[i]!);
  const loader = evaluationLoader(config, clips, task.targetsOf(clips));
  const sums = new ChannelSums();
  let numLeft = clips.length;
  try {
    // The first windows of all clips come first.
    for await (const batch of loader.windows()) {
      signal.throwIfAborted();
      const rows = noGrad(() =>
        scope(() => {
          const { wave } = toDevice(batch, hardware.device);
          // Channels of the audio count as clips: the front end computes each alone.
          const features = measurement.features(wave.ndim === 3 ? wave.flatten(0, 1) : wave); // [B A, C, F]
          const samples = [...batch.windowSamples].flatMap((one) =>
            Array<number>(batch.numChannels).fill(one),
          );
          return momentsOf(features, frontEnd, samples);
        }),
      );
      for (const row of rows) sums.add(row);
      numLeft -= batch.size;
      batch.release();
      if (numLeft <= 0) break;
    }
  } finally {
    await loader.close();
  }
  return { ...sums.statistics(), numClips: clips.length };
}

/** Returns the places of at most `count` clips, ascending. */
function chooseClips(numClips: number, count: number, seed: number): number[] {
  const places = Array.from({ length: numClips }, (_, i) => i);
  if (count >= numClips) return places;
  const keyed = places.map((i) => ({ i, key: randomUint32(PURPOSES.measuredClips, seed, i) }));
  const chosen = keyed.sort((a, b) => a.key - b.key || a.i - b.i).slice(0, count);
  return chosen.map(({ i }) => i).sort((a, b) => a - b);
}

/** Frames of a clip, the mean of each channel over them, and the squares of distances to it, summed. */
interface Moments {
  count: number;
  mean: Float64Array; // [C]
  squares: Float64Array; // [C]
}

function momentsOf(features: Tensor, frontEnd: FrontEnd, windowSamples: readonly number[]): Moments[] {
  const [, channels, numFrames] = features.shape as [number, number, number];
  const counts = windowSamples.map((samples) => {
    const own = samples < frontEnd.minSamples ? 1 : frontEnd.numFrames(samples);
    return Math.min(numFrames, Math.max(1, own));
  });
  const moments = counts.flatMap((count, row) => {
    const own = features.select(0, row).narrow(1, 0, count).to("float64"); // [C, count]
    const mean = own.mean([1], true);
    return [mean.squeeze(1), own.sub(mean).square().sum([1])];
  });
  const values = ops.stack(moments).toArray() as Float64Array; // sync
  const part = (i: number): Float64Array => values.slice(i * channels, (i + 1) * channels);
  return counts.map((count, row) => ({ count, mean: part(2 * row), squares: part(2 * row + 1) }));
}

/** Adds up moments as Chan et al. (1979) do, which keeps the digits of small deviations. */
class ChannelSums {
  #count = 0;
  #mean: Float64Array = new Float64Array();
  #squares: Float64Array = new Float64Array();

  add({ count, mean, squares }: Moments): void {
    const total = this.#count + count;
    if (this.#count === 0) [this.#mean, this.#squares] = [mean, squares];
    else {
      for (const [i, value] of mean.entries()) {
        const difference = value - this.#mean[i]!;
        this.#mean[i]! += (difference * count) / total;
        this.#squares[i]! += squares[i]! + (difference ** 2 * this.#count * count) / total;
      }
    }
    this.#count = total;
  }

  statistics(): Pick<FeatureStatistics, "mean" | "deviation"> {
    return {
      mean: [...this.#mean],
      deviation: [...this.#squares].map((sum) => Math.sqrt(sum / this.#count)),
    };
  }
}
