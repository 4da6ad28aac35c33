// C = labels, F = frames, R = rows of outputs.
import { dropShortEvents, eventsOf as eventsAt } from "../../events/events-of.js";
import { filterFrames, medianFilter } from "../../events/median-filter.js";
import { type FrameScores, frameTimes, type ScoreTrack, scoresByLabel } from "../../events/score-track.js";
import type { SoundEvent } from "../../events/sound-event.js";
import type { EventRules } from "../task.js";

/** Returns the scores of the labels in a recording's outputs [R, F], of which the labels are the first rows. */
export function trackOf(
  outputs: Float32Array | Float64Array,
  numRows: number,
  numLabels: number,
  frameSec: number,
): ScoreTrack {
  const numFrames = outputs.length / numRows;
  return {
    scores: scoresByLabel(outputs.subarray(0, numLabels * numFrames), numLabels),
    times: frameTimes(numFrames, frameSec),
  };
}

/** Returns a track without the frames that begin at or after the end of the recording, where it ends. */
export function untilEnd({ scores, times }: ScoreTrack, durationSec: number): ScoreTrack {
  let numFrames = 0;
  while (numFrames < times.length - 1 && times[numFrames]! < durationSec) numFrames++;
  const ends = times.slice(0, numFrames + 1);
  if (numFrames > 0) ends[numFrames] = Math.min(ends[numFrames]!, durationSec);
  return { scores: scores.map((ofLabel) => ofLabel.subarray(0, numFrames)), times: ends };
}

/** Returns the scores of a label, smoothed. @param times boundaries of the frames, which are equally long but the last */
export function smooth(scores: FrameScores, medianSec: number, times: Float64Array): FrameScores {
  if (times.length < 2) return scores;
  const numFrames = filterFrames(medianSec, times[1]! - times[0]!);
  return numFrames === 1 ? scores : medianFilter(scores, numFrames);
}

/** Returns the events in a track. */
export function eventsIn(track: ScoreTrack, { thresholds, medianSec, minSec }: EventRules): SoundEvent[] {
  const scores = track.scores.map((ofLabel, label) => smooth(ofLabel, medianSec[label]!, track.times));
  return dropShortEvents(eventsAt({ ...track, scores }, thresholds), minSec);
}
