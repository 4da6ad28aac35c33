import type { ThreadCode } from "../components/loaded.js";
import { bundlePath } from "../package-root.js";
import { decodeClock } from "../timing/decode-clock.js";
import { numPartners } from "./augmentations.js";
import { keyEpoch } from "./balance.js";
import { type BatchBuffer, rowOf } from "./batch-buffer.js";
import type { Clip } from "./clip.js";
import { type CropOptions, decodeClip, decodeWindow, type Mixing } from "./decode.js";
import type { Decoder } from "./pool.js";
import { numRows, type RowTable, rowAt } from "./row-table.js";
import type { DecodeTask } from "./task.js";

/** Everything that a thread needs to decode clips. */
export interface ClipData {
  clips: RowTable;
  buffers: readonly BatchBuffer[];
  decode: CropOptions;
  /** Modules of the user's that decoding runs, by the hash of their code. */
  code: Readonly<Record<string, ThreadCode>>;
}

/** Returns what a pool needs to decode clips. */
export function clipDecoder(data: ClipData): Decoder {
  return {
    worker: bundlePath("data/worker"),
    data,
    run: (task, clipMs) => decodeClips(data, task, clipMs),
    withoutWorkers: "data.workers=0",
  };
}

/** @throws DataError naming a clip; the clips after it are not decoded */
export function decodeClips(
  { clips, buffers, decode }: Omit<ClipData, "code">,
  task: DecodeTask,
  clipMs: Float64Array,
): void {
  const buffer = buffers[task.buffer]!;
  const clipSamples = new Float64Array(buffer.clipSamples);
  const mixed = 1 + numPartners(decode.augment?.list);
  const mixingOf = (row: number): Mixing | null =>
    mixed === 1
      ? null
      : {
          numClips: numRows(clips),
          clipAt: (other) => rowAt<Clip>(clips, other),
          mixture: {
            clips: new Int32Array(buffer.mixedClips, 4 * mixed * row, mixed),
            shares: new Float32Array(buffer.mixedShares, 4 * mixed * row, mixed),
            numMixed: mixed,
          },
        };
  for (let i = 0; i < task.indices.length; i++) {
    const index = task.indices[i]!;
    const row = task.row + i;
    const clip = rowAt<Clip>(clips, index);
    const target = rowOf(buffer, row, task.samples);
    clipSamples[row] =
      task.firsts === null
        ? decodeClip(clip, index, keyEpoch(task.epoch, task.repeats?.[i] ?? 0), decode, target, mixingOf(row))
        : decodeWindow(clip, index, task.firsts[i]!, decode, target);
    clipMs[i] = decodeClock.clipMs;
  }
}
