/** Shared memory of one batch, written by workers and read by the trainer without a copy. */
export interface BatchBuffer {
  wave: SharedArrayBuffer; // float32 [B, T], T that of the batch in it
  lengths: SharedArrayBuffer; // int32 [B]
}

/** For batches of so many clips, and so many samples with their padding. */
export function allocateBatchBuffer({
  numClips,
  numSamples,
}: {
  numClips: number;
  numSamples: number;
}): BatchBuffer {
  return {
    wave: new SharedArrayBuffer(4 * numSamples),
    lengths: new SharedArrayBuffer(4 * numClips),
  };
}

/** A clip's row of a buffer whose batch has so many samples a clip. */
export function rowOf(buffer: BatchBuffer, row: number, samples: number): Float32Array {
  return new Float32Array(buffer.wave, 4 * row * samples, samples);
}
