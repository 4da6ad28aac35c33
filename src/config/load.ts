/** Loads a recipe and overrides into one frozen, hashed configuration. */
import type { z } from "zod";
import { overrideValues, withoutDisplacedDefaults } from "./alternatives.js";
import { checkTogether } from "./checks.js";
import { withDependentDefaults } from "./dependent-defaults.js";
import { allKeys, findKey, fittingKeys, typeAt } from "./describe.js";
import { hashConfig } from "./hash.js";
import { OPTIONAL_SECTIONS, withoutNullSections } from "./optional-sections.js";
import { readOverrides, readUses } from "./overrides.js";
import { loadModules, type RecipePlace } from "./own-modules.js";
import { keyAt, ownSections, parseSections, replaceAt, withCode, withoutSections } from "./own-places.js";
import { type Problem, throwProblems } from "./problems.js";
import { type Recipe, readRecipe, recipeName } from "./recipe.js";
import { upgradeRecorded } from "./recorded.js";
import { type Config, type ConfigInput, configSchema } from "./schema.js";
import { COMPONENT_SECTIONS } from "./sections/components.js";
import { trackingUriProblem } from "./sections/registry.js";
import { didYouMean, helpWithKey, suggestKeys, suggestNames } from "./suggest.js";
import { deepFreeze, merge, type Places, show, type Values, valueAt } from "./values.js";

export interface ConfigSources {
  /** Absolute paths: the recipe, then what it imports and extends. */
  files: readonly string[];
  overrides: readonly string[];
  /** The place of each key that is set, `recipes/a.yaml:3:1` or the override; the rest are defaults. */
  places: ReadonlyMap<string, string>;
  /** A line for each key that is set by an old name. */
  notes: readonly string[];
  /** Absolute path of the module of the user's that each section names. */
  modules: Readonly<Record<string, string>>;
}

export interface LoadedConfig {
  config: Config;
  /** sha256 of the configuration, in hex. */
  hash: string;
  sources: ConfigSources;
}

/**
 * Reads a recipe, what it `extends`, and dotted overrides on top.
 *
 * @throws ConfigError naming file, line and column (or the override) and the key, with every problem found.
 */
export function loadConfig(recipePath: string, overrides: readonly string[] = []): LoadedConfig {
  return load(readRecipe(recipePath), { recipe: recipePath }, overrides);
}

/** Returns the values of a recipe, for `recipe.ts` and for `runTraining`: an editor completes and checks them. */
export function defineRecipe(values: ConfigInput): ConfigInput {
  return values;
}

/**
 * Checks the values of a program's recipe, and loads the modules that they name.
 *
 * @param folder to which paths of modules are relative
 * @throws ConfigError naming the key, with every problem found
 */
export function loadValues(values: ConfigInput, folder = process.cwd()): LoadedConfig {
  return load({ values: values as Values, places: new Map(), files: [], notes: [] }, { folder }, []);
}

function load(recipe: Recipe, from: RecipePlace, overrides: readonly string[]): LoadedConfig {
  const uses = readUses(overrides);
  const named = merge(recipe.values, uses.values);
  const modules = loadModules(named, new Map([...recipe.places, ...uses.places]), from);
  const base = modules.values;
  const given = readOverrides(overrides, base);
  const values = withCode(merge(base, given.values), base);
  const places: Places = new Map([...recipe.places, ...given.places]);
  places.delete("extends");
  const source = "recipe" in from ? from.recipe : undefined;
  const name = source === undefined ? {} : { name: nameFromFile(source) };
  const config = parseConfig({ ...name, ...values }, places, source);
  // Not in the schema: a checkpoint whose configuration has such a value stays readable.
  const problem = trackingUriProblem(config.registry.mlflow.tracking_uri);
  const key = "registry.mlflow.tracking_uri";
  if (problem !== null)
    throwProblems(
      [{ code: "CONFIG_WRONG_VALUE", keys: [key], message: `${key} ${problem}` }],
      places,
      source,
    );
  const notes = [...recipe.notes, ...given.notes];
  const sources = { files: recipe.files, overrides, places, notes, modules: modules.files };
  return { config, hash: hashConfig(config), sources };
}

/**
 * Applies dotted overrides to a resolved configuration, such as a checkpoint's (also of an earlier version), and checks it.
 *
 * @param source named in messages about keys that are not overridden
 */
export function overrideConfig(
  config: Config,
  overrides: readonly string[],
  source = "the checkpoint's configuration",
): Config {
  const recorded = upgradeRecorded(config as Values);
  const given = readOverrides(overrides, recorded);
  const values = overrideValues(recorded, given.values);
  return parseConfig(values, given.places, source);
}

/**
 * Checks plain values and fills in the defaults, for programs without a recipe.
 *
 * @param source named in messages about keys that are not in `places`
 */
export function parseConfig(values: Values, places: Places = new Map(), source?: string): Config {
  const { config, issues } = parseValues({ name: "run", ...values });
  throwProblems(
    issues.flatMap((issue) => problemsOf(issue, values)),
    places,
    source,
  );
  throwProblems(checkTogether(config), places, source);
  return config;
}

