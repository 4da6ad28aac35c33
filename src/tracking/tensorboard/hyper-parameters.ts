import type { HyperParameters } from "./events.js";

/** Keys that do not affect the model: they would only fill the table. */
const LEFT_OUT = /^(logging|checkpoint|registry|runs_dir|name|data\.(root|workers|prefetch_batches))\b/;

/** Returns the leaves of a configuration that are numbers, texts or booleans, by key. */
export function hyperParameters(config: Readonly<Record<string, unknown>>): HyperParameters {
  return Object.fromEntries(leavesOf(config, "").filter(([key]) => !LEFT_OUT.test(key)));
}

function leavesOf(value: unknown, key: string): [string, string | number | boolean][] {
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean")
    return [[key, value]];
  // A list, such as a network's channels, is one choice.
  if (Array.isArray(value)) return [[key, JSON.stringify(value)]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, key === "" ? name : `${key}.${name}`),
  );
}
