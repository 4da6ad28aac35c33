import { expect, test } from "vitest";
import { clusteredRows, gaussian } from "../../tests/support/embeddings.js";
import type { Graph } from "./fuzzy-set.js";
import { completeLayout, principalLayout } from "./initial-layout.js";

/** Computes the correlation of one axis of a layout with one number per row. */
function correlation(layout: Float32Array, axis: number, numbers: ArrayLike<number>): number {
  const a = Array.from({ length: numbers.length }, (_, row) => layout[2 * row + axis]!);
  const b = Array.from(numbers);
  const centre = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [centre(a), centre(b)];
  const dot = (p: number[], q: number[]) => p.reduce((sum, value, i) => sum + value * q[i]!, 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

// Above 1,000 rows the axes come from a sample.
test.each([400, 2500])(
  "starts from the two directions of largest variance of %i rows, 10 wide",
  (numRows) => {
    // Variance is largest along the diagonal of the first two dimensions, then along the third; a tenth elsewhere.
    const along = Float64Array.from({ length: numRows }, (_, row) => 9 * gaussian(1, row));
    const across = Float64Array.from({ length: numRows }, (_, row) => 4 * gaussian(2, row));
    const values = Float32Array.from({ length: numRows * 7 }, (_, at) => {
      const [row, d] = [Math.floor(at / 7), at % 7];
      const signal = d < 2 ? along[row]! / Math.SQRT2 : d === 2 ? across[row]! : 0;
      return 100 + signal + 0.3 * gaussian(3, at);
    });
    const layout = principalLayout({ values, numRows, numDims: 7 }, 0);
    expect(correlation(layout, 0, along)).toBeGreaterThan(0.99);
    expect(Math.abs(correlation(layout, 1, across))).toBeGreaterThan(0.99);
    for (const axis of [0, 1]) {
      const own = layout.filter((_, at) => at % 2 === axis);
      const width = own.reduce((a, b) => Math.max(a, b)) - own.reduce((a, b) => Math.min(a, b));
      expect(Math.abs(width - 10)).toBeLessThan(1e-3);
    }
    expect(principalLayout({ values, numRows, numDims: 7 }, 0)).toEqual(layout);
  },
);

test("equal rows start slightly apart, rows of one dimension on a line", () => {
  const equal = principalLayout({ values: new Float32Array(8).fill(3), numRows: 4, numDims: 2 }, 1);
  expect(new Set(equal).size).toBe(8);
  for (const value of equal) expect(Math.abs(value)).toBeLessThan(1e-3);
  const line = principalLayout({ values: Float32Array.of(1, 5, 2), numRows: 3, numDims: 1 }, 1);
  expect([line[0], line[2], line[4]].map((x) => x!.toFixed(1).replace("-", ""))).toEqual([
    "0.0",
    "10.0",
    "2.5",
  ]);
});

test("points without a position start between their neighbours, or in the middle", () => {
  // 0 and 1 are known; 2 is between them, three times closer to 1; 3 has only 2 as a neighbour; 4 has none.
  const graph: Graph = {
    offsets: Int32Array.of(0, 1, 2, 5, 6, 6),
    neighbors: Int32Array.of(2, 2, 0, 1, 3, 2),
    weights: Float32Array.of(0.25, 0.75, 0.25, 0.75, 1, 1),
  };
  const known = new Float32Array(10).fill(Number.NaN);
  known.set([0, 4, 8, 0]);
  const layout = completeLayout(known, graph, 0);
  expect([...layout.subarray(0, 4)]).toEqual([0, 4, 8, 0]);
  const expected = [6, 1, 6, 1, 4, 2];
  for (let i = 0; i < 6; i++) expect(layout[4 + i]).toBeCloseTo(expected[i]!, 3);
  expect(layout[4]).not.toBe(layout[6]);
});

test("initial positions of clustered rows are clustered", () => {
  const layout = principalLayout(
    { values: clusteredRows(90, 10, 3, { apart: 6 }), numRows: 90, numDims: 10 },
    0,
  );
  const distance = (a: number, b: number) =>
    Math.hypot(layout[2 * a]! - layout[2 * b]!, layout[2 * a + 1]! - layout[2 * b + 1]!);
  for (let row = 3; row < 90; row++) expect(distance(row, row - 3)).toBeLessThan(distance(row, row - 2) + 3);
});
