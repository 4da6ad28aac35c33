// Tests every collective between real processes over Gloo, called as in a user's script.
import { beforeAll, describe, expect, it } from "vitest";
import type { DType, ReduceOp } from "../src/index.js";
import { resultsOf, runRanks } from "./support/ranks.js";

interface Failed {
  error: { name: string; code: string; message: string };
}

interface Result {
  errors: Record<string, Failed>;
  values: Record<string, Record<string, number[][]>>;
  /** Keys are names such as `allReduce sum float32`. */
  reduced: Record<string, number[][]>;
  layouts: {
    transposed: number[][];
    picture: number[][][][];
    isChannelsLast: boolean;
    empty: number[];
    scalar: number;
    whole: number[];
  };
  works: { early: boolean; late: boolean; many: number[]; kept: number[] };
  unsupported: Failed;
  verified: Failed | null;
  disposed: Failed;
}

const FLOATS = ["float32", "float64", "float16", "bfloat16"] as const satisfies DType[];
const INTEGERS = ["int64", "int32", "uint8"] as const satisfies DType[];
const DTYPES = [...FLOATS, ...INTEGERS];

const REDUCE: Record<ReduceOp, (values: readonly number[]) => number> = {
  sum: (values) => values.reduce((a, b) => a + b),
  avg: (values) => values.reduce((a, b) => a + b) / values.length,
  product: (values) => values.reduce((a, b) => a * b),
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  band: (values) => values.reduce((a, b) => a & b),
  bor: (values) => values.reduce((a, b) => a | b),
  bxor: (values) => values.reduce((a, b) => a ^ b),
};
const REDUCTIONS = Object.keys(REDUCE) as ReduceOp[];
const isTaken = (reduction: ReduceOp, dtype: DType): boolean => {
  const isFloat = (FLOATS as readonly string[]).includes(dtype);
  if (reduction === "avg") return isFloat;
  return !(reduction.startsWith("b") && isFloat);
};

/** Returns six values of a rank; `slot` is the receiving rank if each rank receives different values. */
const value = (rank: number, slot = 0): number[] =>
  Array.from({ length: 6 }, (_, i) => ((i + 3 * rank + 7 * slot) % 5) + 1);
const inMemoryOfTransposed = ([a, b, c, d, e, f]: number[]): number[] => [a, d, b, e, c, f] as number[];

