// Gradients of two ranks against those of Python's DistributedDataParallel, which uses the same Reducer.
import { beforeAll, describe, expect, it } from "vitest";
import type { DataParallelOptions, NestedNumbers } from "../src/index.js";
import { Tensor } from "../src/index.js";
import { FLOAT32, type Tolerance } from "./support/allclose.js";
import { resultsOf, runRanks } from "./support/ranks.js";

interface Step {
  /** For each rank, true if its forward uses the layer `spare`. */
  spare?: [boolean, boolean];
  sync?: boolean;
  zero?: boolean;
  clips?: [number, number];
}

interface Case {
  name: string;
  options: DataParallelOptions;
  /** Options of DistributedDataParallel; null where Python has no counterpart. */
  python: Record<string, boolean | number | string> | null;
  steps: Step[];
  /** Each rank starts with different weights. */
  seedsDiffer?: boolean;
  globalClips?: number;
}

interface Outcome {
  gradients: Record<string, NestedNumbers | null>[];
  state: Record<string, NestedNumbers>;
  failure: { error: { message: string } } | null;
}

const NUM_RANKS = 2;
const STEPS: Step[] = [{}, {}, {}];
const UNUSED: [boolean, boolean] = [false, false];
const SOMETIMES: Step[] = [{}, { spare: UNUSED }, { spare: [true, false] }, { spare: [false, true] }, {}];
const view = (isView: boolean) => ({
  options: { gradientAsBucketView: isView },
  python: { gradient_as_bucket_view: isView },
});

const CASES: Case[] = [
  { name: "defaults", options: {}, python: {}, steps: STEPS },
  { name: "gradients that are views", ...view(true), steps: STEPS },
  { name: "gradients that are copies", ...view(false), steps: STEPS },
  {
    name: "many small buckets",
    options: { bucketBytes: 256, firstBucketBytes: 64 },
    python: { bucket_cap_mb: 256 / 2 ** 20 },
    steps: STEPS,
  },
  {
    name: "many small buckets from the first step on",
    options: { bucketBytes: 256, firstBucketBytes: 64, findUnusedParameters: true },
    python: { bucket_cap_mb: 256 / 2 ** 20, find_unused_parameters: true },
    steps: SOMETIMES,
  },
  {
    name: "parameters that are not always used",
    options: { findUnusedParameters: true },
    python: { find_unused_parameters: true },
    steps: SOMETIMES,
  },
  {
    name: "parameters that are not always used, copied",
    options: { findUnusedParameters: true, gradientAsBucketView: false },
    python: { find_unused_parameters: true, gradient_as_bucket_view: false },
    steps: SOMETIMES,
  },
  { name: "a static graph", options: { staticGraph: true }, python: { static_graph: true }, steps: STEPS },
  {
    name: "a static graph that leaves parameters out",
    options: { staticGraph: true },
    python: { static_graph: true },
    steps: STEPS.map(() => ({ spare: UNUSED })),
  },
  {
    name: "a static graph, copied",
    options: { staticGraph: true, gradientAsBucketView: false },
    python: { static_graph: true, gradient_as_bucket_view: false },
    steps: STEPS,
  },
  {
    name: "a static graph in several backwards",
    options: { staticGraph: true },
    python: { static_graph: true },
    steps: [{}, { sync: false }, { zero: false }, { sync: false }, { zero: false }],
  },
  {
    name: "two backwards without and one with sending",
    options: {},
    python: {},
    steps: [0, 1].flatMap((): Step[] => [{ sync: false }, { sync: false, zero: false }, { zero: false }]),
  },
  {
    name: "two backwards without and one with sending, copied",
    ...view(false),
    steps: [0, 1].flatMap((): Step[] => [{ sync: false }, { sync: false, zero: false }, { zero: false }]),
  },
  {
    name: "fp16 on the way",
    options: { compression: "fp16" },
    python: { hook: "fp16_compress_hook" },
    steps: STEPS,
  },
  {
    name: "bf16 on the way",
    options: { compression: "bf16" },
    python: { hook: "bf16_compress_hook" },
    steps: STEPS,
  },
  {
    name: "fewer clips on one rank",
    options: {},
    python: {},
    steps: [{ clips: [4, 3] }, { clips: [2, 5] }, { clips: [5, 2] }],
    globalClips: 7,
  },
  { name: "weights that differ at first", options: {}, python: {}, steps: STEPS, seedsDiffer: true },
];
const ALONE: Case[] = [
  { name: "unused without a search", options: {}, python: null, steps: [{ spare: UNUSED }, {}] },
];

