/** Shared memory of one batch, written by workers and read by the trainer without a copy. */
export interface BatchBuffer {
  wave: SharedArrayBuffer; // float32 [B, channels, T], with the T of the current batch
  numChannels: number;
  /** Samples in each clip, before it was cropped or padded; a float64 counts those of any file. */
  clipSamples: SharedArrayBuffer; // float64 [B]
}

/** Allocates a buffer for batches of up to `numClips` clips, and `numSamples` samples of a channel with their padding. */
export function allocateBatchBuffer({
  numClips,
  numSamples,
  numChannels,
}: {
  numClips: number;
  numSamples: number;
  numChannels: number;
}): BatchBuffer {
  return {
    wave: new SharedArrayBuffer(4 * numChannels * numSamples),
    numChannels,
    clipSamples: new SharedArrayBuffer(8 * numClips),
  };
}

/** Returns a clip's row, planar, in a buffer whose batch has `samples` samples for each channel of a clip. */
export function rowOf(buffer: BatchBuffer, row: number, samples: number): Float32Array {
  const size = buffer.numChannels * samples;
  return new Float32Array(buffer.wave, 4 * row * size, size);
}
