/** Shared memory of one batch, written by workers and read by the trainer without a copy. */
export interface Slot {
  wave: SharedArrayBuffer; // float32 [B, T]
  lengths: SharedArrayBuffer; // int32 [B]
}

export function allocateSlot(batchSize: number, clipSamples: number): Slot {
  return {
    wave: new SharedArrayBuffer(4 * batchSize * clipSamples),
    lengths: new SharedArrayBuffer(4 * batchSize),
  };
}

/** A clip's row of a slot. */
export function rowOf(slot: Slot, row: number, clipSamples: number): Float32Array {
  return new Float32Array(slot.wave, 4 * row * clipSamples, clipSamples);
}
