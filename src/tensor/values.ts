import { NativeError } from "../errors.js";
import type { Tensor } from "./tensor.js";

/** A floating-point number for an operator, also where it is whole; see `asFloat`. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = numberOf("asFloat", value);
  }

  toString(): string {
    return `asFloat(${this.value})`;
  }
}

/** A complex number for an operator, or the result of one; see `complex`. */
export class Complex {
  readonly re: number;
  readonly im: number;

  constructor(re: number, im: number) {
    this.re = numberOf("complex", re);
    this.im = numberOf("complex", im);
  }

  toString(): string {
    return `complex(${this.re}, ${this.im})`;
  }
}

function numberOf(name: string, value: unknown): number {
  if (typeof value === "number") return value;
  throw new NativeError(
    "ARGUMENT",
    `${name}: expected a number, got ${value === null ? "null" : typeof value}`,
  );
}

/**
 * Returns a number that is floating to libtorch even if it is whole, as 2.0 is in Python: `ops.full([1], asFloat(2))` is a
 * float32 tensor, and `x.mul(asFloat(2))` of an int64 tensor is one too.
 */
export function asFloat(value: number): Float {
  return new Float(value);
}

/** Returns a complex number for an operator: `x.mul(complex(0, 1))`. */
export function complex(re: number, im = 0): Complex {
  return new Complex(re, im);
}

/** A number for an operator: whole numbers are integers to libtorch, other numbers floating. */
export type Scalar = number | bigint | boolean | Float | Complex;

/** Tensors, or an array of their handles, for callers that pass the same tensors often (an optimizer). */
export type TensorList = readonly Tensor[] | Int32Array;

/** How a loss is reduced: the name, or libtorch's number for it. */
export type ReductionChoice = "none" | "mean" | "sum" | number;
