import { describe, expect, it } from "vitest";
import { startOracle } from "../../../tests/support/oracle.js";
import { SOUND_EVENT_CASES, scoredRecordings } from "../../../tests/support/sound-event-cases.js";
import { dropShortEvents, eventsOf } from "../../events/events-of.js";
import { Tensor } from "../../tensor/index.js";
import { collarMetrics } from "./collars.js";
import { eventRow } from "./count-recording.js";
import { type EventCounts, eventScores } from "./event-counts.js";
import { type EventRow, type RowSpec, rowCounts, rowLength, sumEventRows } from "./event-row.js";
import { exactPsds } from "./exact-psds.js";
import { frameAveragePrecision, frameAveragePrecisionOfCounts } from "./frames.js";
import { intersectionScores } from "./intersection.js";
import { PSDS_1, PSDS_2 } from "./psds.js";
import type { ScoredRecording } from "./recording.js";
import { psdsOfRow } from "./row-psds.js";
import { segmentMetrics } from "./segments.js";

const oracle = startOracle("sklearn.metrics");
const CASE = SOUND_EVENT_CASES.scores.find(({ name }) => name.startsWith("random"))!;
const RECORDINGS = scoredRecordings(CASE);
const NUM_LABELS = CASE.num_labels;
const SPEC: RowSpec = {
  numLabels: NUM_LABELS,
  thresholds: CASE.thresholds,
  minSec: [0, 0.5, 0.75],
  segmentSec: 1,
  collars: { onsetSec: 0.5, offsetSec: 0.5, offsetShare: 0.2, matching: "optimal" },
  intersections: [PSDS_1, PSDS_2],
};

function sumOf(recordings: readonly ScoredRecording[], spec = SPEC): EventRow {
  return sumEventRows(
    spec,
    recordings.map((recording) => eventRow(spec, recording)),
  );
}

