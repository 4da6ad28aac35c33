/** Shared memory of one batch, written by workers and read by the trainer without a copy. */
export interface BatchBuffer {
  wave: SharedArrayBuffer; // float32 [B, channels, T], with the T of the current batch
  numChannels: number;
  /** Samples in each clip, before it was cropped or padded; a float64 counts those of any file. */
  clipSamples: SharedArrayBuffer; // float64 [B]
  /** Clips that each clip was mixed of: itself first, and one for each partner that augmentations take (P). */
  mixedClips: SharedArrayBuffer; // int32 [B, 1 + P]
  /** Their shares in its targets. */
  mixedShares: SharedArrayBuffer; // float32 [B, 1 + P]
}

/**
 * Allocates a buffer for batches of up to `numClips` clips, and `numSamples` samples of a channel with their padding.
 *
 * @param numPartners clips that augmentations mix into each clip, P
 */
export function allocateBatchBuffer(
  { numClips, numSamples, numChannels }: { numClips: number; numSamples: number; numChannels: number },
  numPartners = 0,
): BatchBuffer {
  const numMixed = numPartners === 0 ? 0 : numClips * (1 + numPartners);
  return {
    wave: new SharedArrayBuffer(4 * numChannels * numSamples),
    numChannels,
    clipSamples: new SharedArrayBuffer(8 * numClips),
    mixedClips: new SharedArrayBuffer(4 * numMixed),
    mixedShares: new SharedArrayBuffer(4 * numMixed),
  };
}

/** Returns a clip's row, planar, in a buffer whose batch has `samples` samples for each channel of a clip. */
export function rowOf(buffer: BatchBuffer, row: number, samples: number): Float32Array {
  const size = buffer.numChannels * samples;
  return new Float32Array(buffer.wave, 4 * row * size, size);
}
