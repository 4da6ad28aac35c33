import { DataError } from "../../errors.js";
import { checkTrack, type ScoreTrack } from "../../events/score-track.js";
import { checkEvents, type SoundEvent } from "../../events/sound-event.js";

/** The true events of a recording. */
export interface AnnotatedRecording {
  /** For messages: the file. */
  name: string;
  durationSec: number;
  trueEvents: readonly SoundEvent[];
}

/** A recording with events that a model detected. */
export interface DetectedRecording extends AnnotatedRecording {
  detectedEvents: readonly SoundEvent[];
}

/** A recording with the scores of a model. */
export interface ScoredRecording extends AnnotatedRecording {
  track: ScoreTrack;
}

/** @throws DataError naming the recording, and its first event that is not valid */
export function checkRecording(recording: AnnotatedRecording, numLabels: number): void {
  const { name, durationSec, trueEvents } = recording;
  if (!Number.isFinite(durationSec) || durationSec < 0)
    throw new DataError("DURATION", `${name} lasts ${durationSec} s; expected a finite number, 0 or more.`);
  checkEvents(trueEvents, numLabels, `true events of ${name}`);
}

/** @throws DataError naming the recording */
export function checkDetected(recording: DetectedRecording, numLabels: number): void {
  checkRecording(recording, numLabels);
  checkEvents(recording.detectedEvents, numLabels, `detected events of ${recording.name}`);
}

/** @throws DataError naming the recording */
export function checkScored(recording: ScoredRecording, numLabels: number): void {
  checkRecording(recording, numLabels);
  checkTrack(recording.track, numLabels, recording.name);
}

/** Returns the events of each label, in their order. */
export function eventsByLabel(events: readonly SoundEvent[], numLabels: number): SoundEvent[][] {
  const byLabel: SoundEvent[][] = Array.from({ length: numLabels }, () => []);
  for (const event of events) byLabel[event.label]!.push(event);
  return byLabel;
}
