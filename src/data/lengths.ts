import { readWavInfo } from "../audio/wav.js";
import { DataError } from "../errors.js";
import { type Clip, describeClip } from "./clip.js";

/** Headers are read once, although several loaders ask. */
const known = new WeakMap<readonly Clip[], { key: string; lengths: Int32Array }>();

/**
 * How many samples `decodeClip` gives of each clip, before padding, from the files' headers.
 *
 * @throws DataError naming the clip that cannot be read
 */
export function clipLengths(clips: readonly Clip[], sampleRateHz: number, clipSamples: number): Int32Array {
  const key = `${sampleRateHz} ${clipSamples}`;
  const found = known.get(clips);
  if (found?.key === key) return found.lengths;
  const lengths = Int32Array.from(clips, (clip) => Math.min(lengthOf(clip, sampleRateHz), clipSamples));
  known.set(clips, { key, lengths });
  return lengths;
}

function lengthOf(clip: Clip, sampleRateHz: number): number {
  const { path, startSec, durationSec, range } = clip;
  const info = readWavInfo(path, range);
  const rest = info.numFrames - Math.round(startSec * info.sampleRateHz);
  if (rest <= 0) {
    throw new DataError(
      "RANGE",
      `${describeClip(clip)}: expected audio from ${startSec} s on, the file has ${info.durationSec.toFixed(3)} s`,
    );
  }
  const count = durationSec === null ? rest : Math.min(rest, Math.round(durationSec * info.sampleRateHz));
  // As resample does.
  return Math.ceil((count * sampleRateHz) / info.sampleRateHz);
}
