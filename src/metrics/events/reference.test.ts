// Parity with sed_eval, sed_scores_eval and psds_eval: tests/fixtures/sound-events/make.py.
import { describe, expect, it } from "vitest";
import {
  asSedEval,
  detectedRecordings,
  differences,
  SOUND_EVENT_CASES,
  scoredRecordings,
} from "../../../tests/support/sound-event-cases.js";
import { collarMetrics } from "./collars.js";
import { eventRow } from "./count-recording.js";
import { bestEventThresholds } from "./event-counts.js";
import { type RowSpec, rowCounts, sumEventRows } from "./event-row.js";
import { exactPsds } from "./exact-psds.js";
import { intersectionScores } from "./intersection.js";
import { PSDS_1, PSDS_2, type PsdsScenario } from "./psds.js";
import { psdsOfRow } from "./row-psds.js";
import { segmentMetrics } from "./segments.js";

const SCENARIOS: Record<"psds1" | "psds2" | "psds3", PsdsScenario> = {
  psds1: PSDS_1,
  psds2: PSDS_2,
  psds3: { dtc: 0.5, gtc: 0.5, cttc: 0.3, alphaCt: 1, alphaSt: 0, maxFalsePositivesPerHour: 800 },
};

describe.each(SOUND_EVENT_CASES.events)("events: $name", (given) => {
  const recordings = detectedRecordings(given);

  it("have the segment-based metrics of sed_eval", () => {
    for (const { segment_sec, ...expected } of given.segments) {
      const metrics = segmentMetrics(recordings, given.num_labels, segment_sec);
      expect(differences(asSedEval(metrics), expected, `${segment_sec} s`)).toEqual([]);
    }
  });

  it("have the event-based metrics of sed_eval", () => {
    for (const { collars, ...expected } of given.collars) {
      const [sec, offsetShare, comparesOffsets, matching] = collars;
      const metrics = collarMetrics(recordings, given.num_labels, {
        onsetSec: sec,
        offsetSec: comparesOffsets ? sec : null,
        offsetShare,
        matching,
      });
      expect(differences(asSedEval(metrics), expected, collars.join(" "))).toEqual([]);
    }
  });

  it("have the intersection-based F1 of sed_scores_eval and psds_eval", () => {
    for (const { criterion, counts, psds_eval } of given.intersections) {
      const [dtc, gtc] = criterion;
      const scores = intersectionScores(recordings, given.num_labels, { dtc, gtc, cttc: null });
      const f1 = counts.map(([tp, fp, numTrue]) => (numTrue === 0 ? null : (2 * tp) / (tp + fp + numTrue)));
      expect(differences(scores.f1, f1, criterion.join(" "))).toEqual([]);
      const [tp, fp, numTrue] = [0, 1, 2].map((at) => counts.reduce((sum, of) => sum + of[at]!, 0));
      const microF1 = numTrue === 0 ? null : (2 * tp!) / (tp! + fp! + numTrue!);
      expect(differences(scores.microF1, microF1)).toEqual([]);
      // psds_eval divides 0 by 0 where no true event is detected.
      const ofPsdsEval = psds_eval?.map((score) => score ?? 0) ?? [];
      expect(differences(scores.f1, ofPsdsEval, "psds_eval")).toEqual([]);
    }
  });
});

describe.each(SOUND_EVENT_CASES.scores)("scores: $name", (given) => {
  const { num_labels: numLabels } = given;
  const recordings = scoredRecordings(given);
  const scenarios = Object.entries(SCENARIOS).filter(([key]) => key in given.exact);
  const intersections = [...Object.values(SCENARIOS), { dtc: 0.5, gtc: 0.5, cttc: null }];

  function specOf(thresholds: readonly ArrayLike<number>[]): RowSpec {
    const collars = { onsetSec: 0.2, offsetSec: 0.2, offsetShare: 0.2, matching: "optimal" } as const;
    return {
      numLabels,
      thresholds,
      minSec: new Float64Array(numLabels),
      segmentSec: 1,
      collars,
      intersections,
    };
  }

  it("have the exact PSDS of sed_scores_eval", () => {
    for (const [key, scenario] of scenarios) {
      const { value, perLabel } = exactPsds(recordings, numLabels, scenario);
      const expected = given.exact[key as keyof typeof SCENARIOS];
      expect(differences({ value, per_label: perLabel }, expected, key)).toEqual([]);
    }
  });

  it("have the same in rows, with all scores as thresholds", () => {
    const thresholds = allScores(given.recordings.map(({ scores }) => scores));
    const spec = specOf(thresholds);
    const row = sumEventRows(
      spec,
      recordings.map((recording) => eventRow(spec, recording)),
    );
    for (const [index, [key, scenario]] of scenarios.entries()) {
      const { value, perLabel } = psdsOfRow(spec, row, index, scenario);
      const expected = given.exact[key as keyof typeof SCENARIOS];
      expect(differences({ value, per_label: perLabel }, expected, key)).toEqual([]);
    }
  });

  it("have in rows the PSDS and best F1 of sed_scores_eval and psds_eval at the same thresholds", () => {
    const spec = specOf(given.thresholds);
    const row = sumEventRows(
      spec,
      recordings.map((recording) => eventRow(spec, recording)),
    );
    for (const [index, [key, scenario]] of scenarios.entries()) {
      const { value, perLabel } = psdsOfRow(spec, row, index, scenario);
      const expected = given.at_thresholds[key as keyof typeof SCENARIOS];
      expect(differences({ value, per_label: perLabel }, expected, key)).toEqual([]);
      const ofPsdsEval = given.psds_eval?.[key as keyof typeof SCENARIOS];
      if (ofPsdsEval !== undefined) expect(differences(value, ofPsdsEval, `psds_eval ${key}`)).toEqual([]);
    }
    const { scores } = bestEventThresholds(rowCounts(spec, row.counts).intersections[3]!, given.thresholds);
    expect(differences([...scores.f1, scores.macroF1], given.at_thresholds.best_f1, "best F1")).toEqual([]);
  });
});

/** Returns the distinct scores of each label, as many for each: the highest is followed by ones that no score reaches. */
function allScores(recordings: readonly number[][][]): number[][] {
  const labels = recordings[0]!.map((_, label) =>
    [...new Set(recordings.flatMap((scores) => scores[label]!))].sort((a, b) => a - b),
  );
  const most = Math.max(...labels.map(({ length }) => length));
  return labels.map((scores) => [
    ...scores,
    ...Array.from({ length: most - scores.length }, (_, at) => 2 + at),
  ]);
}
