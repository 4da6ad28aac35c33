// C = labels, S = segments.
import { DataError } from "../../errors.js";
import type { SoundEvent } from "../../events/sound-event.js";
import { type DetectionMetrics, detectionMetrics } from "./detection-metrics.js";
import { noCounts } from "./event-counts.js";
import { checkDetected, type DetectedRecording, eventsByLabel } from "./recording.js";

/**
 * Returns segment-based metrics: each recording is divided into segments of equal length, and a label is active in a segment if
 * an event of it overlaps the segment. Events after the end of the recording are not counted.
 *
 * Source: Mesaros, Heittola and Virtanen, "Metrics for Polyphonic Sound Event Detection", 2016; `SegmentBasedMetrics` of
 * sed_eval 0.2.1, with the recordings' lengths as `evaluated_length_seconds`.
 *
 * @param segmentSec length of a segment, by custom 1
 * @throws DataError if an event is not valid or a length is not positive
 */
export function segmentMetrics(
  recordings: readonly DetectedRecording[],
  numLabels: number,
  segmentSec: number,
): DetectionMetrics {
  checkSegment(segmentSec);
  const counts = noCounts(numLabels);
  const { numTrue, truePositives, falsePositives } = counts;
  const errors = { substitutions: 0, deletions: 0, insertions: 0 };
  for (const recording of recordings) {
    checkDetected(recording, numLabels);
    const numSegments = countSegments(recording.durationSec, segmentSec);
    const truth = activity(recording.trueEvents, numLabels, segmentSec, numSegments);
    const detected = activity(recording.detectedEvents, numLabels, segmentSec, numSegments);
    for (let segment = 0; segment < numSegments; segment++) {
      let [trues, detections, hits] = [0, 0, 0];
      for (let label = 0; label < numLabels; label++) {
        const isTrue = truth[label]![segment]!;
        const isDetected = detected[label]![segment]!;
        trues += isTrue;
        detections += isDetected;
        hits += isTrue & isDetected;
        numTrue[label]! += isTrue;
        truePositives[label]! += isTrue & isDetected;
        falsePositives[label]! += isDetected & ~isTrue;
      }
      errors.substitutions += Math.min(trues, detections) - hits;
      errors.deletions += Math.max(0, trues - detections);
      errors.insertions += Math.max(0, detections - trues);
    }
  }
  return detectionMetrics(counts, errors);
}

/**
 * Returns the number of segments of a recording; the last may be shorter.
 *
 * @throws DataError if they are too many to count
 */
export function countSegments(durationSec: number, segmentSec: number): number {
  const numSegments = Math.ceil(durationSec / segmentSec);
  if (numSegments > MOST_SEGMENTS)
    throw new DataError(
      "SEGMENT",
      `a recording of ${durationSec} s has ${numSegments} segments of ${segmentSec} s; expected ${MOST_SEGMENTS} at most.`,
    );
  return numSegments;
}

/** Four months in segments of a hundredth of a second. */
const MOST_SEGMENTS = 1e9;

/** Marks with 1 the segments that an interval overlaps; those after the last are left out. */
export function markSegments(
  active: Uint8Array, // [S]
  onsetSec: number,
  offsetSec: number,
  segmentSec: number,
): void {
  active.fill(1, Math.floor(onsetSec / segmentSec), Math.ceil(offsetSec / segmentSec));
}

export function checkSegment(segmentSec: number): void {
  if (!Number.isFinite(segmentSec) || segmentSec <= 0)
    throw new DataError("SEGMENT", `segments of ${segmentSec} s; expected a positive length.`);
}

function activity(
  events: readonly SoundEvent[],
  numLabels: number,
  segmentSec: number,
  numSegments: number,
): Uint8Array[] {
  return eventsByLabel(events, numLabels).map((ofLabel) => {
    const active = new Uint8Array(numSegments);
    for (const { onsetSec, offsetSec } of ofLabel) markSegments(active, onsetSec, offsetSec, segmentSec);
    return active;
  });
}
