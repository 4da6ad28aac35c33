import { expect } from "vitest";
import { NativeError } from "../../src/errors.js";

/** Returns the error that `body` throws, with its type checked. */
export function errorOf(body: () => unknown): NativeError {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(NativeError);
    return error as NativeError;
  }
  throw new Error("nothing was thrown");
}

/** Passes values that the typings forbid, as JavaScript can. */
export const untyped = (value: unknown) => value as never;
