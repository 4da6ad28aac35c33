/* A decoding thread: takes chunks of batches, writes samples into shared memory, answers when done. */
import { parentPort, workerData } from "node:worker_threads";
import { WoodshedError } from "../errors.js";
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

if (parentPort !== null) {
  const port = parentPort;
  port.on("message", (chunk: Chunk) => {
    let error: ChunkDone["error"] = null;
    try {
      decodeChunk(workerData as WorkerData, chunk);
    } catch (thrown) {
      const code = thrown instanceof WoodshedError ? thrown.code : "WORKER";
      error = { code, message: thrown instanceof Error ? thrown.message : String(thrown) };
    }
    port.postMessage({ slot: chunk.slot, error } satisfies ChunkDone);
  });
}
