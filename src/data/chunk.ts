import type { Clip } from "./clip.js";
import { type DecodeOptions, decodeClip } from "./decode.js";
import { rowOf, type Slot } from "./slots.js";

export interface WorkerData {
  clips: readonly Clip[];
  slots: readonly Slot[];
  decode: DecodeOptions;
}

/** Rows `row` to `row + indices.length` of a slot. */
export interface Chunk {
  slot: number;
  row: number;
  indices: Int32Array;
  /** That each clip is padded to. */
  samples: number;
  epoch: number;
}

export interface ChunkDone {
  slot: number;
  error: { code: string; message: string } | null;
}

export function decodeChunk({ clips, slots, decode }: WorkerData, chunk: Chunk): void {
  const slot = slots[chunk.slot]!;
  const lengths = new Int32Array(slot.lengths);
  for (let i = 0; i < chunk.indices.length; i++) {
    const index = chunk.indices[i]!;
    const row = chunk.row + i;
    lengths[row] = decodeClip(clips[index]!, index, chunk.epoch, decode, rowOf(slot, row, chunk.samples));
  }
}
