import { withAudio } from "../audio/open.js";
import { resampledLength } from "../audio/resample-parts.js";
import { framesOf } from "../audio/stretch.js";
import { DataError } from "../errors.js";
import { type Clip, describeClip } from "./clip.js";
import { withClip } from "./decode.js";

/** Headers are read once, although several loaders ask. */
const known = new WeakMap<readonly Clip[], { key: string; lengths: Int32Array }>();

/**
 * Returns the number of samples that `decodeClip` finds in each clip, before padding, from the files' headers.
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
  const { path, startSec, durationSec, range, own } = clip;
  if (own !== undefined) {
    if (durationSec !== null) return Math.round(durationSec * sampleRateHz);
    throw new DataError(
      "LENGTH",
      `${describeClip(clip)}: training.batch_sec needs the duration of each row; add durationSec(row, options) to defineDataset, or set training.batch_sec to null`,
    );
  }
  return withClip(clip, () =>
    withAudio(path, { part: range }, (audio) => {
      const { count } = framesOf(audio, startSec, durationSec);
      return resampledLength(count, audio.sampleRateHz, sampleRateHz);
    }),
  );
}
