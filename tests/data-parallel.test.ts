// Compares gradients of two ranks with those of Python's DistributedDataParallel, which uses the same Reducer.
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
  /** Options of DistributedDataParallel; null if Python has no counterpart. */
  python: Record<string, boolean | number | string> | null;
  steps: Step[];
  /** True if each rank starts with different weights. */
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
  { name: "gradients as bucket views", ...view(true), steps: STEPS },
  { name: "gradients as copies", ...view(false), steps: STEPS },
  {
    name: "many small buckets",
    options: { bucketBytes: 256, firstBucketBytes: 64 },
    python: { bucket_cap_mb: 256 / 2 ** 20 },
    steps: STEPS,
  },
  {
    name: "many small buckets with a search for unused parameters",
    options: { bucketBytes: 256, firstBucketBytes: 64, findUnusedParameters: true },
    python: { bucket_cap_mb: 256 / 2 ** 20, find_unused_parameters: true },
    steps: SOMETIMES,
  },
  {
    name: "parameters that are sometimes unused",
    options: { findUnusedParameters: true },
    python: { find_unused_parameters: true },
    steps: SOMETIMES,
  },
  {
    name: "parameters that are sometimes unused, gradients as copies",
    options: { findUnusedParameters: true, gradientAsBucketView: false },
    python: { find_unused_parameters: true, gradient_as_bucket_view: false },
    steps: SOMETIMES,
  },
  { name: "a static graph", options: { staticGraph: true }, python: { static_graph: true }, steps: STEPS },
  {
    name: "a static graph with unused parameters",
    options: { staticGraph: true },
    python: { static_graph: true },
    steps: STEPS.map(() => ({ spare: UNUSED })),
  },
  {
    name: "a static graph, gradients as copies",
    options: { staticGraph: true, gradientAsBucketView: false },
    python: { static_graph: true, gradient_as_bucket_view: false },
    steps: STEPS,
  },
  {
    name: "a static graph with several backward passes per step",
    options: { staticGraph: true },
    python: { static_graph: true },
    steps: [{}, { sync: false }, { zero: false }, { sync: false }, { zero: false }],
  },
  {
    name: "two backward passes without synchronization, then one with it",
    options: {},
    python: {},
    steps: [0, 1].flatMap((): Step[] => [{ sync: false }, { sync: false, zero: false }, { zero: false }]),
  },
  {
    name: "two backward passes without synchronization, then one with it, gradients as copies",
    ...view(false),
    steps: [0, 1].flatMap((): Step[] => [{ sync: false }, { sync: false, zero: false }, { zero: false }]),
  },
  {
    name: "compression to fp16",
    options: { compression: "fp16" },
    python: { hook: "fp16_compress_hook" },
    steps: STEPS,
  },
  {
    name: "compression to bf16",
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
  {
    name: "weights that differ between ranks at first",
    options: {},
    python: {},
    steps: STEPS,
    seedsDiffer: true,
  },
];
const ALONE: Case[] = [
  { name: "unused parameters without a search", options: {}, python: null, steps: [{ spare: UNUSED }, {}] },
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
  it("every gradient of every step equals that of DistributedDataParallel times the number of ranks", () => {
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
          // DDP divides by the number of ranks. Ours does not: the loss is already divided by the clips of all ranks.
          const scale = isSent(step) ? NUM_RANKS : 1;
          expect(tensor(got), where).toBeAllclose(tensor(wanted).mul(scale), FLOAT32);
        }
      }
    }
  });

  it("synchronized gradients are bit-identical on all ranks", () => {
    for (const [i, step] of steps.entries()) {
      const [first, second] = ours.map((rank) => rank[name]!.gradients[i]);
      if (isSent(step)) expect(first).toEqual(second);
      else expect(first).not.toEqual(second);
    }
  });

  it("the weights equal those of DistributedDataParallel, which start as rank 0's", () => {
    for (const rank of [0, 1]) {
      const { state } = ours[rank]![name]!;
      for (const [key, wanted] of Object.entries(theirs[rank]![name]!.state)) {
        // Each rank has its own buffers, except with SyncBatchNorm.
        if (seedsDiffer && key.includes("running")) continue;
        expect(tensor(state[key]!), key).toBeAllclose(tensor(wanted), FLOAT32);
      }
    }
  });
});

it("compression to fp16 and bf16 changes gradients only by rounding to that dtype", () => {
  for (const [name, rtol] of [
    ["compression to fp16", 2 ** -10],
    ["compression to bf16", 2 ** -7],
  ] as const) {
    const exact = ours[0]!["defaults"]!.gradients[0]!;
    const rounded = ours[0]![name]!.gradients[0]!;
    expect(rounded).not.toEqual(exact);
    // Each rank's contribution is rounded, and may be larger than the sum.
    const tolerance: Tolerance = { rtol, atol: rtol };
    for (const [key, values] of Object.entries(exact)) {
      expect(tensor(rounded[key]!), key).toBeAllclose(tensor(values!), tolerance);
    }
  }
});

it("the step after a forward pass with unused parameters fails and names them, if they are not searched for", () => {
  for (const rank of [0, 1]) {
    const { failure, gradients } = ours[rank]!["unused parameters without a search"]!;
    expect(gradients.length).toBe(1);
    expect(failure!.error.message).toMatch(
      new RegExp(`^rank ${rank}: spare.weight, spare.bias got no gradient in the last backward`),
    );
  }
});

it("parameters of other shapes than rank 0's are refused before any communication", () => {
  expect(ours[1]!["refused"]!.failure!.error.message).toMatch(
    /params\[0\] .* sizes \[4, 2\] appears not to match/,
  );
});
