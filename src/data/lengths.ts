import { withAudio } from "../audio/open.js";
import { resampledLength } from "../audio/resample-parts.js";
import { framesOf } from "../audio/stretch.js";
import { DataError } from "../errors.js";
import { type Clip, describeClip } from "./clip.js";
import { withClip } from "./decode.js";

/** Headers are read once, although several loaders ask. */
const known = new WeakMap<readonly Clip[], { sampleRateHz: number; lengths: Float64Array }>();

/**
 * Returns the number of samples of a channel that `decodeClip` finds in each clip, before padding, from the files' headers.
 *
 * @param clipSamples clips are cropped to; Infinity does not crop them
 * @param neededBy the key that needs lengths, for messages
 * @throws DataError naming the clip that cannot be read, or whose length nothing tells
 */
export function clipLengths(
  clips: readonly Clip[],
  sampleRateHz: number,
  clipSamples: number,
  neededBy = "training.batch_sec",
): Float64Array {
  let found = known.get(clips);
  if (found?.sampleRateHz !== sampleRateHz) {
    const lengths = Float64Array.from(clips, (clip) => lengthOf(clip, sampleRateHz, neededBy));
    found = { sampleRateHz, lengths };
    known.set(clips, found);
  }
  return found.lengths.map((length) => Math.min(length, clipSamples));
}

function lengthOf(clip: Clip, sampleRateHz: number, neededBy: string): number {
  const { path, startSec, durationSec, range, own } = clip;
  if (own !== undefined) {
    if (durationSec !== null) return Math.round(durationSec * sampleRateHz);
    throw new DataError(
      "LENGTH",
      `${describeClip(clip)}: ${neededBy} needs the duration of each row; add durationSec(row, options) to defineDataset, or set ${neededBy} to null`,
    );
  }
  return withClip(clip, () =>
    withAudio(path, { part: range }, (audio) => {
      const { count } = framesOf(audio, startSec, durationSec);
      return resampledLength(count, audio.sampleRateHz, sampleRateHz);
    }),
  );
}
