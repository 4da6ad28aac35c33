/** Recordings that augmentations mix in, read at the sample rate of the clips. */
import { withAudio } from "../audio/open.js";
import { Stretch } from "../audio/stretch.js";

import type { Random } from "./define.js";

/** Returns one of the files. */
export function drawFile(files: readonly string[], random: Random): string {
  return files[Math.floor(random() * files.length)]!;
}

/**
 * Reads a random stretch of a recording; a shorter one is repeated.
 *
 * @throws DataError naming the file
 */
export function readStretch(
  path: string,
  numSamples: number,
  sampleRateHz: number,
  random: Random,
): Float32Array {
  const place = random();
  return withAudio(path, {}, (file) => {
    const stretch = new Stretch(file, { sampleRateHz });
    if (stretch.numSamples >= numSamples)
      return stretch.read(Math.floor(place * (stretch.numSamples - numSamples + 1)), numSamples);
    const all = stretch.read(0, stretch.numSamples);
    const first = Math.floor(place * all.length);
    return Float32Array.from({ length: numSamples }, (_, i) => all[(first + i) % all.length]!);
  });
}

/** Reads a recording to its end. @param mostSec the rest is left out @throws DataError naming the file */
export function readRecording(path: string, sampleRateHz: number, mostSec: number): Float32Array {
  return withAudio(path, {}, (file) => {
    const stretch = new Stretch(file, { sampleRateHz });
    return stretch.read(0, Math.min(stretch.numSamples, Math.round(mostSec * sampleRateHz)));
  });
}
