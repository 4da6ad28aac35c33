// C = labels, F = frames, N = true events of the label in a recording.
import type { FrameScores } from "../../events/score-track.js";
import { type IntersectionCriterion, microseconds, reaches } from "./intersection.js";
import { firstOverlapping, type Intervals, overlapSec } from "./intervals.js";

/** Counts that change; cross-triggers with label c have the kind `CROSS_TRIGGERS + c`. */
export const TRUE_POSITIVES = 0;
export const FALSE_POSITIVES = 1;
export const CROSS_TRIGGERS = 2;

/** Changes of counts, each when the threshold falls to a score. */
export interface ScoreChanges {
  scores: number[];
  kinds: number[];
  deltas: number[];
}

/** A recording prepared for the sweep of each label. */
export interface SweptRecording {
  scores: readonly FrameScores[]; // [C][F]
  times: Float64Array; // [F + 1]
  truth: readonly Intervals[]; // [C]
  /** Seconds that the true events of a label share with the frames before each boundary; null without true events. */
  shared: readonly (Float64Array | null)[]; // [C][F + 1]
}

/** Returns the seconds that intervals share with the frames before each boundary: [F + 1]. */
export function sharedBefore(intervals: Intervals, times: Float64Array): Float64Array | null {
  if (intervals.onsets.length === 0) return null;
  const shared = new Float64Array(times.length);
  for (let frame = 0; frame + 1 < times.length; frame++)
    shared[frame + 1] = shared[frame]! + overlapSec(intervals, times[frame]!, times[frame + 1]!);
  return shared;
}

/**
 * Adds the changes of a label's counts in one recording: the threshold falls through all scores, frames become active, and runs of
 * active frames begin, grow and join. Each frame changes one run, so that the time is that of sorting the frames.
 *
 * Source: Ebbers, Serizel and Haeb-Umbach, "Threshold-Independent Evaluation of Sound Event Detection Scores", 2022, whose
 * implementation compares every score with every frame.
 */
export function collectChanges(
  recording: SweptRecording,
  label: number,
  criterion: IntersectionCriterion,
  changes: ScoreChanges,
): void {
  const scores = recording.scores[label]!;
  const runs = new ActiveRuns(recording, label, criterion);
  const order = Uint32Array.from({ length: scores.length }, (_, frame) => frame)
    .filter((frame) => scores[frame]! > Number.NEGATIVE_INFINITY)
    .sort((a, b) => scores[b]! - scores[a]!);
  const before = new Int32Array(runs.counts.length);
  for (let at = 0; at < order.length; at++) {
    const score = scores[order[at]!]!;
    runs.activate(order[at]!);
    if (at + 1 < order.length && scores[order[at + 1]!] === score) continue;
    for (let kind = 0; kind < before.length; kind++) {
      const delta = runs.counts[kind]! - before[kind]!;
      if (delta === 0) continue;
      changes.scores.push(score);
      changes.kinds.push(kind);
      changes.deltas.push(delta);
      before[kind] = runs.counts[kind]!;
    }
  }
}

const NONE = -1;

/** Runs of active frames of one label, and the counts that follow from them. */
class ActiveRuns {
  /** Current counts by kind. */
  readonly counts: Int32Array; // [2 + C]
  readonly #times: Float64Array;
  readonly #criterion: IntersectionCriterion;
  readonly #truth: Intervals;
  readonly #own: Float64Array | null;
  /** Other labels with true events in this recording; empty if cross-triggers are not counted. */
  readonly #others: { kind: number; shared: Float64Array }[];
  /** For the first frame of a run the frame after its last, and the reverse. */
  readonly #endOf: Int32Array; // [F + 1]
  readonly #startOf: Int32Array; // [F + 1]
  /** 1 if the run that begins at a frame is relevant: true events cover enough of it. */
  readonly #isRelevant: Uint8Array; // [F]
  /** Seconds of each true event that relevant runs cover. */
  readonly #coveredSec: Float64Array; // [N]
  /** Microseconds of each true event that must be covered. */
  readonly #needed: Float64Array; // [N]
  readonly #isDetected: Uint8Array; // [N]

