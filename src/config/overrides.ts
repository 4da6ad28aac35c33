/** Dotted overrides from the command line: `training.epochs=3`. */
import { parseDocument } from "yaml";
import { ConfigError } from "../errors.js";
import { builtInKeys } from "./built-in-keys.js";
import { findKey, fittingKeys } from "./describe.js";
import { ownKinds } from "./own-places.js";
import { presentName, renamedNote } from "./renamed-keys.js";
import { helpWithKey } from "./suggest.js";
import { isValues, merge, nest, type Places, type Values, valueAt, withValue } from "./values.js";

/**
 * Parses overrides into one tree; later ones replace earlier ones.
 *
 * @param config what they override: its components of the user's have keys of their own
 */
export function readOverrides(
  overrides: readonly string[],
  config: Values = {},
): {
  values: Values;
  places: Places;
  /** A line for each key that is set by an old name. */
  notes: string[];
} {
  let values: Values = {};
  const places: Places = new Map();
  const notes: string[] = [];
  for (const override of overrides) {
    const equals = override.indexOf("=");
    const place = `override "${override}"`;
    const given = (equals < 0 ? override : override.slice(0, equals)).trim();
    const key = presentName(given);
    if (key !== given) notes.push(`${place}: ${renamedNote(given)}`);
    // Checked before it is set, so that no unknown name reaches an object.
    // An override may name another component, whose keys are then others.
    if (!builtInKeys().has(key) && (findKey(key, config) ?? findKey(key)) === undefined)
      throw unknownKey(key, place, merge(config, values));
    if (equals < 0) {
      throw new ConfigError("CONFIG_BAD_OVERRIDE", `${place}: no value; write ${key}=VALUE.`);
    }
    const value = parseValue(override.slice(equals + 1), place);
    if (places.has(key) && isTar(value) && isTar(valueAt(values, key.split("."))))
      throw unquotedBraces(key, place);
    const tree = nest(key, value);
    for (const inner of dottedKeys(tree)) places.set(inner, place);
    values = withValue(values, key, value);
  }
  return { values, places, notes };
}

/** Returns the modules that overrides name, whose components have keys that other overrides set. */
export function readUses(overrides: readonly string[]): { values: Values; places: Places } {
  let values: Values = {};
  const places: Places = new Map();
  for (const override of overrides) {
    const place = `override "${override}"`;
    const [, key = "", text = ""] = /^\s*([\w.]+)\s*=(.*)$/s.exec(override) ?? [];
    const section = key.replace(/\.use$/, "");
    const [, own] = ownKinds().find(([path]) => path === section) ?? [];
    if (own === undefined) continue;
    const value = parseValue(text, place);
    if (own.isList === true) {
      if (!Array.isArray(value)) continue;
      values = withValue(values, section, value);
      for (const i of value.keys()) places.set(`${section}.${i}`, place);
      continue;
    }
    const use = key === section ? (isValues(value) ? value["use"] : undefined) : value;
    if (typeof use !== "string") continue;
    values = withValue(values, `${section}.use`, use);
    places.set(`${section}.use`, place);
  }
  return { values, places };
}

function isTar(value: unknown): boolean {
  return typeof value === "string" && value.endsWith(".tar");
}

/** The last word alone would count, and training would use one shard of many. */
function unquotedBraces(key: string, place: string): ConfigError {
  return new ConfigError(
    "CONFIG_BAD_OVERRIDE",
    `${place}: ${key} is given twice, each time a .tar. If the shell expanded the braces of a pattern, quote it: ${key}='train-{000..015}.tar'.`,
  );
}

/** Lists the keys of a tree: `training` and `training.epochs` for `training={epochs: 3}`. */
function dottedKeys(tree: Values): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    isValues(value) ? [key, ...dottedKeys(value).map((inner) => `${key}.${inner}`)] : [key],
  );
}

function unknownKey(key: string, place: string, config: Values): ConfigError {
  if (key === "") return new ConfigError("CONFIG_BAD_OVERRIDE", `${place}: no key; write KEY=VALUE.`);
  const help = helpWithKey(key, fittingKeys(config));
  return new ConfigError("CONFIG_UNKNOWN_KEY", `${place}: no key is called ${key}.${help}`);
}

function parseValue(text: string, place: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    const message = `${place}: the value is not valid YAML: ${problem.message}. Put text in double quotes.`;
    throw new ConfigError("CONFIG_BAD_OVERRIDE", message, { cause: problem });
  }
  return document.toJS();
}
