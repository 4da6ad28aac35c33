/** The events of all recordings, and those that a page of limited size shows. */
import type { LabelledEvent } from "../found-recording.js";
import { type Span, spanOf } from "./stretch-media.js";

/** A recording that was searched. */
export interface ReviewRecording {
  /** Absolute. */
  path: string;
  durationSec: number;
  /** By onset. */
  events: readonly LabelledEvent[];
}

/** An event with its recording's place in the list, and the stretch that shows it. */
export interface ReviewEvent extends LabelledEvent, Span {
  recording: number;
}

/** Returns all events, in the order of the recordings and of time. */
export function reviewEvents(recordings: readonly ReviewRecording[]): ReviewEvent[] {
  return recordings.flatMap(({ durationSec, events }, recording) =>
    events.map((event) => ({
      ...event,
      recording,
      ...spanOf(event.onsetSec, event.offsetSec, durationSec),
    })),
  );
}

/** Returns the places of the events with the lowest scores, the lowest first: reviewing them changes most. */
export function leastCertain(events: readonly LabelledEvent[], most: number): number[] {
  return events
    .map(({ score }, place) => ({ score, place }))
    .sort((a, b) => a.score - b.score || a.place - b.place)
    .slice(0, most)
    .map(({ place }) => place);
}
