/** Keys that were renamed: recipes with the old ones are read, with a note. */
import { ConfigError } from "../errors.js";
import { isValues, merge, nest, type Places, type Values, valueAt } from "./values.js";

/** Deprecated since 0.1.0; the old names are removed in 0.2.0. */
const RENAMED = [
  { from: "features", to: "front_end" },
  { from: "training.label_smoothing", to: "task.label_smoothing" },
] as const;

const SEARCH_SPACE = "optimization.hyperparameter_search.search_space";

/** Returns the present name of a key, or the key. */
export function presentName(key: string): string {
  const found = RENAMED.find(({ from }) => key === from || key.startsWith(`${from}.`));
  return found === undefined ? key : found.to + key.slice(found.from.length);
}

/** Returns a line about a key that is set by its old name. */
export function renamedNote(key: string): string {
  return `${key} is now called ${presentName(key)}; the old name is read until version 0.2.0`;
}

/**
 * Returns values and places with present names of keys, and a note for each old one.
 *
 * @throws ConfigError if a key is set by its old and its present name
 */
export function renameKeys(
  given: Values,
  places: Places = new Map(),
): { values: Values; places: Places; notes: string[] } {
  let values = given;
  const notes: string[] = [];
  for (const { from, to } of RENAMED) {
    const value = valueAt(values, from.split("."));
    if (value === undefined) continue;
    const place = places.get(from);
    const where = place === undefined ? "" : `${place}: `;
    if (valueAt(values, to.split(".")) !== undefined)
      throw new ConfigError(
        "CONFIG_CONFLICT",
        `${where}${from} is the old name of ${to}, which is set too; keep ${to}.`,
      );
    values = merge(without(values, from.split(".")), nest(to, value));
    notes.push(where + renamedNote(from));
  }
  values = renameInSpace(values);
  return { values, places: new Map([...places].map(([key, place]) => [presentName(key), place])), notes };
}

/** Renames the keys that a search space names. */
function renameInSpace(values: Values): Values {
  const path = SEARCH_SPACE.split(".");
  const space = valueAt(values, path);
  if (!isValues(space) || Object.keys(space).every((key) => presentName(key) === key)) return values;
  const renamed = Object.fromEntries(Object.entries(space).map(([key, value]) => [presentName(key), value]));
  return merge(values, nest(SEARCH_SPACE, renamed));
}

function without(values: Values, [key, ...rest]: readonly string[]): Values {
  const { [key!]: inner, ...others } = values;
  return rest.length === 0 || !isValues(inner) ? others : { ...others, [key!]: without(inner, rest) };
}
