import type { AnnotationsInTime } from "../annotations.js";
import type { RecordedEvent } from "./measure.js";

/** Returns the annotation of a stretch of a recording: its events, cut at its ends, in seconds from its start. */
export function timedAnnotation(
  events: readonly RecordedEvent[],
  { first, count }: { first: number; count: number },
  sampleRateHz: number,
  { annotationOf }: AnnotationsInTime,
): string {
  const secondsAt = (frame: number): number => Math.min(count, Math.max(0, frame - first)) / sampleRateHz;
  return annotationOf(
    events.map(({ clip, from, to }) => ({
      annotation: clip.label,
      onsetSec: secondsAt(from),
      offsetSec: secondsAt(to),
    })),
  );
}
