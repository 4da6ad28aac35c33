import { expect, test } from "vitest";
import { clusteredRows } from "../../tests/support/embeddings.js";
import { groupEqualRows, prepareRows } from "./rows.js";

const values = clusteredRows(12, 5, 3).map((value) => value + 2);
for (const row of [3, 8]) values.fill(0, 5 * row, 5 * row + 5);
values.set(values.subarray(0, 5), 5 * 11);
const rows = { values, numRows: 12, numDims: 5 };

function squaredDistance(of: { values: Float32Array; numDims: number }, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < of.numDims; d++)
    sum += (of.values[a * of.numDims + d]! - of.values[b * of.numDims + d]!) ** 2;
  return sum;
}

test("rows prepared for the cosine have cosine distances, and rows of zeros have distance 1 to all others", () => {
  const prepared = prepareRows(rows, "cosine");
  const dot = (a: number, b: number) =>
    values.subarray(5 * a, 5 * a + 5).reduce((sum, value, d) => sum + value * values[5 * b + d]!, 0);
  for (let a = 0; a < 12; a++) {
    for (let b = 0; b < 12; b++) {
      const isZero = [a, b].map((row) => row === 3 || row === 8);
      const expected =
        isZero[0] || isZero[1]
          ? Number(isZero[0] !== isZero[1])
          : 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
      expect(squaredDistance(prepared, a, b) / 2).toBeCloseTo(expected, 6);
    }
  }
});

test("rows prepared for the Euclidean distance keep it, and have a mean of 0", () => {
  const prepared = prepareRows(rows, "euclidean");
  for (let a = 0; a < 12; a++)
    for (let b = 0; b < a; b++)
      expect(squaredDistance(prepared, a, b)).toBeCloseTo(squaredDistance(rows, a, b), 3);
  for (let d = 0; d < 5; d++) {
    const middle = prepared.values.filter((_, at) => at % 5 === d).reduce((sum, value) => sum + value) / 12;
    expect(middle).toBeCloseTo(0, 6);
  }
});

test("equal rows form a group, in the order of first rows", () => {
  const { firsts, members, groupOf } = groupEqualRows(rows);
  expect([...firsts]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 9, 10]);
  expect([...members[0]!]).toEqual([0, 11]);
  expect([...members[3]!]).toEqual([3, 8]);
  expect([...groupOf]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 3, 8, 9, 0]);
});
