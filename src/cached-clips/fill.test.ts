import { expect, it } from "vitest";
import { fillJobs } from "./fill.js";

const lengths = Float64Array.of(10, 40, 20, 100, 10, 10);
const indicesOf = (clips: readonly number[], numClips: number, numSamples: number): number[][] =>
  fillJobs(clips, lengths, { numClips, numSamples }).map(({ indices }) => [...indices]);

it("decodes clips in their order, with as many in a job as its memory holds when each is padded to the longest", () => {
  expect(indicesOf([0, 2, 1, 4, 5, 3], 8, 100)).toEqual([[0, 2], [1, 4], [5], [3]]);
  expect(indicesOf([4, 5, 0], 2, 100)).toEqual([[4, 5], [0]]);
  expect(indicesOf([], 2, 100)).toEqual([]);
});

it("decodes complete clips: rows as long as the longest, from its first sample on", () => {
  expect(fillJobs([0, 1], lengths, { numClips: 4, numSamples: 100 })).toEqual([
    { indices: Int32Array.of(0, 1), samples: 40, firsts: [0, 0], epoch: 0, repeats: null },
  ]);
});
