/**
 * Keys that recipes have had for some time only. A run of an earlier version computed by their defaults, and its hash does not
 * have them: the hash of a configuration leaves them out while they have their defaults.
 */
import { z } from "zod";

const ADDED = z.registry<{ isAdded: true }>();

/** Marks a key as added: the schema of a key with a default by which earlier versions computed. */
export function addedKey<Schema extends z.ZodType>(schema: Schema): Schema {
  // A copy: components share schemas, and another one may have had the key from the start.
  const own = schema.clone();
  ADDED.add(own, { isAdded: true });
  return own;
}

/** Marks all keys of a shape. */
export function addedKeys<Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape): Shape {
  return Object.fromEntries(
    Object.entries(shape).map(([key, schema]) => [key, addedKey(schema)]),
  ) as unknown as Shape;
}

export function isAddedKey(schema: z.ZodType): boolean {
  return ADDED.get(schema) !== undefined;
}
