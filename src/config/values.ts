/** Plain nested values, parsed from YAML and not yet checked. */
import { COMPONENT_SECTIONS, OWN_VALUES } from "./sections/components.js";

export type Values = { [key: string]: unknown };

/** Place of each dotted key that is set: `recipes/a.yaml:3:1`, or the override's text. */
export type Places = Map<string, string>;

export function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Sections whose keys are the user's own. They are replaced as lists are: a merged one could not lose a key. */
const REPLACED = new Set([
  "optimization.hyperparameter_search.search_space",
  "optimization.hyperparameter_search.sampler.options",
  "optimization.hyperparameter_search.pruner.options",
]);

/**
 * Merges `over` into `base`: sections key by key; any other value, also a list or a section of REPLACED, replaces. A section
 * that names another component than below has none of the options of that one.
 */
export function merge(base: Values, over: Values, prefix = ""): Values {
  // A map, because a recipe may have a key such as __proto__, which must be refused as any unknown key.
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    const path = `${prefix}${key}`;
    const isMerged = isValues(below) && isValues(value) && !REPLACED.has(path);
    const isElements = Array.isArray(below) && isValues(value) && Object.keys(value).every(isPlace);
    if (isElements) merged.set(key, mergeElements(below, value));
    else merged.set(key, isMerged ? merge(optionsBelow(path, below, value), value, `${path}.`) : value);
  }
  return Object.fromEntries(merged);
}

const isPlace = (key: string): boolean => /^\d+$/.test(key);

/** Merges sections into elements of a list, by their places. */
function mergeElements(list: readonly unknown[], over: Values): unknown[] {
  return list.map((element, i) => {
    const value = over[i];
    return isValues(element) && isValues(value) ? merge(element, value) : (value ?? element);
  });
}

/** Sets a dotted key; the sections on the way keep their other keys, whatever their order. */
export function withValue(values: Values, dottedKey: string, value: unknown, prefix = ""): Values {
  const [key, ...rest] = dottedKey.split(".") as [string, ...string[]];
  if (rest.length === 0) return merge(values, { [key]: value }, prefix);
  const below = values[key];
  if (Array.isArray(below) && isPlace(rest[0]!))
    return { ...values, [key]: mergeElements(below, nest(rest.join("."), value)) };
  const inner = withValue(isValues(below) ? below : {}, rest.join("."), value, `${prefix}${key}.`);
  return { ...values, [key]: inner };
}

/** Returns the keys of a section that stay below another one. */
function optionsBelow(path: string, below: Values, over: Values): Values {
  const section = COMPONENT_SECTIONS[path];
  if (section === undefined && !Object.hasOwn(OWN_VALUES, path)) return below;
  const { name: newName, use: newModule } = over;
  if (newName === undefined && newModule === undefined) return below;
  const { name = section?.defaultName, use } = below;
  const isSame = newModule === undefined ? use === undefined && newName === name : newModule === use;
  if (isSame) return below;
  const kept = section?.shared ?? {};
  return Object.fromEntries(Object.entries(below).filter(([key]) => Object.hasOwn(kept, key)));
}

/** Returns `{a: {b: value}}` for `a.b`. */
export function nest(dottedKey: string, value: unknown): Values {
  return dottedKey.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Values;
}

export function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)?.[key], values);
}

/** Formats a value for an error message, with its type if the type may be the mistake. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = JSON.stringify(value);
  const short = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  if (typeof value === "string") return `the text ${short}`;
  return `${Array.isArray(value) ? "the list" : "the section"} ${short}`;
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
