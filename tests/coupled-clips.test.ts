// Compares a loss that couples clips over two ranks with the same loss over all clips in one process.
import { beforeAll, describe, expect, it } from "vitest";
import type { DataParallelOptions, NestedNumbers } from "../src/index.js";
import { Tensor } from "../src/index.js";
import { FLOAT64 } from "./support/allclose.js";
import { resultsOf, runRanks } from "./support/ranks.js";

interface Case {
  loss: "supervisedContrastive" | "ntXent" | "batchHard";
  options: DataParallelOptions;
  /** Clips of rank 0, of 8. */
  split: number;
}

interface Step {
  loss: number;
  gradients: NestedNumbers[];
}

interface Report {
  results: { together: Step[]; alone: Step[] }[];
  gathered: { all: NestedNumbers; start: number };
  tracked: number;
}

const CASES: Case[] = [
  { loss: "supervisedContrastive", options: {}, split: 4 },
  { loss: "ntXent", options: {}, split: 3 },
  { loss: "batchHard", options: {}, split: 5 },
  { loss: "supervisedContrastive", options: { findUnusedParameters: true, bucketBytes: 256 }, split: 7 },
  { loss: "ntXent", options: { staticGraph: true, gradientAsBucketView: false }, split: 4 },
];

const tensor = (values: NestedNumbers): Tensor => Tensor.from(values, { dtype: "float64" });

let reports: Report[];
beforeAll(async () => {
  reports = resultsOf(await runRanks<Report>("coupled-clips.mjs", 2, { input: { cases: CASES } }));
});

describe("two ranks equal one: checkpointed blocks, a function of TypeScript, DataParallel", () => {
  it.each(CASES.map((one, i) => ({ ...one, i })))("$loss, $split clips on rank 0, $options", ({ i }) => {
    const [first, second] = reports.map(({ results }) => results[i]!) as [
      Report["results"][0],
      Report["results"][0],
    ];
    for (const [step, expected] of first.alone.entries()) {
      const together = [first.together[step]!, second.together[step]!];
      const loss = together[0]!.loss + together[1]!.loss;
      expect(tensor(loss)).toBeAllclose(tensor(expected.loss), FLOAT64);
      for (const { gradients } of together) {
        for (const [place, gradient] of gradients.entries()) {
          expect(tensor(gradient)).toBeAllclose(tensor(expected.gradients[place]!), FLOAT64);
        }
      }
    }
  });
});

it("rows of any shape and dtype are gathered by rank", () => {
  const all = [[[0, 7]], [[0, 8]], [[1, 8]]];
  expect(reports.map(({ gathered }) => gathered)).toEqual([
    { all, start: 0 },
    { all, start: 2 },
  ]);
});

it("batch norm counts a batch that is computed twice once", () => {
  expect(reports.map(({ tracked }) => tracked)).toEqual([1, 1]);
});
