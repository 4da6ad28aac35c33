import { DataError } from "../errors.js";

/** A stretch of a recording in which a label is active. */
export interface SoundEvent {
  /** Index of the label. */
  label: number;
  /** Seconds from the start of the recording. */
  onsetSec: number;
  /** Seconds from the start of the recording, at or after the onset. */
  offsetSec: number;
  /** The highest score of a detected event; absent from true events. */
  score?: number;
}

/**
 * Checks events from outside.
 *
 * @param place for messages: the file or recording of the events
 * @throws DataError naming the first event with a label that does not exist, a time that is not finite, a negative onset, or an
 *   offset before its onset
 */
export function checkEvents(events: readonly SoundEvent[], numLabels: number, place: string): void {
  for (const [index, { label, onsetSec, offsetSec }] of events.entries()) {
    const name = `${place}: event ${index + 1} of ${events.length}`;
    if (!Number.isInteger(label) || label < 0 || label >= numLabels)
      throw new DataError(
        "EVENT_LABEL",
        `${name} has label ${label}; expected an index from 0 to ${numLabels - 1}.`,
      );
    if (!Number.isFinite(onsetSec) || onsetSec < 0)
      throw new DataError(
        "EVENT_TIME",
        `${name} has onset ${onsetSec} s; expected a finite number of seconds, 0 or more.`,
      );
    if (!Number.isFinite(offsetSec) || offsetSec < onsetSec)
      throw new DataError(
        "EVENT_TIME",
        `${name} lasts from ${onsetSec} s to ${offsetSec} s; expected a finite offset at or after the onset.`,
      );
  }
}
