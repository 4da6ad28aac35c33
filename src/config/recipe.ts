/** Reads a recipe: YAML merged over the recipe it extends, with the place of every key. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { evaluateModule } from "../components/modules.js";
import { ConfigError } from "../errors.js";
import { isSection } from "./describe.js";
import { LISTS } from "./own-places.js";
import { presentName, renameKeys } from "./renamed-keys.js";
import { didYouMean, suggestKeys } from "./suggest.js";
import { isValues, merge, type Places, show, type Values } from "./values.js";

export interface Recipe {
  values: Values;
  places: Places;
  /** A line for each key that is set by an old name. */
  notes: string[];
  /** Absolute paths: the recipe first, then what it imports and the recipes that it extends. */
  files: string[];
}

export function readRecipe(path: string, extendedBy: readonly string[] = []): Recipe {
  const file = resolve(path);
  if (extendedBy.includes(file)) {
    const chain = [...extendedBy, file].map(nameOf).join(" -> ");
    throw new ConfigError("CONFIG_EXTENDS_CYCLE", `${nameOf(file)}: recipes extend each other: ${chain}.`);
  }
  const text = readText(file, extendedBy.at(-1));
  const parsed = /\.[cm]?[jt]s$/.test(file)
    ? runRecipe(file)
    : { ...parseRecipe(text, nameOf(file)), files: [file] };
  const own = renameKeys(parsed.values, parsed.places);
  const { extends: parent, ...values } = own.values;
  if (parent === undefined) return { values, places: own.places, notes: own.notes, files: parsed.files };
  if (typeof parent !== "string") {
    const place = own.places.get("extends") ?? nameOf(file);
    throw new ConfigError("CONFIG_WRONG_TYPE", `${place}: extends expects the path of one recipe, as text.`);
  }
  const base = readRecipe(resolve(dirname(file), parent), [...extendedBy, file]);
  return {
    values: merge(base.values, values),
    places: new Map([...base.places, ...own.places]),
    notes: [...base.notes, ...own.notes],
    files: [...parsed.files, ...base.files],
  };
}

/** Runs a recipe that is a module, such as recipe.ts. Its keys have no lines. */
function runRecipe(file: string): Omit<Recipe, "notes"> {
  const name = nameOf(file);
  const { value: values, files } = evaluateModule(file, name);
  if (isValues(values))
    return { values, places: new Map(), files: [file, ...files.filter((path) => path !== file)] };
  throw new ConfigError(
    "CONFIG_WRONG_TYPE",
    `${name}: expected export default defineRecipe({ ... }), the default export is ${values === undefined ? "missing" : show(values)}.`,
  );
}

/** Parses a recipe; messages refer to the text by `name`. */
export function parseRecipe(text: string, name: string): { values: Values; places: Places } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  // A warning is an unknown tag or directive, whose value would differ from the author's intention.
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    const place = placeOf(problem.pos[0]);
    if (problem.code === "DUPLICATE_KEY") {
      const key = /^[^\s:]*/.exec(text.slice(problem.pos[0]))?.[0];
      throw new ConfigError("CONFIG_DUPLICATE_KEY", `${place}: ${key} is set twice; keep one.`);
    }
    throw new ConfigError("CONFIG_NOT_YAML", `${place}: not valid YAML: ${problem.message}.`, {
      cause: problem,
    });
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    const least = "data:\n  dataset: instruments";
    throw new ConfigError("CONFIG_EMPTY", `${name}: the recipe is empty. The shortest one is:\n${least}`);
  }
  if (!isMap(document.contents)) {
    const place = placeOf(document.contents.range?.[0] ?? 0);
    throw new ConfigError(
      "CONFIG_NOT_YAML",
      `${place}: a recipe is made of keys with values, such as "seed: 1".`,
    );
  }
  const places: Places = new Map();
  settle(document.contents, "", document, (key, offset) => places.set(key, placeOf(offset)));
  const values: unknown = document.toJS();
  return { values: isValues(values) ? values : {}, places };
}

/** Records the place of each key and drops empty sections (`training:` with all its keys commented out). */
function settle(
  map: YAMLMap,
  prefix: string,
  document: Document,
  note: (key: string, at: number) => void,
): void {
  map.items = map.items.filter((pair) => {
    const name = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const key = prefix === "" ? name : `${prefix}.${name}`;
    const range = isScalar(pair.key) ? pair.key.range : undefined;
    note(key, range?.[0] ?? 0);
    const value = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
    if (isMap(value)) settle(value, key, document, note);
    if (isSeq(value) && LISTS.includes(key))
      for (const [i, item] of value.items.entries())
        if (isMap(item)) settle(item, `${key}.${i}`, document, note);
    const isLeftEmpty = isScalar(value) && value.value === null && (value.source ?? "") === "";
    return !(isLeftEmpty && isSection(presentName(key)));
  });
}

function readText(file: string, extendedBy: string | undefined): string {
  const by = extendedBy === undefined ? "" : `${nameOf(extendedBy)}: extends `;
  if (!existsSync(file)) {
    throw new ConfigError("CONFIG_NO_RECIPE", `${by}${nameOf(file)}: no such recipe.${nearby(file)}`);
  }
  if (statSync(file).isDirectory()) {
    const inside = join(file, "any.yaml");
    throw new ConfigError(
      "CONFIG_NO_RECIPE",
      `${by}${nameOf(file)} is a folder, a recipe is a YAML file.${nearby(inside)}`,
    );
  }
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new ConfigError("CONFIG_NO_RECIPE", `${by}${nameOf(file)} cannot be read: ${String(cause)}`, {
      cause,
    });
  }
}

/** Lists recipes in the folder of `file` and in ./recipes, the most similar name first. */
function nearby(file: string): string {
  const folders = [...new Set([dirname(file), resolve("recipes")])].filter((folder) => existsSync(folder));
  const recipes = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((entry) => /\.ya?ml$|^recipe\.[cm]?[jt]s$/.test(entry))
      .map((entry) => join(folder, entry)),
  );
  if (recipes.length === 0)
    return ` No recipes in ${folders.map(nameOf).join(" or ") || "./recipes"} either.`;
  const names = new Map(recipes.map((path) => [recipeName(path), nameOf(path)]));
  const nearest = suggestKeys(recipeName(file), [...names.keys()]).map((name) => names.get(name)!);
  const listed = recipes.slice(0, 20).map((path) => `\n  ${nameOf(path)}`);
  return `${didYouMean(nearest)} Recipes nearby:${listed.join("")}`;
}

/** Returns the file's name without folder and extension. */
export function recipeName(path: string): string {
  return basename(path, extname(path));
}

/** Returns a path relative to the current directory, if it is below it. */
function nameOf(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === "" ? "." : fromHere.startsWith("..") ? path : fromHere;
}
