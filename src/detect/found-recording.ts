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
