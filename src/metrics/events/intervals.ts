// N = intervals.
import { firstAtLeast } from "../../events/binary-search.js";

/** Stretches of time, such as the events of one label in a recording. They may overlap. */
export interface Intervals {
  /** Ascending. */
  onsets: Float64Array; // [N]
  offsets: Float64Array; // [N]
  /** The latest offset up to each interval: ascending, unlike `offsets`. */
  latest: Float64Array; // [N]
}

/** Returns the stretches of events, by onset. Those of zero length are left out. */
export function intervalsOf(events: readonly { onsetSec: number; offsetSec: number }[]): Intervals {
  const sorted = events
    .filter(({ onsetSec, offsetSec }) => offsetSec > onsetSec)
    .sort((a, b) => a.onsetSec - b.onsetSec || a.offsetSec - b.offsetSec);
  let last = Number.NEGATIVE_INFINITY;
  return {
    onsets: Float64Array.from(sorted, ({ onsetSec }) => onsetSec),
    offsets: Float64Array.from(sorted, ({ offsetSec }) => offsetSec),
    latest: Float64Array.from(sorted, ({ offsetSec }) => {
      last = Math.max(last, offsetSec);
      return last;
    }),
  };
}

/** Returns the index of the first interval that may overlap times from `onset` on; those before end earlier. */
export function firstOverlapping({ latest }: Intervals, onset: number): number {
  return firstAtLeast(latest, onset);
}

/** Returns the seconds that each interval shares with a stretch of time, added up: overlapping intervals count several times. */
export function overlapSec(intervals: Intervals, onset: number, offset: number): number {
  const { onsets, offsets } = intervals;
  let sum = 0;
  for (let at = firstOverlapping(intervals, onset); at < onsets.length && onsets[at]! < offset; at++)
    sum += Math.max(0, Math.min(offset, offsets[at]!) - Math.max(onset, onsets[at]!));
  return sum;
}

/** Returns the lengths of the intervals, added up, in seconds. */
export function totalSec({ onsets, offsets }: Intervals): number {
  let sum = 0;
  for (let at = 0; at < onsets.length; at++) sum += offsets[at]! - onsets[at]!;
  return sum;
}
