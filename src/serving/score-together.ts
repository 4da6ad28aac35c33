import type { ScoreWindows } from "../inference/timeline/score-timeline.js";

/**
 * Scores windows of several streams. Those of one length are a batch: all but the last windows of streams, which may be shorter.
 *
 * @param windows with their padding, planar [A * padded]
 * @returns scores of each [C, F]
 */
export function scoreTogether(score: ScoreWindows, windows: readonly Float32Array[]): Float32Array[] {
  const results: Float32Array[] = [];
  for (const size of new Set(windows.map(({ length }) => length))) {
    const places = [...windows.keys()].filter((i) => windows[i]!.length === size);
    const wave = new Float32Array(places.length * size);
    for (const [row, i] of places.entries()) wave.set(windows[i]!, row * size);
    const { scores } = score(wave, places.length);
    const width = scores.length / places.length;
    for (const [row, i] of places.entries()) results[i] = scores.slice(row * width, (row + 1) * width);
  }
  return results;
}
