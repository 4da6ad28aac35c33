// C = labels, F = frames, T = thresholds of the counts.
import { dropShortEvents, eventsOf as eventsAt } from "../../events/events-of.js";
import { frameTimes, type ScoreTrack } from "../../events/score-track.js";
import type { SoundEvent } from "../../events/sound-event.js";
import type { EventRules } from "../task.js";
import type { CountLayout } from "./count-layout.js";
import { smooth, untilEnd } from "./events.js";

/*
 * The scores of a recording as levels: the number of thresholds, of those at which evaluations count events, that a score reaches. A
 * median filter commutes with it, so that the levels have exactly the events of the scores at each of these thresholds, with any
 * median filter. The bytes are the recording's length and that of a frame in seconds, as float64, and the levels [C, F] in a byte each, or in
 * two for more than 255 thresholds.
 */

const HEADER_BYTES = 16;

const levelType = (layout: CountLayout): typeof Uint8Array | typeof Uint16Array =>
  layout.thresholds.length < 256 ? Uint8Array : Uint16Array;

/** @param track without frames after the end of the recording @param frameSec length of every frame but the last */
export function encodeLevels(
  { scores }: ScoreTrack,
  frameSec: number,
  durationSec: number,
  layout: CountLayout,
): Uint8Array {
  const Levels = levelType(layout);
  const numFrames = scores[0]!.length;
  const bytes = new Uint8Array(HEADER_BYTES + scores.length * numFrames * Levels.BYTES_PER_ELEMENT);
  new Float64Array(bytes.buffer, 0, 2).set([durationSec, frameSec]);
  const levels = new Levels(bytes.buffer, HEADER_BYTES);
  for (const [label, ofLabel] of scores.entries())
    for (let frame = 0; frame < numFrames; frame++)
      levels[label * numFrames + frame] = levelOf(ofLabel[frame]!, layout.thresholds);
  return bytes;
}

/** Returns the number of ascending thresholds that a score reaches; 0 for NaN. */
function levelOf(score: number, thresholds: readonly number[]): number {
  let [low, high] = [0, thresholds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (score >= thresholds[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the events in levels, at the median filters, shortest events and thresholds of the counts that are nearest to the rules. */
export function eventsInLevels(bytes: Uint8Array, layout: CountLayout, rules: EventRules): SoundEvent[] {
  const { buffer } = Uint8Array.from(bytes); // aligned
  const [durationSec, frameSec] = new Float64Array(buffer, 0, 2) as unknown as [number, number];
  const levels = new (levelType(layout))(buffer, HEADER_BYTES);
  const { numLabels } = layout;
  const numFrames = levels.length / numLabels;
  const track = untilEnd(
    {
      scores: Array.from({ length: numLabels }, (_, label) =>
        Float32Array.from(levels.subarray(label * numFrames, (label + 1) * numFrames)),
      ),
      times: frameTimes(numFrames, frameSec),
    },
    durationSec,
  );
  const places = Array.from({ length: numLabels }, (_, label) => layout.placesOf(rules, label));
  const scores = track.scores.map((ofLabel, label) =>
    smooth(ofLabel, layout.medianSec[places[label]!.median]!, track.times),
  );
  const found = eventsAt(
    { ...track, scores },
    places.map(({ level }) => level + 1),
  );
  return dropShortEvents(
    found,
    places.map(({ min }) => layout.minSec[min]!),
  );
}
