import { ShapeError } from "../errors.js";

/** A whole number for all axes, or one for each. */
export type Sizes = number | readonly number[];

/** Returns a whole number for each axis. Throws ShapeError, which names layer and option, for anything else. */
export function sizesOf(layer: string, option: string, given: Sizes, numAxes: number, least = 0): number[] {
  const sizes = typeof given === "number" ? Array<number>(numAxes).fill(given) : [...given];
  if (sizes.length === numAxes && sizes.every((size) => Number.isInteger(size) && size >= least))
    return sizes;
  const list = numAxes === 1 ? "" : `, or ${numAxes} of them`;
  throw new ShapeError(
    "SHAPE",
    `${layer}: ${option}: expected a whole number from ${least}${list}, got ${JSON.stringify(given)}`,
  );
}

/** Returns a whole number. Throws ShapeError, which names layer and option, for anything else. */
export function countOf(layer: string, option: string, given: number, least = 1): number {
  if (Number.isInteger(given) && given >= least) return given;
  throw new ShapeError("SHAPE", `${layer}: ${option}: expected a whole number from ${least}, got ${given}`);
}

/** Throws ShapeError unless `count` is a multiple of `groups`. */
export function expectMultiple(
  layer: string,
  option: string,
  count: number,
  by: string,
  groups: number,
): void {
  if (count % groups === 0) return;
  throw new ShapeError("SHAPE", `${layer}: ${option}: expected a multiple of ${by}=${groups}, got ${count}`);
}
