// N = clips in a set.
import type { Clip } from "./clip.js";

/**
 * Clips in memory that all threads share, so that no worker holds a copy of its own: one line of JSON a clip, which is
 * decoded when the clip is used.
 */
export interface ClipTable {
  /** UTF-8, one clip after the other. */
  text: SharedArrayBuffer;
  /** float64 [N + 1]: place of each clip's first byte, and the end. */
  places: SharedArrayBuffer;
}

export function shareClips(clips: readonly Clip[]): ClipTable {
  const lines = clips.map((clip) => JSON.stringify(clip));
  const places = new Float64Array(new SharedArrayBuffer(8 * (lines.length + 1)));
  for (const [i, line] of lines.entries()) places[i + 1] = places[i]! + Buffer.byteLength(line);
  const text = Buffer.from(new SharedArrayBuffer(places[lines.length]!));
  for (const [i, line] of lines.entries()) text.write(line, places[i]!);
  return { text: text.buffer as unknown as SharedArrayBuffer, places: places.buffer };
}

/** Returns a copy of a clip. */
export function clipAt({ text, places }: ClipTable, index: number): Clip {
  const [from, to] = new Float64Array(places, 8 * index, 2) as unknown as [number, number];
  return JSON.parse(Buffer.from(text, from, to - from).toString());
}
