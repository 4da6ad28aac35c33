import { createHash } from "node:crypto";
import { z } from "zod";
import { isAddedKey } from "../components/added-keys.js";
import { configSchema } from "./schema.js";
import { isValues } from "./values.js";

/** Returns the sha256, in hex, of a configuration; the order of keys does not matter, nor keys that were added since. */
export function hashConfig(config: unknown): string {
  return createHash("sha256")
    .update(canonicalJson(withoutAdded(config, configSchema)))
    .digest("hex");
}

/** Leaves out keys that earlier versions did not have, at the defaults by which those computed. */
function withoutAdded(value: unknown, schema: z.ZodType): unknown {
  const inner = unwrapped(schema, value);
  if (inner instanceof z.ZodArray && Array.isArray(value))
    return value.map((element) => withoutAdded(element, inner.element as z.ZodType));
  if (!(inner instanceof z.ZodObject) || !isValues(value)) return value;
  const shape = inner.shape as Readonly<Record<string, z.ZodType>>;
  const kept = Object.entries(value).flatMap(([key, own]) => {
    const below = Object.hasOwn(shape, key) ? shape[key]! : null;
    if (below === null) return [[key, own]];
    const rest = withoutAdded(own, below);
    const isDefault = isAddedKey(below) && canonicalJson(rest) === canonicalJson(defaultOf(below));
    return isDefault ? [] : [[key, rest]];
  });
  return Object.fromEntries(kept);
}

function defaultOf(schema: z.ZodType): unknown {
  return withoutAdded(schema.parse(undefined), schema);
}

/** Returns the schema of a value below defaults and the like; of several components the one that the value names. */
function unwrapped(schema: z.ZodType, value: unknown): z.ZodType {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional
  )
    return unwrapped(schema.def.innerType as z.ZodType, value);
  if (!(schema instanceof z.ZodUnion)) return schema;
  const found = (schema.options as readonly z.ZodType[]).find((option) => isNamedBy(option, value));
  return found === undefined ? schema : unwrapped(found, value);
}

/** True for the schema of a component whose name a value has. A module of the user's has its own keys, and no name. */
function isNamedBy(schema: z.ZodType, value: unknown): boolean {
  if (schema instanceof z.ZodUnion)
    return (schema.options as readonly z.ZodType[]).some((option) => isNamedBy(option, value));
  if (!(schema instanceof z.ZodObject) || !isValues(value)) return false;
  const { name } = schema.shape as { name?: z.ZodType };
  return name !== undefined && value["name"] !== undefined && name.safeParse(value["name"]).success;
}

/** Formats a value as JSON without spaces and with sorted keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
