import { describe, expect, it } from "vitest";
import { randomFloat } from "../data/random.js";
import { dropShortEvents, eventsOf, mergeEvents } from "../events/events-of.js";
import { medianFilter } from "../events/median-filter.js";
import { frameTimes } from "../events/score-track.js";
import { FrameGrid } from "../inference/timeline/frame-grid.js";
import { EventFinder, type EventRule, type FoundEvent } from "./events.js";

const HOP = 10;
const RULE: EventRule = { threshold: 0.5, medianFrames: 1, mergeSamples: 0, minSamples: 0 };

/** Finds the events of one label in scores that arrive in parts. */
function find(
  scores: readonly number[],
  rule: Partial<EventRule>,
  part = scores.length,
  cutOff = 0,
): FoundEvent[] {
  const finder = new EventFinder([{ ...RULE, ...rule }], new FrameGrid(2 * HOP, 1, HOP));
  const found: FoundEvent[] = [];
  for (let first = 0; first < scores.length; first += part) {
    const some = scores.slice(first, first + part);
    found.push(...finder.push({ first, count: some.length, scores: Float64Array.from(some) }));
  }
  return [...found, ...finder.end(scores.length * HOP - cutOff)];
}

const spans = (events: readonly FoundEvent[]) => events.map(({ first, end }) => [first, end]);

/** The same by the functions that evaluation uses, on all scores at once. */
function reference(scores: readonly number[], rule: EventRule): FoundEvent[] {
  const track = {
    scores: [medianFilter(Float64Array.from(scores), rule.medianFrames)],
    times: frameTimes(scores.length, HOP),
  };
  const events = mergeEvents(eventsOf(track, [rule.threshold]), [rule.mergeSamples]);
  return dropShortEvents(events, [rule.minSamples]).map(({ label, onsetSec, offsetSec, score }) => ({
    ...{ label, first: onsetSec, end: offsetSec, score: score! },
  }));
}

describe("EventFinder", () => {
  it("finds stretches of frames that reach the threshold, with their largest score", () => {
    expect(find([0.5, 0.4, 0.9, 0.7, 0.1], {})).toEqual([
      { label: 0, first: 0, end: 10, score: 0.5 },
      { label: 0, first: 20, end: 40, score: 0.9 },
    ]);
  });

  it("ends the last event with the recording", () => {
    expect(spans(find([0, 1, 1], {}, 3, 4))).toEqual([[10, 26]]);
    expect(spans(find([0, 1, 1], { medianFrames: 3 }, 3, 4))).toEqual([[10, 26]]);
    expect(spans(find([0, 1, 1], {}, 1, -4))).toEqual([[10, 34]]);
    expect(spans(find([0, 1, 0], {}, 1, -4))).toEqual([[10, 20]]);
  });

  it("joins events with a gap up to the given length, and leaves out short ones afterwards", () => {
    const scores = [1, 0, 1, 0, 0, 1];
    expect(spans(find(scores, { mergeSamples: 9 }))).toHaveLength(3);
    expect(spans(find(scores, { mergeSamples: 10 }))).toEqual([
      [0, 30],
      [50, 60],
    ]);
    expect(spans(find(scores, { mergeSamples: 10, minSamples: 30 }))).toEqual([[0, 30]]);
    expect(spans(find(scores, { minSamples: 11 }))).toEqual([]);
  });

  it("keeps labels apart", () => {
    const finder = new EventFinder([RULE, { ...RULE, threshold: 0.9 }], new FrameGrid(2 * HOP, 1, HOP));
    const found = finder.push({ first: 0, count: 3, scores: Float64Array.of(1, 0.8, 0, 0.95, 0, 0) });
    expect([...found, ...finder.end(30)]).toEqual([
      { label: 0, first: 0, end: 10, score: 1 },
      { label: 1, first: 10, end: 20, score: 0.95 },
    ]);
  });

  it("finds what evaluation finds, for any rule, length and parts", () => {
    for (let i = 0; i < 300; i++) {
      const draw = (key: number, below: number): number => Math.floor(randomFloat(i, key) * below);
      const rule: EventRule = {
        ...{ threshold: 0.3 + 0.4 * randomFloat(i, 1), medianFrames: 1 + 2 * draw(2, 5) },
        ...{ mergeSamples: 10 * draw(3, 4), minSamples: 10 * draw(4, 4) },
      };
      const scores = Array.from({ length: 1 + draw(5, 40) }, (_, frame) => randomFloat(i, 6, frame));
      const expected = reference(scores, rule);
      expect(find(scores, rule), `case ${i}`).toEqual(expected);
      expect(find(scores, rule, 1 + draw(7, 7)), `case ${i} in parts`).toEqual(expected);
    }
  });
});
