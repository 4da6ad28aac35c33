import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { clusteredRows, gaussian } from "../../tests/support/embeddings.js";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { ConfigError, DataError, DTypeError, ShapeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { autocast, scope, Tensor } from "../tensor/index.js";
import { type NeighborOptions, type Neighbors, nearestNeighbors } from "./neighbors.js";
import type { Metric } from "./rows.js";

let live = 0;
beforeAll(async () => {
  live = await settledLiveTensors();
});
afterEach(() => expect(addon.liveTensors()).toBe(live));

function find(values: Float32Array, numDims: number, options: NeighborOptions): Neighbors {
  return scope(() =>
    nearestNeighbors(Tensor.from(values, { shape: [values.length / numDims, numDims] }), options),
  );
}

/** The reference: one pair at a time, in float64. */
function bruteForce(values: Float32Array, numDims: number, k: number, metric: Metric): Neighbors {
  const numRows = values.length / numDims;
  const at = (row: number) => Array.from(values.subarray(row * numDims, (row + 1) * numDims));
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, d) => sum + value * b[d]!, 0);
  const distance = (a: number[], b: number[]) => {
    if (metric === "euclidean") return Math.sqrt(a.reduce((sum, value, d) => sum + (value - b[d]!) ** 2, 0));
    const lengths = Math.sqrt(dot(a, a) * dot(b, b));
    if (lengths === 0) return dot(a, a) === dot(b, b) ? 0 : 1;
    return 1 - dot(a, b) / lengths;
  };
  const indices: number[] = [];
  const distances: number[] = [];
  for (let row = 0; row < numRows; row++) {
    const nearest = Array.from({ length: numRows }, (_, other) => ({
      other,
      distance: distance(at(row), at(other)),
    }))
      .filter(({ other }) => other !== row)
      .sort((a, b) => a.distance - b.distance || a.other - b.other)
      .slice(0, k);
    indices.push(...nearest.map(({ other }) => other));
    distances.push(...nearest.map((one) => one.distance));
  }
  return {
    numRows,
    numNeighbors: k,
    indices: Int32Array.from(indices),
    distances: Float32Array.from(distances),
  };
}

function expectSame(actual: Neighbors, expected: Neighbors): void {
  expect(actual.indices).toEqual(expected.indices);
  // Both are float64 sums rounded to float32; a cosine near 1 is exact to the last bits of float64.
  for (let i = 0; i < expected.distances.length; i++) {
    const difference = Math.abs(actual.distances[i]! - expected.distances[i]!);
    expect(difference).toBeLessThanOrEqual(1e-6 * expected.distances[i]! + 1e-15);
  }
}

describe.each(["euclidean", "cosine"] as const)(
  "%s neighbours equal those found one pair at a time",
  (metric) => {
    const values = clusteredRows(203, 17, 5);
    const expected = bruteForce(values, 17, 12, metric);

    test("in one block", () => {
      expectSame(find(values, 17, { numNeighbors: 12, metric }), expected);
    });

    test("in blocks of seven rows, the last one shorter, each reported to onProgress", () => {
      const reports: number[] = [];
      const options = {
        numNeighbors: 12,
        metric,
        blockBytes: 7 * 203 * 4,
        onBlock: (n: number) => reports.push(n),
      };
      expectSame(find(values, 17, options), expected);
      expect(reports).toEqual(Array.from({ length: 29 }, (_, i) => 7 * (i + 1)));
    });

    test("with one thread and with two", () => {
      const before = addon.getNumThreads();
      try {
        const results = [1, 2].map((threads) => {
          addon.setNumThreads(threads);
          return find(values, 17, { numNeighbors: 12, metric });
        });
        expect(results[0]).toEqual(results[1]);
      } finally {
        addon.setNumThreads(before);
      }
    });
  },
);

