import { createHash } from "node:crypto";
import { isValues, type Values } from "./values.js";

/** Keys of the section `data` that earlier versions did not have, with the values by which those computed. */
const ADDED_DATA: Values = { resampling: "sinc_hann", channels: "mix" };

/** Returns the sha256, in hex, of a configuration; the order of keys does not matter, nor keys that were added since. */
export function hashConfig(config: unknown): string {
  return createHash("sha256")
    .update(canonicalJson(withoutAdded(config)))
    .digest("hex");
}

function withoutAdded(config: unknown): unknown {
  if (!isValues(config) || !isValues(config["data"])) return config;
  const kept = Object.entries(config["data"]).filter(([key, value]) => ADDED_DATA[key] !== value);
  return { ...config, data: Object.fromEntries(kept) };
}

/** Formats a value as JSON without spaces and with sorted keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
