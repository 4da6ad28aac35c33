// Compares batch norm over the clips of several ranks with batch norm over all of them in one process. The tests of the
// layers compare the latter with Python's.
import { beforeAll, describe, expect, it } from "vitest";
import { type DType, type NestedNumbers, Tensor } from "../src/index.js";
import { FLOAT64, type Tolerance } from "./support/allclose.js";
import { resultsOf, runRanks } from "./support/ranks.js";

interface Case {
  /** Number of clips of each rank. */
  counts: number[];
  /** Dimensions of a clip after its channels. */
  sample: number[];
  dtype: DType;
  parameterDType: DType;
  channelsLast?: boolean;
  isEval?: boolean;
  /** True if every rank normalizes alone, as it does if all have the same clips. */
  isOff?: boolean;
}

interface Outcome {
  outputs: NestedNumbers[][];
  gradients: NestedNumbers[][];
  dtype: DType;
  weight: NestedNumbers;
  bias: NestedNumbers;
  state: Record<string, NestedNumbers>;
}

/**
 * float32: inputs have a mean of 5 and a spread of 0.4, so that sums of 100 of them have errors of 2^-24 * 5 / 0.4
 * relative to values of order 1. bfloat16: one rounding of the result, to 8 bits, and one of its input.
 */
const TOLERANCE: Partial<Record<DType, Tolerance>> = {
  float64: FLOAT64,
  float32: { rtol: 2e-5, atol: 2e-5 },
  bfloat16: { rtol: 2 ** -7, atol: 2 ** -7 },
};

const DTYPES: [DType, DType][] = [
  ["float32", "float32"],
  ["float64", "float64"],
  ["bfloat16", "float32"],
];
const casesOf = (counts: number[][]): Case[] =>
  DTYPES.flatMap(([dtype, parameterDType]) => {
    const base = { dtype, parameterDType, counts: counts[0]! };
    return [
      ...counts.map((some): Case => ({ ...base, counts: some, sample: [5] })),
      { ...base, sample: [] },
      { ...base, sample: [4, 3] },
      { ...base, sample: [4, 3], channelsLast: true },
      // A rank has one value per channel, and thus no variance of its own.
      { ...base, counts: counts[0]!.map(() => 1), sample: [] },
      { ...base, sample: [5], isEval: true },
      { ...base, sample: [5], isOff: true },
    ];
  });

const tensor = (values: NestedNumbers): Tensor => Tensor.from(values, { dtype: "float64" });

describe.each([
  {
    size: 2,
    cases: casesOf([
      [4, 4],
      [3, 1],
      [1, 6],
    ]),
  },
  {
    size: 3,
    cases: casesOf([
      [4, 1, 2],
      [1, 1, 1],
      [2, 2, 2],
    ]),
  },
])("$size ranks", ({ size, cases }) => {
  let results: { together: Outcome; alone: Outcome }[][];
  beforeAll(async () => {
    results = resultsOf(await runRanks("sync-batch-norm.mjs", size, { input: cases }));
  });

  const titled = cases.map((one, index) => {
    const how = [
      one.dtype,
      one.channelsLast && "channels last",
      one.isEval && "evaluation",
      one.isOff && "switched off",
    ];
    return { ...one, index, how: how.filter(Boolean).join(", ") };
  });
  describe.each(titled)("$counts clips of [3, $sample], $how", ({ index, counts, dtype, isOff = false }) => {
    const tolerance = TOLERANCE[dtype]!;

    it.each(["outputs", "gradients"] as const)("%s equal those of one process", (name) => {
      let from = 0;
      for (const [rank, count] of counts.entries()) {
        const { together, alone } = results[rank]![index]!;
        for (const [step, values] of together[name].entries()) {
          const expected = isOff ? alone[name][step]! : alone[name][step]!.slice(from, from + count);
          expect(tensor(values), `rank ${rank}, step ${step}`).toBeAllclose(tensor(expected), tolerance);
        }
        expect(together.dtype).toBe(dtype);
        from += count;
      }
    });

    it("gradients of weight and bias, summed over the ranks, and the final state equal those of one process", () => {
      for (const { [index]: one } of results) {
        const { together, alone } = one!;
        // These are sums with as many terms as values per channel.
        const wide = { ...tolerance, atol: 20 * tolerance.atol };
        expect(tensor(together.weight), "weight").toBeAllclose(tensor(alone.weight), wide);
        expect(tensor(together.bias), "bias").toBeAllclose(tensor(alone.bias), wide);
        expect(Object.keys(together.state)).toEqual(Object.keys(alone.state));
        for (const [name, values] of Object.entries(together.state)) {
          expect(tensor(values), name).toBeAllclose(tensor(alone.state[name]!), tolerance);
        }
      }
    });

    it.skipIf(isOff)("running statistics are bit-identical on all ranks", () => {
      const [first, ...others] = results.map((rank) => rank[index]!.together.state);
      for (const state of others) expect(state).toEqual(first);
    });
  });
});
