/** Ranges from which augmentations draw: `snr_db: [5, 20]`. */
import { z } from "zod";
import type { Random } from "./define.js";

export type Range = readonly [low: number, high: number];

/** Returns the schema of a range within [least, most], ends included. */
export function range(
  least: number,
  most: number,
  [low, high]: Range,
  description: string,
): z.ZodDefault<z.ZodTuple<[z.ZodNumber, z.ZodNumber], null>> {
  const end = z.number().min(least).max(most);
  return z
    .tuple([end, end])
    .refine(([first, last]) => first <= last, { error: "the first number is larger than the second" })
    .default([low, high])
    .describe(description);
}

/** Draws uniformly. */
export function drawFrom([low, high]: Range, random: Random): number {
  return low + (high - low) * random();
}

/** Draws so that the logarithm is uniform, as pitch is heard. Both ends are positive. */
export function drawLogFrom([low, high]: Range, random: Random): number {
  return low * (high / low) ** random();
}
