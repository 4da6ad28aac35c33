import { expect, it } from "vitest";
import { randomFloat } from "../../data/random.js";
import { dropShortEvents, eventsOf } from "../../events/events-of.js";
import { frameTimes } from "../../events/score-track.js";
import { collarMetrics } from "../../metrics/events/collars.js";
import { eventRow } from "../../metrics/events/count-recording.js";
import { type RowSpec, sumEventRows } from "../../metrics/events/event-row.js";
import { intersectionScores } from "../../metrics/events/intersection.js";
import { PSDS_1, PSDS_2 } from "../../metrics/events/psds.js";
import type { ScoredRecording } from "../../metrics/events/recording.js";
import { psdsOfRow } from "../../metrics/events/row-psds.js";
import { segmentMetrics } from "../../metrics/events/segments.js";
import type { EvaluationRecord } from "../task.js";
import { CountLayout } from "./count-layout.js";
import { countRecording } from "./count-recording.js";
import { smooth } from "./events.js";
import { fitRules } from "./fit-rules.js";
import { summarizeCounts } from "./summarize.js";

const NUM_LABELS = 3;
const FRAME_SEC = 0.1;
const NUM_FRAMES = 80;
const LABELS = ["a", "b", "c"];
const OPTIONS = { num_thresholds: 9, median_sec: [0, 0.5], min_sec: [0, 0.3], collar_sec: 0.2 };

/** Scores that follow true events with noise, rounded to steps that no threshold equals. */
const RECORDINGS: ScoredRecording[] = Array.from({ length: 5 }, (_, r) => {
  const random = (...keys: number[]): number => randomFloat(77, r, ...keys);
  const trueEvents = Array.from({ length: 6 }, (__, e) => {
    const onsetSec = Math.round(600 * random(e)) / 100;
    const lengthSec = Math.round(20 + 150 * random(e, 1)) / 100;
    return { label: Math.floor(NUM_LABELS * random(e, 2)), onsetSec, offsetSec: onsetSec + lengthSec };
  });
  const scores = LABELS.map((__, label) =>
    Float64Array.from({ length: NUM_FRAMES }, (___, frame) => {
      const time = (frame + 0.5) * FRAME_SEC;
      const isOn = trueEvents.some(
        (event) => event.label === label && event.onsetSec <= time && time < event.offsetSec,
      );
      return (0.6 * Number(isOn) + 0.39 * random(9, label, frame)) * 0.999 + 0.0005;
    }),
  );
  const track = { scores, times: frameTimes(NUM_FRAMES, FRAME_SEC) };
  return { name: `${r}`, durationSec: NUM_FRAMES * FRAME_SEC, trueEvents, track };
});

const trueSec = new Float64Array(NUM_LABELS);
for (const { trueEvents } of RECORDINGS)
  for (const { label, onsetSec, offsetSec } of trueEvents) trueSec[label]! += offsetSec - onsetSec;

const layout = new CountLayout(NUM_LABELS, OPTIONS);
const record = {
  outputs: Float32Array.from(RECORDINGS.flatMap((one) => [...countRecording(one, trueSec, layout)])),
  evaluated: Int32Array.from(RECORDINGS.keys()),
} as EvaluationRecord;
const sum = layout.sumOf(record, record.evaluated);

it.each([
  { thresholds: [0.5, 0.4, 0.7], medianSec: [0, 0.5, 0.5], minSec: [0.3, 0, 0.3] },
  { thresholds: [0.3, 0.6, 0.5], medianSec: [0.5, 0, 0], minSec: [0, 0.3, 0] },
])("counts at %j give the F1 of the events that these rules find", (rules) => {
  const detected = RECORDINGS.map((recording) => {
    const { scores, times } = recording.track;
    const smoothed = scores.map((ofLabel, label) => smooth(ofLabel, rules.medianSec[label]!, times));
    const detectedEvents = dropShortEvents(
      eventsOf({ scores: smoothed, times }, rules.thresholds),
      rules.minSec,
    );
    return { ...recording, detectedEvents };
  });
  const found = summarizeCounts(sum, layout, { labels: LABELS, ...rules });
  const collars = { onsetSec: 0.2, offsetSec: 0.2, offsetShare: 0.2, matching: "optimal" } as const;
  expect(found.events.f1).toEqual(collarMetrics(detected, NUM_LABELS, collars).f1);
  expect(found.segments.f1).toEqual(segmentMetrics(detected, NUM_LABELS, 1).f1);
  const tolerances = { dtc: 0.5, gtc: 0.5, cttc: null };
  expect(found.intersections.f1).toEqual(intersectionScores(detected, NUM_LABELS, tolerances).f1);
  expect(found.events.macroF1).toBeGreaterThan(0.1);
});

it("the PSDS of a sum of rows is that of the counts with each cross-trigger", () => {
  const rules = { labels: LABELS, thresholds: [0.5, 0.5, 0.5], medianSec: [0, 0, 0], minSec: [0, 0, 0] };
  const spec: RowSpec = {
    ...{ numLabels: NUM_LABELS, thresholds: LABELS.map(() => layout.thresholds), minSec: [0, 0, 0] },
    collars: { onsetSec: 0.2, offsetSec: 0.2, offsetShare: 0.2, matching: "optimal" },
    ...{ segmentSec: 1, intersections: [PSDS_1, PSDS_2] },
  };
  const row = sumEventRows(
    spec,
    RECORDINGS.map((one) => eventRow(spec, one)),
  );
  const { psds1, psds2 } = summarizeCounts(sum, layout, rules);
  expect(psds1.value).toBeCloseTo(psdsOfRow(spec, row, 0, PSDS_1).value, 6);
  expect(psds2.value).toBeCloseTo(psdsOfRow(spec, row, 1, PSDS_2).value, 6);
  expect(psds2.value).toBeGreaterThan(0);
});

it("the rules that are chosen have the highest event-based F1 of each label", () => {
  const chosen = { labels: LABELS, ...fitRules(record, layout) };
  const best = summarizeCounts(sum, layout, chosen).events.f1;
  for (const median of OPTIONS.median_sec)
    for (const min of OPTIONS.min_sec)
      for (const threshold of layout.thresholds) {
        const all = (value: number) => LABELS.map(() => value);
        const rules = {
          labels: LABELS,
          thresholds: all(threshold),
          medianSec: all(median),
          minSec: all(min),
        };
        for (const [label, f1] of summarizeCounts(sum, layout, rules).events.f1.entries())
          expect(best[label]).toBeGreaterThanOrEqual(f1);
      }
});

it("frames are counted without smoothing, whatever the median filters are", () => {
  const smoothing = new CountLayout(NUM_LABELS, { ...OPTIONS, median_sec: [0.5], min_sec: [0.3] });
  const [one] = RECORDINGS as [ScoredRecording];
  expect(smoothing.frames(countRecording(one, trueSec, smoothing))).toEqual(
    layout.frames(countRecording(one, trueSec, layout)),
  );
});