describe("rows of counts", () => {
  it("have the metrics of the events at each threshold", () => {
    const counts = rowCounts(SPEC, sumOf(RECORDINGS).counts);
    const microF1 = new Set<number>();
    for (const level of CASE.thresholds[0]!.keys()) {
      const thresholds = CASE.thresholds.map((ofLabel) => ofLabel[level]!);
      const detected = RECORDINGS.map(({ track, ...recording }) => ({
        ...recording,
        detectedEvents: dropShortEvents(eventsOf(track, thresholds), SPEC.minSec),
      }));
      const levels = thresholds.map(() => level);
      expect(segmentMetrics(detected, NUM_LABELS, 1)).toMatchObject(eventScores(counts.segments, levels));
      const collars = collarMetrics(detected, NUM_LABELS, SPEC.collars);
      expect(collars).toMatchObject(eventScores(counts.collars, levels));
      const ofCriterion = intersectionScores(detected, NUM_LABELS, PSDS_1);
      expect(ofCriterion).toEqual(eventScores(counts.intersections[0]!, levels));
      microF1.add(collars.microF1).add(ofCriterion.microF1);
    }
    expect(microF1.size).toBeGreaterThan(10);
  });

  it("add to the same sums in any order", () => {
    const rows = RECORDINGS.map((recording) => eventRow(SPEC, recording));
    const sum = sumEventRows(SPEC, rows);
    const reversed = sumEventRows(SPEC, rows.toReversed());
    const [first, second, ...rest] = rows;
    const inParts = sumEventRows(SPEC, [
      sumEventRows(SPEC, [second!, ...rest]),
      sumEventRows(SPEC, [first!]),
    ]);
    for (const other of [reversed, inParts]) {
      expect(firstDifference(other.counts, sum.counts)).toBe(-1);
      expect(firstDifference(other.nanoseconds, sum.nanoseconds)).toBe(-1);
    }
    expect(psdsOfRow(SPEC, reversed, 1, PSDS_2)).toEqual(psdsOfRow(SPEC, sum, 1, PSDS_2));
    const recordings = RECORDINGS.toReversed();
    expect(exactPsds(recordings, NUM_LABELS, PSDS_1)).toEqual(exactPsds(RECORDINGS, NUM_LABELS, PSDS_1));
  });

  it("have a length that depends on labels, thresholds and criteria", () => {
    // 5 criteria of 3 labels and 15 thresholds, one of them with cross-triggers.
    expect(rowLength(SPEC)).toBe(5 * 3 * 31 + 3 * 3 * 15);
    for (const recording of RECORDINGS) expect(eventRow(SPEC, recording).counts).toHaveLength(600);
    const none = { ...SPEC, numLabels: 0, thresholds: [], minSec: [] };
    expect(rowLength(none)).toBe(0);
  });

  it("count a NaN as a frame that is never active", () => {
    const [recording] = RECORDINGS;
    const withScore = (score: number): ScoredRecording => ({
      ...recording!,
      track: {
        ...recording!.track,
        scores: recording!.track.scores.map((ofLabel) =>
          ofLabel.map((other, frame) => (frame % 4 === 1 ? score : other)),
        ),
      },
    });
    const [nan, lowest] = [withScore(Number.NaN), withScore(Number.NEGATIVE_INFINITY)];
    expect(firstDifference(eventRow(SPEC, nan).counts, eventRow(SPEC, lowest).counts)).toBe(-1);
    expect(firstDifference(eventRow(SPEC, nan).counts, eventRow(SPEC, recording!).counts)).not.toBe(-1);
    expect(exactPsds([nan], NUM_LABELS, PSDS_1)).toEqual(exactPsds([lowest], NUM_LABELS, PSDS_1));
    const values = [nan, lowest].map((one) => frameAveragePrecision([one], NUM_LABELS));
    expect(values[0]).toEqual(values[1]);
  });

  it("have no metrics without recordings", () => {
    const sum = sumOf([]);
    const { collars, frames } = rowCounts(SPEC, sum.counts);
    expect(eventScores(collars).macroF1).toBeNaN();
    expect(eventScores(collars).microF1).toBeNaN();
    expect(frameAveragePrecisionOfCounts(frames).mean).toBeNaN();
    expect(psdsOfRow(SPEC, sum, 0, PSDS_1).value).toBeNaN();
    expect(exactPsds([], NUM_LABELS, PSDS_1).value).toBeNaN();
  });

  it("leave labels without true events out of PSDS", () => {
    const recordings = RECORDINGS.map((recording) => ({
      ...recording,
      track: { ...recording.track, scores: [...recording.track.scores, recording.track.scores[0]!] },
    }));
    const with4 = exactPsds(recordings, 4, PSDS_2);
    const { value, perLabel } = exactPsds(RECORDINGS, 3, PSDS_2);
    expect(with4.value).toBe(value);
    expect(with4.perLabel).toEqual([...perLabel, Number.NaN]);
  });

  it("name what does not fit", () => {
    const [recording] = RECORDINGS;
    const row = (change: Partial<RowSpec>) => eventRow({ ...SPEC, ...change }, recording!);
    expect(() => row({ thresholds: [[0.5], [0.5]] })).toThrow("thresholds of 2 labels; expected 3.");
    expect(() =>
      row({
        thresholds: [
          [0.5, 0.4],
          [0.1, 0.2],
          [0.1, 0.2],
        ],
      }),
    ).toThrow("threshold 1 of label 0 is 0.4, after 0.5; expected ascending ones.");
    expect(() => row({ thresholds: [[0.5], [0.1, 0.2], [0.1]] })).toThrow("thresholds of label 1: 2 values");
    expect(() => row({ minSec: [0] })).toThrow("minSec: 1 values; expected 3, one a label.");
    expect(() => row({ segmentSec: 1e-300 })).toThrow("segments of 1e-300 s; expected 1000000000 at most.");
    expect(() => row({ segmentSec: 0 })).toThrow("segments of 0 s; expected a positive length.");
    expect(() => row({ collars: { ...SPEC.collars, onsetSec: Number.NaN } })).toThrow(
      "collar onsetSec is NaN",
    );
    expect(() => row({ intersections: [{ dtc: 0, gtc: 0.5, cttc: null }] })).toThrow(
      "intersection criterion: dtc is 0; expected above 0 and at most 1.",
    );
    const event = { label: 7, onsetSec: 0, offsetSec: 1 };
    expect(() => eventRow(SPEC, { ...recording!, trueEvents: [event] })).toThrow(
      "true events of recording 0: event 1 of 1 has label 7",
    );
    expect(() => eventRow(SPEC, { ...recording!, durationSec: Number.NaN })).toThrow(
      "recording 0 lasts NaN s",
    );
    const row0 = eventRow(SPEC, recording!);
    expect(() => sumEventRows({ ...SPEC, intersections: [] }, [row0])).toThrow("a row of 600 counts");
    expect(() => psdsOfRow(SPEC, row0, 0, PSDS_2)).toThrow(
      "criterion 0 of the row has dtc=0.7, the PSDS scenario 0.1",
    );
    expect(() => exactPsds(RECORDINGS, 3, { ...PSDS_2, cttc: null })).toThrow("so cttc must be a number");
    expect(() => exactPsds(RECORDINGS, 3, { ...PSDS_1, alphaSt: -1 })).toThrow("alphaSt is -1");
    expect(() => exactPsds(RECORDINGS, 3, { ...PSDS_1, maxFalsePositivesPerHour: 0 })).toThrow(
      "maxFalsePositivesPerHour is 0",
    );
  });
});

