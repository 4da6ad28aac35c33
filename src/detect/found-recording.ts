import type { FoundEvent } from "./events.js";
import type { Recording } from "./inputs.js";

/** A sound in a recording. */
export interface LabelledEvent {
  label: string;
  onsetSec: number;
  offsetSec: number;
  /** The largest score of its frames. */
  score: number;
}

/** A recording with the events in it, by onset. */
export interface FoundRecording {
  recording: Recording;
  sampleRateHz: number;
  /** Samples of a channel. */
  numFrames: number;
  events: readonly LabelledEvent[];
}

/**
 * Returns an event in seconds. Resampling rounds a recording's length up: no event ends behind it.
 *
 * @param sampleRateHz the model's
 */
export function inSeconds(
  { label, first, end, score }: FoundEvent,
  labels: readonly string[],
  sampleRateHz: number,
  durationSec: number,
): LabelledEvent {
  return {
    label: labels[label]!,
    onsetSec: first / sampleRateHz,
    offsetSec: Math.min(end / sampleRateHz, durationSec),
    score,
  };
}

/** Events that begin at once are in the order of the labels. */
export function byOnset(a: FoundEvent, b: FoundEvent): number {
  return a.first - b.first || a.label - b.label;
}