/** Checks each key alone and fills in the defaults. The configuration counts if there are no issues. */
export function parseValues(given: Values): { config: Config; issues: readonly z.core.$ZodIssue[] } {
  const values = withoutNullSections(given);
  const sections = ownSections(values);
  const rest = withoutSections(values, sections);
  const builtIn = configSchema.safeParse(withDependentDefaults(withoutDisplacedDefaults(rest)));
  const own = parseSections(sections);
  const whole = own.parsed.reduce<unknown>(
    (config, { path, value }) => replaceAt(config, path.split("."), value),
    builtIn.data,
  );
  return { config: deepFreeze(whole) as Config, issues: [...(builtIn.error?.issues ?? []), ...own.issues] };
}

function problemsOf(issue: z.core.$ZodIssue, values: Values): Problem[] {
  const inner = issue.code === "invalid_union" ? innerIssues(issue) : [];
  if (inner.length > 0) return inner.flatMap((one) => problemsOf(one, values));
  const key = keyAt(issue.path);
  if (issue.code === "unrecognized_keys") {
    const others = issue.keys.map((name) => keyOfAnother(`${key}.${name}`, key, values));
    if (others.every((problem) => problem !== null)) return others;
    // In a list and below keys of the user's own, the right names are those of the value there.
    const isBelow = typeof issue.path.at(-1) === "number" || findKey(key, values) === undefined;
    const near = isBelow && key !== "" ? typeAt(issue.path, values)?.keys : undefined;
    return issue.keys.map((name) => unknownKey(key === "" ? name : `${key}.${name}`, values, key, near));
  }
  const info = findKey(key, values);
  const expected =
    info?.type === "section"
      ? `a section with the keys ${keysIn(key, values)}${OPTIONAL_SECTIONS.includes(key) ? ", or null for none" : ""}`
      : (info ?? typeAt(issue.path, values))?.type;
  const value = valueAt(values, info === undefined ? issue.path : key.split("."));
  if (issue.code === "custom")
    return [
      { code: "CONFIG_WRONG_VALUE", keys: [key], message: `${key}: ${issue.message}, got ${show(value)}.` },
    ];
  const hint = valueHint(key, value, expected ?? "");
  const message = `${key} expects ${expected ?? "another value"}, got ${show(value)}.${hint}`;
  return [{ code: "CONFIG_WRONG_VALUE", keys: [key], message }];
}

/** Returns what a value of the wrong type should have been, with a leading space; empty if that is not known. */
function valueHint(key: string, value: unknown, expected: string): string {
  const isPlain = typeof value === "number" || typeof value === "boolean";
  if (expected.startsWith("text") && isPlain) return " Put it in double quotes to make it text.";
  if (typeof value !== "string") return "";
  if (expected.startsWith("a section") && key in COMPONENT_SECTIONS)
    return ` To choose a component by its name, set ${key}.name.`;
  if (expected.startsWith("list of {name")) return ` Write a list: [{name: ${value}}].`;
  if (expected.startsWith("list of text")) return ` Write a list: [${value}].`;
  return didYouMean(
    suggestNames(
      value,
      expected.split(" | ").filter((choice) => /^\w+$/.test(choice)),
    ),
  );
}

/** Returns the issues of the options of a part, where a key holds a name or a part with options. */
function innerIssues({ errors, path }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] {
  const isInside = (one: z.core.$ZodIssue): boolean =>
    one.path.length > 0 || one.code === "unrecognized_keys" || one.code === "custom";
  const found = errors.find((issues) => issues.some(isInside)) ?? [];
  return found.map((one) => ({ ...one, path: [...path, ...one.path] }));
}

/** Returns the problem of a key that belongs to another component than the one that the section names; null for others. */
function keyOfAnother(key: string, section: string, values: Values): Problem | null {
  const { components } = findKey(key, values) ?? {};
  if (components === undefined) return null;
  const { name = COMPONENT_SECTIONS[section]?.defaultName } = valueAt(values, section.split(".")) as {
    name?: string;
  };
  const message = `${key} is an option of ${section}.name ${components.join(" and ")}, and ${section}.name is ${name}; leave it out.`;
  return { code: "CONFIG_CONFLICT", keys: [key, `${section}.name`], message };
}

/** @param names the keys that `section` may have, where the schema's own list does not say */
function unknownKey(key: string, values: Values, section = "", names?: readonly string[]): Problem {
  const help =
    names === undefined
      ? helpWithKey(key, fittingKeys(values))
      : didYouMean(
          suggestKeys(
            key,
            names.map((name) => `${section}.${name}`),
          ),
        ) || ` Expected ${names.join(", ")}.`;
  return { code: "CONFIG_UNKNOWN_KEY", keys: [key], message: `no key is called ${key}.${help}` };
}

function keysIn(section: string, values: Values): string {
  const inside = allKeys(values).filter((info) => info.key.startsWith(`${section}.`));
  return inside
    .map((info) => info.key.slice(section.length + 1))
    .filter((name) => !name.includes("."))
    .join(", ");
}

/** Makes a valid run name from any file name. */
function nameFromFile(path: string): string {
  const plain = recipeName(path)
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "");
  return plain.slice(0, 40) || "run";
}
