import { expect } from "vitest";
import { type NestedNumbers, Tensor, type TypedArray } from "../../src/tensor/index.js";

export interface Tolerance {
  /** Relative to the expected value's size. */
  rtol: number;
  atol: number;
}

/** For float64; the absolute part is for values that cancel to nearly zero. */
export const FLOAT64: Tolerance = { rtol: 1e-9, atol: 1e-12 };

/**
 * The same kernels run on both sides; the order of sums may differ with alignment and number of threads. With values
 * of order 1 and sums of at most a few hundred of them, n * 2^-24 = 3e-5 bounds the error; the tolerance is half of that.
 */
export const FLOAT32: Tolerance = { rtol: 1.5e-5, atol: 1.5e-5 };

type Numbers = Tensor | TypedArray | NestedNumbers;

declare module "vitest" {
  interface Matchers<T> {
    /** Same shape, and `|actual - expected| <= atol + rtol * |expected|` everywhere; NaN equals NaN. */
    toBeAllclose(expected: Numbers, tolerance?: Partial<Tolerance>): T;
  }
}

function flatten(value: Numbers): { shape: number[]; dtype: string | null; values: ArrayLike<number> } {
  if (value instanceof Tensor) {
    if (value.dtype === "float64")
      return { shape: value.shape, dtype: "float64", values: value.toArray() as Float64Array };
    const shape = value.dtype.startsWith("complex") ? [...value.shape, 2] : value.shape;
    return { shape, dtype: value.dtype, values: numbers(value.toNested()) };
  }
  if (ArrayBuffer.isView(value)) {
    return { shape: [value.length], dtype: null, values: Float64Array.from(value, Number) };
  }
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  return { shape, dtype: null, values: numbers(value) };
}

function numbers(nested: NestedNumbers): Float64Array {
  return Float64Array.from(([nested] as unknown[]).flat(Number.POSITIVE_INFINITY), Number);
}

function indexOf(position: number, shape: readonly number[]): string {
  const index = shape.map(() => 0);
  let rest = position;
  for (let level = shape.length - 1; level >= 0; level--) {
    index[level] = rest % shape[level]!;
    rest = Math.floor(rest / shape[level]!);
  }
  return `[${index.join(", ")}]`;
}

expect.extend({
  toBeAllclose(received: Numbers, wanted: Numbers, tolerance: Partial<Tolerance> = {}) {
    const { rtol = 1e-9, atol = 1e-12 } = tolerance;
    const actual = flatten(received);
    const expected = flatten(wanted);
    const describe = (side: typeof actual) => `${side.dtype ?? ""} [${side.shape.join(", ")}]`.trim();
    const sameDType = actual.dtype === null || expected.dtype === null || actual.dtype === expected.dtype;
    if (!sameDType || actual.shape.join() !== expected.shape.join()) {
      return { pass: false, message: () => `got ${describe(actual)}, expected ${describe(expected)}` };
    }
    let worst = -1;
    let worstExcess = 0;
    let numWrong = 0;
    for (let i = 0; i < expected.values.length; i++) {
      const got = actual.values[i]!;
      const want = expected.values[i]!;
      if (Object.is(got, want) || got === want) continue;
      const excess = Math.abs(got - want) - (atol + rtol * Math.abs(want));
      if (excess <= 0) continue;
      numWrong++;
      // A NaN on one side, or an infinity, is worse than any number.
      const rank = Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess;
      if (worst < 0 || rank > worstExcess) {
        worst = i;
        worstExcess = rank;
      }
    }
    const pass = numWrong === 0;
    return {
      pass,
      message: () => {
        if (pass) return `expected ${describe(actual)} to differ by more than ${atol} + ${rtol} * |expected|`;
        const got = actual.values[worst]!;
        const want = expected.values[worst]!;
        return (
          `${numWrong} of ${expected.values.length} values differ; worst at ${indexOf(worst, expected.shape)}: ` +
          `got ${got}, expected ${want}, difference ${Math.abs(got - want)} > ${atol} + ${rtol} * |expected|`
        );
      },
    };
  },
});
