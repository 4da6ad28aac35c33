/**
 * True with `WOODSHED_LONG=1` (`npm run test:long`), which adds tests that repeat for more cases, or more often, what a test of
 * the default run protects.
 */
export const IS_LONG = process.env["WOODSHED_LONG"] === "1";

/** Returns how often a test repeats: the value of a variable of its own, else `many` in a long run and `few` by default. */
export function rounds(variable: `WOODSHED_${string}`, few: number, many: number): number {
  return Number(process.env[variable] ?? (IS_LONG ? many : few));
}