describe("rounding does not hide neighbours", () => {
  test("of rows far from 0", () => {
    const values = clusteredRows(150, 8, 3).map((value) => value + 1000);
    expectSame(find(values, 8, { numNeighbors: 9 }), bruteForce(values, 8, 9, "euclidean"));
  });

  test("of rows that differ in the fifth digit, in groups far apart", () => {
    // In float32, the squared distances inside a group are lost: 1e-10 beside 1e2.
    const values = Float32Array.from({ length: 160 * 4 }, (_, at) => {
      const row = Math.floor(at / 4);
      return 10 * gaussian(1, row % 4, at % 4) + 1e-5 * gaussian(2, at);
    });
    expectSame(find(values, 4, { numNeighbors: 5 }), bruteForce(values, 4, 5, "euclidean"));
  });

  test("of rows in nearly the same direction", () => {
    const values = Float32Array.from({ length: 100 * 6 }, (_, at) => 1 + 1e-4 * gaussian(3, at));
    expectSame(find(values, 6, { numNeighbors: 6, metric: "cosine" }), bruteForce(values, 6, 6, "cosine"));
  });
});

describe("equal rows", () => {
  test("are each other's nearest neighbours, in their order", () => {
    const values = clusteredRows(60, 5, 3);
    for (let row = 0; row < 60; row += 2) values.set(values.subarray(0, 5), row * 5);
    for (const numNeighbors of [4, 40]) {
      expectSame(find(values, 5, { numNeighbors }), bruteForce(values, 5, numNeighbors, "euclidean"));
    }
  });

  test("of zeros have a cosine distance of 1 to all others", () => {
    const values = clusteredRows(20, 4, 2);
    values.fill(0, 0, 3 * 4);
    values[1] = -0;
    expectSame(find(values, 4, { numNeighbors: 19, metric: "cosine" }), bruteForce(values, 4, 19, "cosine"));
  });

  test("only: every distance is 0", () => {
    const { indices, distances } = find(new Float32Array(6 * 3).fill(0.1), 3, { numNeighbors: 2 });
    expect([...distances]).toEqual(Array(12).fill(0));
    expect([...indices]).toEqual([1, 2, 0, 2, 0, 1, 0, 1, 0, 1, 0, 1]);
  });
});

test.each([0, 1, 2, 4])("%i rows have fewer neighbours than requested", (numRows) => {
  const found = find(clusteredRows(numRows, 3, 2), 3, { numNeighbors: 10 });
  expect(found.numNeighbors).toBe(Math.max(0, numRows - 1));
  expect(found.indices.length).toBe(numRows * Math.max(0, numRows - 1));
  for (let row = 0; row < numRows; row++) {
    const own = found.indices.subarray(row * (numRows - 1), (row + 1) * (numRows - 1));
    expect([...own, row].sort()).toEqual(Array.from({ length: numRows }, (_, i) => i));
  }
});

describe("input", () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses a row that contains %d, with its number",
    (bad) => {
      const values = clusteredRows(10, 4, 2);
      values[7 * 4 + 2] = bad;
      const search = () => find(values, 4, { numNeighbors: 3 });
      expect(search).toThrow(DataError);
      expect(search).toThrow(`got ${bad} in row 7, column 2`);
    },
  );

  test("refuses invalid shapes, dtypes and numbers", () =>
    scope(() => {
      const rows = Tensor.from(clusteredRows(4, 3, 2), { shape: [4, 3] });
      const of =
        (tensor: Tensor, numNeighbors = 2) =>
        () =>
          nearestNeighbors(tensor, { numNeighbors });
      expect(of(rows.reshape([2, 2, 3]))).toThrow(ShapeError);
      expect(of(rows.reshape([2, 2, 3]))).toThrow("expected embeddings of shape [N, D], got [2, 2, 3]");
      expect(of(rows.to("int64"))).toThrow(DTypeError);
      expect(of(rows, 0)).toThrow(ConfigError);
      expect(of(rows, 1.5)).toThrow("expected numNeighbors to be a whole number from 1, got 1.5");
      expect(() => nearestNeighbors(rows, { numNeighbors: 2, metric: "cos" as Metric })).toThrow(
        'expected the metric "euclidean" or "cosine", got "cos"',
      );
    }));

  test("refuses autocast, whose rounded products would hide neighbours", () => {
    const search = () => find(clusteredRows(30, 4, 2), 4, { numNeighbors: 3 });
    expect(() => autocast("cpu", "bfloat16", search)).toThrow("got bfloat16; call it outside of autocast");
  });

  test("accepts half precision", () =>
    scope(() => {
      const rows = Tensor.from(clusteredRows(30, 4, 2), { shape: [30, 4] }).to("bfloat16");
      const exact = rows.toFloat32Array();
      expectSame(nearestNeighbors(rows, { numNeighbors: 5 }), bruteForce(exact, 4, 5, "euclidean"));
    }));
});