// One set of processes for all tests without failures, because the start of libtorch takes longest.
describe.each([2, 3])("%i ranks", (size) => {
  const ranks = Array.from({ length: size }, (_, rank) => rank);
  const last = size - 1;
  let results: Result[];
  beforeAll(async () => {
    results = resultsOf(
      await runRanks("collectives.mjs", size, { input: { dtypes: DTYPES, reductions: REDUCTIONS } }),
    );
  });

  describe.each(DTYPES)("with %s", (dtype) => {
    const EXPECTED: Record<string, (rank: number) => number[][]> = {
      broadcast: () => [value(last)],
      allGather: () => ranks.map((other) => value(other)),
      gather: (rank) => (rank === last ? ranks.map((other) => value(other)) : []),
      scatter: (rank) => [value(last, rank)],
      allToAll: (rank) => ranks.map((other) => value(other, rank)),
      sendAndReceive: (rank) => [value((rank + last) % size)],
      broadcastAll: () => [value(last), value(last, 1), inMemoryOfTransposed(value(last, 2))],
    };
    it.each(Object.entries(EXPECTED))("%s", (name, expected) => {
      for (const rank of ranks) expect(results[rank]!.values[dtype]![name]).toEqual(expected(rank));
    });

    it.each(REDUCTIONS)("%s in every reducing collective", (reduction) => {
      const reduce = REDUCE[reduction];
      const over = (slot: number): number[] =>
        value(0).map((_, i) => reduce(ranks.map((rank) => value(rank, slot)[i]!)));
      // Only thirds are inexact: half dtypes have 11 or 8 bits.
      const digits =
        reduction !== "avg" ? 12 : { float64: 12, float32: 6, float16: 2, bfloat16: 1 }[dtype as "float32"];
      for (const [rank, { reduced }] of results.entries()) {
        const got = (name: string): number[][] | undefined => reduced[`${name} ${reduction} ${dtype}`];
        if (!isTaken(reduction, dtype)) {
          expect(got("allReduce")).toBeUndefined();
          continue;
        }
        const compare = (actual: number[][] | undefined, slot: number): void => {
          for (const [i, expected] of over(slot).entries())
            expect(actual![0]![i]).toBeCloseTo(expected, digits);
        };
        compare(got("allReduce"), 0);
        compare(got("reduceScatter"), rank);
        if (rank === last) compare(got("reduce"), 0);
        else expect(got("reduce")).toEqual([]);
      }
    });
  });

  it("a collective keeps the strides of dense tensors, and does not write beyond them", () => {
    const sums = value(0).map((_, i) => ranks.reduce((sum, rank) => sum + value(rank)[i]!, 0));
    const sum = (size * (size + 1)) / 2;
    for (const { layouts } of results) {
      expect(layouts.transposed.flat()).toEqual(inMemoryOfTransposed(sums));
      expect(layouts.picture.flat(3)).toEqual(Array.from({ length: 24 }, (_, i) => i + last));
      expect(layouts.isChannelsLast).toBe(true);
      expect(layouts.empty).toEqual([0, 3]);
      expect(layouts.scalar).toBe(sum);
      expect(layouts.whole).toEqual([0, sum, sum, 0]);
    }
  });

  it("asynchronous works complete when all ranks have called, keep their tensors alive, and can be awaited twice and in any order", () => {
    for (const { works } of results) {
      expect(works.early).toBe(false);
      expect(works.late).toBe(true);
      const first = (size * last) / 2;
      expect(works.many).toEqual(Array.from({ length: 8 }, (_, i) => first + size * i));
      expect(works.kept).toEqual(value(last));
    }
  });

  it.each<[string, string, RegExp]>([
    ["root", "DistributedError", /^broadcast: root \d is not one of the group's ranks, 0 to \d$/],
    ["negativeRoot", "DistributedError", /^reduce: root -1 is not one of the group/],
    ["destination", "DistributedError", /^send: destination 7 is not one of the group/],
    ["self", "DistributedError", /^receive: source \d is this rank itself/],
    ["reduction", "DistributedError", /^allReduce: expected a reduction \(sum, .*\), got "mean"/],
    ["bitwise", "DTypeError", /^allReduce: bor is for integers, got float32/],
    ["average", "DTypeError", /^allReduce: avg is for floating dtypes, got int64/],
    ["fewOutputs", "DistributedError", /^allGather: expected \d outputs .*one for each rank, got 1/],
    [
      "missingOutputs",
      "DistributedError",
      /^gather: expected \d outputs on rank (\d), the root being \1, .* got 0/,
    ],
    [
      "needlessOutputs",
      "DistributedError",
      /^gather: expected 0 outputs on rank \d, the root being \d, .* got \d/,
    ],
    ["fewInputs", "DistributedError", /^scatter: expected \d inputs on rank .* got 1/],
    ["manyInputs", "DistributedError", /^reduceScatter: expected \d inputs .* got 4/],
    ["fewToAll", "DistributedError", /^allToAll: expected \d outputs .* got 1/],
    ["uneven", "NativeError", /^allToAll of float32 \[2, 3\]: .*invalid tensor size at index 1/],
    ["shape", "ShapeError", /^allGather: all tensors must be alike, got float32 \[3\] and float32 \[2, 3\]/],
    ["dtype", "DTypeError", /^reduceScatter: .* got float64 \[2, 3\] and float32 \[2, 3\]/],
    ["gaps", "ShapeError", /^allReduce: float32 \[2, 2\] of strides \[4, 1\] has gaps in memory/],
    ["expanded", "ShapeError", /^broadcast: float32 \[3\] of strides \[0\] has gaps in memory/],
    ["transposed", "ShapeError", /^allGather: float32 \[3, 2\] of strides \[1, 3\] is not contiguous/],
    ["zero", "NativeError", /^allReduce of float32 \[3\]: .* has no plain memory of its own/],
    ["negative", "NativeError", /^broadcast of float32 \[1\]: .* has no plain memory of its own/],
    ["freed", "NativeError", /this tensor was freed/],
  ])("invalid arguments are refused before anything is sent: %s", (name, type, message) => {
    for (const { errors } of results) {
      expect(errors[name]?.error.name).toBe(type);
      expect(errors[name]?.error.message).toMatch(message);
    }
  });

  it("an error of the backend names the collective and the tensor", () => {
    for (const [rank, result] of results.entries()) {
      expect(result.unsupported.error.message).toMatch(/^allReduce of int16 \[2, 3\]: Invalid scalar type/);
      if (rank !== 0)
        expect(result.verified?.error.message).toMatch(/params\[1\] .* sizes \[\d\] appears not to match/);
      expect(result.disposed.error.message).toBe("ProcessGroup: used after dispose");
    }
  });
});
