import { createHash } from "node:crypto";
import { isOwnChoice } from "../components/component.js";
import { COMPONENT_SECTIONS } from "./sections/components.js";
import { isValues, type Values } from "./values.js";

/** Keys of the section `data` that earlier versions did not have, with the values by which those computed. */
const ADDED_DATA: Values = {
  ...{ resampling: "sinc_hann", channels: "mix", balance: "none" },
  ...{ group: null, folds: null, fold: null, on_bad_clip: "stop" },
};

/** Returns the sha256, in hex, of a configuration; the order of keys does not matter, nor keys that were added since. */
export function hashConfig(config: unknown): string {
  return createHash("sha256")
    .update(canonicalJson(withoutAdded(config)))
    .digest("hex");
}

/** Leaves out keys that earlier versions did not have, at the values by which those computed. */
function withoutAdded(config: unknown): unknown {
  if (!isValues(config)) return config;
  const components = Object.entries(COMPONENT_SECTIONS).flatMap(([section, { table }]) => {
    const given = config[section];
    if (!isValues(given) || isOwnChoice(given)) return [];
    return [[section, table[String(given["name"])]?.added ?? {}] as const];
  });
  const sections = [["data", ADDED_DATA] as const, ...components].flatMap(([section, added]) => {
    const given = config[section];
    if (!isValues(given)) return [];
    const kept = Object.entries(given).filter(
      ([key, value]) => !Object.hasOwn(added, key) || added[key] !== value,
    );
    return [[section, Object.fromEntries(kept)]];
  });
  return { ...config, ...Object.fromEntries(sections) };
}

/** Formats a value as JSON without spaces and with sorted keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
