// B = clips in a batch, T = samples of each channel of a clip.
import { numChannelsOf } from "../audio/sample-format.js";
import { isOwnChoice } from "../components/component.js";
import { threadCodeOf } from "../components/modules.js";
import { DataError } from "../errors.js";
import { numPartners } from "./augmentations.js";
import { allocateBatchBuffer, type BatchBuffer } from "./batch-buffer.js";
import { BatchRing, type Decoding } from "./batch-ring.js";
import type { Clip } from "./clip.js";
import { allocateCache } from "./clip-cache.js";
import type { CropOptions } from "./decode.js";
import { clipDecoder } from "./decode-task.js";
import { DecodePool } from "./pool.js";
import { shareRows } from "./row-table.js";
import type { Mixture } from "./targets.js";

export interface ClipRingOptions {
  clips: readonly Clip[];
  /** Largest batch, in samples of one channel. */
  largest: { numClips: number; numSamples: number };
  decode: Omit<CropOptions, "cache">;
  decoding: Decoding;
}

/** Decoded clips: views over shared memory. */
export interface ClipView {
  wave: Float32Array; // [B, channels, T]
  /** Samples in each clip, before it was cropped or padded. */
  clipSamples: Float64Array; // [B]
  /** Clips that each clip was mixed of; null without augmentations that mix clips. */
  mixture: Mixture | null;
}

/** Returns a ring that decodes clips. @throws DataError without clips */
export function createClipRing(options: ClipRingOptions): BatchRing<ClipView> {
  const { clips, largest } = options;
  const { numWorkers, prefetchBatches, cacheBytes = 0 } = options.decoding;
  const numChannels = numChannelsOf(options.decode.channels);
  if (clips.length === 0) throw new DataError("EMPTY", "loader: expected one clip or more, got none");
  const partners = numPartners(options.decode.augment?.list);
  const buffers = Array.from({ length: prefetchBatches + 1 }, () =>
    allocateBatchBuffer({ ...largest, numChannels }, partners),
  );
  const decode = { ...options.decode, cache: allocateCache(clips.length, cacheBytes) };
  const code = threadCodeOf([
    ...clips.flatMap(({ own }) => (own === undefined ? [] : [own.code])),
    ...(decode.augment?.list?.choices ?? []).flatMap((one) => (isOwnChoice(one) ? [one.code] : [])),
  ]);
  return new BatchRing({
    numBuffers: buffers.length,
    pool: new DecodePool(clipDecoder({ clips: shareRows(clips), buffers, decode, code }), numWorkers),
    view: (buffer, { indices, samples }) => ({
      wave: new Float32Array(buffers[buffer]!.wave, 0, indices.length * numChannels * samples),
      clipSamples: new Float64Array(buffers[buffer]!.clipSamples, 0, indices.length),
      mixture: partners === 0 ? null : mixtureIn(buffers[buffer]!, indices.length, 1 + partners),
    }),
  });
}

function mixtureIn({ mixedClips, mixedShares }: BatchBuffer, numClips: number, numMixed: number): Mixture {
  const length = numClips * numMixed;
  return {
    clips: new Int32Array(mixedClips, 0, length),
    shares: new Float32Array(mixedShares, 0, length),
    numMixed,
  };
}