const isSent = ({ sync = true }: Step): boolean => sync;
const tensor = (values: NestedNumbers): Tensor => Tensor.from(values, { dtype: "float64" });

let ours: Record<string, Outcome>[];
let theirs: Record<string, Outcome>[];
beforeAll(async () => {
  const run = async (script: string, cases: Case[]) =>
    resultsOf(await runRanks<Record<string, Outcome>>(script, NUM_RANKS, { input: { cases } }));
  [ours, theirs] = await Promise.all([
    run("data-parallel.mjs", [...CASES, ...ALONE]),
    run("data-parallel.py", CASES),
  ]);
});

describe.each(CASES)("$name", ({ name, steps, seedsDiffer = false }) => {
  it("every gradient of every step is that of DistributedDataParallel, times the ranks", () => {
    for (const rank of [0, 1]) {
      const { gradients, failure } = ours[rank]![name]!;
      const expected = theirs[rank]![name]!.gradients;
      expect(failure).toBeNull();
      expect(gradients.length).toBe(steps.length);
      for (const [i, step] of steps.entries()) {
        expect(Object.keys(gradients[i]!)).toEqual(Object.keys(expected[i]!));
        for (const [key, wanted] of Object.entries(expected[i]!)) {
          const where = `rank ${rank}, step ${i}, ${key}`;
          const got = gradients[i]![key]!;
          if (wanted === null) {
            expect(got, where).toBeNull();
            continue;
          }
          // DDP divides by the ranks, ours does not: the loss is already divided by the clips of all.
          const scale = isSent(step) ? NUM_RANKS : 1;
          expect(tensor(got), where).toBeAllclose(tensor(wanted).mul(scale), FLOAT32);
        }
      }
    }
  });

  it("gradients that were sent are the same on all ranks, to the bit", () => {
    for (const [i, step] of steps.entries()) {
      const [first, second] = ours.map((rank) => rank[name]!.gradients[i]);
      if (isSent(step)) expect(first).toEqual(second);
      else expect(first).not.toEqual(second);
    }
  });

  it("the weights are those of DistributedDataParallel, rank 0's where they differed", () => {
    for (const rank of [0, 1]) {
      const { state } = ours[rank]![name]!;
      for (const [key, wanted] of Object.entries(theirs[rank]![name]!.state)) {
        // Buffers are each rank's own; see SyncBatchNorm for those that are not.
        if (seedsDiffer && key.includes("running")) continue;
        expect(tensor(state[key]!), key).toBeAllclose(tensor(wanted), FLOAT32);
      }
    }
  });
});

it("fp16 and bf16 on the way round gradients as such dtypes do, and no more", () => {
  for (const [name, rtol] of [
    ["fp16 on the way", 2 ** -10],
    ["bf16 on the way", 2 ** -7],
  ] as const) {
    const exact = ours[0]!["defaults"]!.gradients[0]!;
    const rounded = ours[0]![name]!.gradients[0]!;
    expect(rounded).not.toEqual(exact);
    // Each rank's part is rounded, and may be larger than the sum.
    const tolerance: Tolerance = { rtol, atol: rtol };
    for (const [key, values] of Object.entries(exact)) {
      expect(tensor(rounded[key]!), key).toBeAllclose(tensor(values!), tolerance);
    }
  }
});

it("a parameter that no forward used is named at the next step, unless it is searched for", () => {
  for (const rank of [0, 1]) {
    const { failure, gradients } = ours[rank]!["unused without a search"]!;
    expect(gradients.length).toBe(1);
    expect(failure!.error.message).toMatch(
      new RegExp(`^rank ${rank}: spare.weight, spare.bias got no gradient in the last backward`),
    );
  }
});

it("parameters of other shapes than rank 0's are refused before anything is sent", () => {
  expect(ours[1]!["refused"]!.failure!.error.message).toMatch(
    /params\[0\] .* sizes \[4, 2\] appears not to match/,
  );
});
