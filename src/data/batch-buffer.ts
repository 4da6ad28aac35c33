/** Shared memory of one batch, written by workers and read by the trainer without a copy. */
export interface BatchBuffer {
  wave: SharedArrayBuffer; // float32 [B, T], with the T of the current batch
  /** Samples in each clip, before it was cropped or padded; a float64 counts those of any file. */
  clipSamples: SharedArrayBuffer; // float64 [B]
}

/** Allocates a buffer for batches of up to `numClips` clips, and `numSamples` samples with their padding. */
export function allocateBatchBuffer({
  numClips,
  numSamples,
}: {
  numClips: number;
  numSamples: number;
}): BatchBuffer {
  return {
    wave: new SharedArrayBuffer(4 * numSamples),
    clipSamples: new SharedArrayBuffer(8 * numClips),
  };
}

/** Returns a clip's row in a buffer whose batch has `samples` samples per clip. */
export function rowOf(buffer: BatchBuffer, row: number, samples: number): Float32Array {
  return new Float32Array(buffer.wave, 4 * row * samples, samples);
}