describe("frame average precision", () => {
  it("equals scikit-learn's, exactly and at thresholds", async () => {
    const numFrames = RECORDINGS.reduce((sum, { track }) => sum + track.times.length - 1, 0);
    const scores = RECORDINGS.flatMap(({ track }) => [...transposed(track.scores)]);
    const targets = RECORDINGS.flatMap(({ track: { times }, trueEvents }) =>
      Array.from({ length: times.length - 1 }, (_, frame) => (times[frame]! + times[frame + 1]!) / 2).flatMap(
        (centre) =>
          CASE.thresholds.map((_, label) =>
            Number(
              trueEvents.some(
                (event) => event.label === label && event.onsetSec <= centre && centre < event.offsetSec,
              ),
            ),
          ),
      ),
    );
    const shape = [numFrames, NUM_LABELS];
    const { exact, rounded } = await oracle.run<{ exact: number[]; rounded: number[] }>(
      `
      from sklearn.metrics import average_precision_score
      out["exact"], out["rounded"] = [], []
      for c in range(targets.shape[1]):
          y, s, t = targets[:, c].numpy(), scores[:, c].numpy(), np.array(thresholds[c])
          out["exact"].append(float(average_precision_score(y, s)))
          level = np.searchsorted(t, s, side="right")
          # Frames below the lowest threshold are never detected: without the last operating point.
          terms = [(r, p) for p, r in ((y[level > k].mean() if (level > k).any() else 0, y[level > k].sum() / y.sum()) for k in range(len(t) - 1, -1, -1))]
          out["rounded"].append(float(sum((r - before) * p for (before, _), (r, p) in zip([(0, 0)] + terms, terms))))
      `,
      {
        scores: Tensor.from(Float64Array.from(scores), { shape }),
        targets: Tensor.from(Int8Array.from(targets), { shape }),
        thresholds: CASE.thresholds,
      },
    );
    const ofScores = frameAveragePrecision(RECORDINGS, NUM_LABELS);
    const { frames } = rowCounts(SPEC, sumOf(RECORDINGS).counts);
    const ofCounts = frameAveragePrecisionOfCounts(frames);
    for (let label = 0; label < NUM_LABELS; label++) {
      expect(ofScores.perLabel[label]).toBeCloseTo(exact[label]!, 12);
      expect(ofCounts.perLabel[label]).toBeCloseTo(rounded[label]!, 12);
    }
    expect(ofScores.mean).toBeCloseTo(exact.reduce((sum, ap) => sum + ap, 0) / NUM_LABELS, 12);
  });

  it("equals the exact one with all scores as thresholds", () => {
    const distinct = CASE.thresholds.map((_, label) =>
      [...new Set(RECORDINGS.flatMap(({ track }) => [...track.scores[label]!]))].sort((a, b) => a - b),
    );
    const length = Math.max(...distinct.map((scores) => scores.length));
    const thresholds = distinct.map((scores) => [
      ...scores,
      ...Array.from({ length: length - scores.length }, (_, at) => 2 + at),
    ]);
    const spec: RowSpec = { ...SPEC, thresholds, intersections: [] };
    const frames: EventCounts = rowCounts(spec, sumOf(RECORDINGS, spec).counts).frames;
    const { perLabel } = frameAveragePrecision(RECORDINGS, NUM_LABELS);
    for (const [label, ap] of frameAveragePrecisionOfCounts(frames).perLabel.entries())
      expect(ap).toBeCloseTo(perLabel[label]!, 12);
  });
});

/** Returns [F][C] from [C][F], flat. */
function transposed(scores: readonly ArrayLike<number>[]): number[] {
  return Array.from(scores[0]!, (_, frame) => scores.map((ofLabel) => ofLabel[frame]!)).flat();
}

function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return at;
  return -1;
}