  constructor({ times, truth, shared }: SweptRecording, label: number, criterion: IntersectionCriterion) {
    const { onsets, offsets } = truth[label]!;
    this.counts = new Int32Array(CROSS_TRIGGERS + truth.length);
    this.#times = times;
    this.#criterion = criterion;
    this.#truth = truth[label]!;
    this.#own = shared[label]!;
    this.#others = [];
    for (const [other, ofOther] of shared.entries())
      if (criterion.cttc !== null && other !== label && ofOther !== null)
        this.#others.push({ kind: CROSS_TRIGGERS + other, shared: ofOther });
    this.#endOf = new Int32Array(times.length).fill(NONE);
    this.#startOf = new Int32Array(times.length).fill(NONE);
    this.#isRelevant = new Uint8Array(times.length);
    this.#coveredSec = new Float64Array(onsets.length);
    this.#needed = onsets.map((onset, at) => microseconds(criterion.gtc * (offsets[at]! - onset)));
    this.#isDetected = new Uint8Array(onsets.length);
  }

  /** Activates a frame: begins a run, extends one, or joins two. */
  activate(frame: number): void {
    const hasLeft = this.#startOf[frame] !== NONE;
    const hasRight = this.#endOf[frame + 1] !== NONE;
    const start = hasLeft ? this.#startOf[frame]! : frame;
    const end = hasRight ? this.#endOf[frame + 1]! : frame + 1;
    const wasLeftRelevant = hasLeft && this.#isRelevant[start] === 1;
    const wasRightRelevant = hasRight && this.#isRelevant[frame + 1] === 1;
    if (hasLeft && !wasLeftRelevant) this.#countFalse(start, frame, -1);
    if (hasRight && !wasRightRelevant) this.#countFalse(frame + 1, end, -1);

    this.#startOf[frame] = NONE;
    this.#endOf[frame + 1] = NONE;
    this.#endOf[start] = end;
    this.#startOf[end] = start;
    const isRelevant =
      this.#own !== null &&
      reaches(
        this.#own[end]! - this.#own[start]!,
        this.#criterion.dtc,
        this.#times[end]! - this.#times[start]!,
      );
    this.#isRelevant[start] = Number(isRelevant);

    if (!isRelevant) this.#countFalse(start, end, 1);
    else this.#cover(frame, frame + 1, 1);
    if (hasLeft && wasLeftRelevant !== isRelevant) this.#cover(start, frame, isRelevant ? 1 : -1);
    if (hasRight && wasRightRelevant !== isRelevant) this.#cover(frame + 1, end, isRelevant ? 1 : -1);
  }

  /** Counts a run that is not relevant, as a false positive and perhaps as cross-triggers. */
  #countFalse(start: number, end: number, sign: 1 | -1): void {
    this.counts[FALSE_POSITIVES]! += sign;
    const lengthSec = this.#times[end]! - this.#times[start]!;
    for (const { kind, shared } of this.#others)
      if (reaches(shared[end]! - shared[start]!, this.#criterion.cttc!, lengthSec))
        this.counts[kind]! += sign;
  }

  /** Adds or removes frames of relevant runs, and counts the true events that are detected now or no longer. */
  #cover(start: number, end: number, sign: 1 | -1): void {
    const [onset, offset] = [this.#times[start]!, this.#times[end]!];
    const { onsets, offsets } = this.#truth;
    for (let at = firstOverlapping(this.#truth, onset); at < onsets.length && onsets[at]! < offset; at++) {
      const sec = Math.min(offset, offsets[at]!) - Math.max(onset, onsets[at]!);
      if (sec <= 0) continue;
      this.#coveredSec[at]! += sign * sec;
      const isDetected = Number(microseconds(this.#coveredSec[at]!) >= this.#needed[at]!);
      this.counts[TRUE_POSITIVES]! += isDetected - this.#isDetected[at]!;
      this.#isDetected[at] = isDetected;
    }
  }
}
