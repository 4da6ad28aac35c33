import { describe, expect, it } from "vitest";
import { SOUND_EVENT_CASES } from "../../tests/support/sound-event-cases.js";
import { activeRuns } from "./events-of.js";
import { filterFrames, medianFilter } from "./median-filter.js";

describe("median filter", () => {
  it.each(SOUND_EVENT_CASES.median)(
    "of $size frames equals scipy.ndimage's",
    ({ scores, size, filtered }) => {
      expect([...medianFilter(Float64Array.from(scores), size)]).toEqual(filtered);
    },
  );

  it("keeps the type and leaves its input alone", () => {
    const scores = Float32Array.of(0.1, 0.9, 0.2);
    expect(medianFilter(scores, 3)).toEqual(Float32Array.of(0.1, 0.2, 0.2));
    expect(scores).toEqual(Float32Array.of(0.1, 0.9, 0.2));
    expect(medianFilter(new Float32Array(), 5)).toEqual(new Float32Array());
  });

  it("counts NaN as -Infinity", () => {
    const filtered = medianFilter(Float64Array.of(Number.NaN, Number.NaN, 0.5, 0.75, Number.NaN), 3);
    expect([...filtered]).toEqual([-Infinity, -Infinity, 0.5, 0.5, -Infinity]);
  });

  it("of an odd length may come before or after the threshold", () => {
    for (const { scores } of SOUND_EVENT_CASES.median) {
      const smoothed = activeRuns(medianFilter(Float64Array.from(scores), 5), 0.5);
      const decided = Float64Array.from(scores, (score) => Number(score >= 0.5));
      expect(activeRuns(medianFilter(decided, 5), 1)).toEqual(smoothed);
    }
  });

  it("of a length in seconds has the nearest odd number of frames", () => {
    expect([0, 0.02, 0.05, 0.07, 0.1, 1].map((sec) => filterFrames(sec, 0.02))).toEqual([1, 1, 3, 3, 5, 51]);
  });

  it.each([0, -1, 1.5, Number.NaN])("of %s frames is refused", (numFrames) => {
    expect(() => medianFilter(new Float32Array(3), numFrames)).toThrow(
      `median filter of ${numFrames} frames; expected a positive integer.`,
    );
  });
});
