import { expect, test } from "vitest";
import { gaussian } from "../../tests/support/embeddings.js";
import { ShapeError } from "../errors.js";
import { alignPositions } from "./align.js";

const wanted = Float32Array.from({ length: 80 }, (_, at) => 5 * gaussian(1, at) + (at % 2 === 0 ? 3 : -7));

function moved(angle: number, isMirrored: boolean, scale = 1): Float32Array {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return Float32Array.from(wanted, (_, at) => {
    const x = wanted[at - (at % 2)]!;
    const y = (isMirrored ? -1 : 1) * wanted[at - (at % 2) + 1]!;
    return scale * (at % 2 === 0 ? cos * x - sin * y + 11 : sin * x + cos * y - 4);
  });
}

function farthest(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
}

// Tolerance for values of order 10 in float32: a few units in the last place.
const ROUNDING = 2e-5;

test.each([
  [0, false],
  [1, false],
  [Math.PI, false],
  [-2.5, true],
  [0.3, true],
])("restores a layout rotated by %d and mirrored (%s)", (angle, isMirrored) => {
  expect(farthest(alignPositions(moved(angle, isMirrored), wanted), wanted)).toBeLessThan(ROUNDING);
});

test("scales a layout back to its size, even if it changed", () => {
  expect(farthest(alignPositions(moved(2, true, 3), wanted), wanted)).toBeLessThan(ROUNDING);
  const size = (of: Float32Array) => {
    const middle = [0, 1].map((axis) => of.filter((_, at) => at % 2 === axis).reduce((a, b) => a + b) / 40);
    return of.reduce((sum, value, at) => sum + (value - middle[at % 2]!) ** 2, 0);
  };
  const changed = moved(2, true, 3).map((value, at) => value + 9 * gaussian(4, at));
  expect(size(alignPositions(changed, wanted)) / size(wanted)).toBeCloseTo(1, 4);
});

test("ignores points without a target position, and moves them with the others", () => {
  const partly = wanted.slice();
  const elsewhere = moved(1.2, false);
  partly.fill(Number.NaN, 40);
  expect(farthest(alignPositions(elsewhere, partly), wanted)).toBeLessThan(ROUNDING);
});

test("for a changed layout, no other rotation or shift is closer to the target", () => {
  const changed = moved(0.8, true).map((value, at) => value + 2 * gaussian(2, at));
  const aligned = alignPositions(changed, wanted);
  const loss = (of: Float32Array) => of.reduce((sum, value, at) => sum + (value - wanted[at]!) ** 2, 0);
  const turned = (angle: number) => {
    const middle = [0, 1].map(
      (axis) => aligned.filter((_, at) => at % 2 === axis).reduce((a, b) => a + b) / 40,
    );
    return aligned.map((_, at) => {
      const x = aligned[at - (at % 2)]! - middle[0]!;
      const y = aligned[at - (at % 2) + 1]! - middle[1]!;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      return at % 2 === 0 ? cos * x - sin * y + middle[0]! : sin * x + cos * y + middle[1]!;
    });
  };
  for (const angle of [-0.02, 0.02, 1, Math.PI]) expect(loss(turned(angle))).toBeGreaterThan(loss(aligned));
  for (const shift of [-0.05, 0.05])
    expect(loss(aligned.map((value, at) => value + (at % 2) * shift))).toBeGreaterThan(loss(aligned));
});

test("shifts by a single common point, changes nothing without one, and refuses another size", () => {
  const one = new Float32Array(80).fill(Number.NaN);
  one.set(wanted.subarray(6, 8), 6);
  const elsewhere = moved(0, false);
  expect(farthest(alignPositions(elsewhere, one), wanted)).toBeLessThan(ROUNDING);
  expect(alignPositions(elsewhere, new Float32Array(80).fill(Number.NaN))).toEqual(elsewhere);
  expect(() => alignPositions(elsewhere, wanted.subarray(2))).toThrow(ShapeError);
});
