/** Suggestions for a key that does not exist. */
import { distance } from "fastest-levenshtein";

const MOST_SUGGESTIONS = 3;

/** Cost of another section with the same name. */
const OTHER_SECTION = 0.65;

/** Cost of a name that is the wanted one in the plural or singular. */
const PLURAL = 0.05;

/**
 * Returns the dotted keys most similar to `unknown`, best first: several if they are equally similar, none if no key
 * is similar enough. Finds a known name in the wrong section (`epochs` for `training.epochs`), camelCase, dashes and
 * short forms (`lr` for `learning_rate`, `warmup` for `warmup_fraction`).
 */
export function suggestKeys(unknown: string, known: readonly string[]): string[] {
  const wanted = toSnakeCase(unknown);
  // `model.channels.0` continues below a key that holds a list.
  const above = known.find(
    (key) => wanted.startsWith(`${key}.`) && !known.some((k) => k.startsWith(`${key}.`)),
  );
  if (above !== undefined) return [above];
  const ranked = known
    // A key of that name may belong to another component.
    .filter((key) => key !== unknown)
    .map((key) => ({ key, cost: cost(wanted, key) }))
    .filter((candidate) => candidate.cost <= tolerance(leafOf(wanted)))
    .sort((a, b) => a.cost - b.cost || a.key.length - b.key.length);
  const best = ranked[0]?.cost;
  return ranked
    .filter((candidate) => candidate.cost === best)
    .slice(0, MOST_SUGGESTIONS)
    .map((candidate) => candidate.key);
}

/**
 * Returns help for a key that does not exist, with a leading space: the most similar keys, else all of its section, else the
 * command that lists all.
 */
export function helpWithKey(unknown: string, known: readonly string[]): string {
  const similar = suggestKeys(unknown, known);
  if (similar.length > 0) return didYouMean(similar);
  const section = sectionOf(unknown);
  const names = known.filter((key) => section !== "" && sectionOf(key) === section).map(leafOf);
  return names.length === 0
    ? " `woodshed config keys` lists them all."
    : ` ${section} has the keys ${[...new Set(names)].join(", ")}.`;
}

/** Returns the names most similar to `unknown`, several if they are equally similar; letters of either case are the same. */
export function suggestNames(unknown: string, names: readonly string[]): string[] {
  const wanted = unknown.toLowerCase();
  const costs = names.map((name) => letters(wanted, name.toLowerCase()));
  const best = Math.min(...costs);
  if (best > tolerance(wanted)) return [];
  return names.filter((_, i) => costs[i] === best).slice(0, MOST_SUGGESTIONS);
}

/** Returns `" Did you mean a or b?"` with a leading space, or the empty text. */
export function didYouMean(suggestions: readonly string[]): string {
  return suggestions.length === 0 ? "" : ` Did you mean ${suggestions.join(" or ")}?`;
}

/** Number of letters to change; two neighbours that changed places are one change. */
function letters(a: string, b: string): number {
  return isSwapped(a, b) ? 1 : distance(a, b);
}

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const place = [...a].findIndex((letter, i) => letter !== b[i]);
  return place >= 0 && a.slice(0, place) + a[place + 1] + a[place] + a.slice(place + 2) === b;
}

/** Number of letters to change in the last name, plus less than one for another section. */
function cost(wanted: string, key: string): number {
  const leaf = leafOf(key);
  const name = leafOf(wanted);
  const [section, keySection] = [sectionOf(wanted), sectionOf(key)];
  const apart = distance(section, keySection);
  // Less than one letter of the name, and more the less the sections have in common, unless none was given.
  const sectionCost = section === "" && apart > 0 ? OTHER_SECTION : (OTHER_SECTION * apart) / (apart + 1);
  if (leaf.includes("_") && (name === initialsOf(leaf) || leaf.startsWith(`${name}_`)))
    return 0.1 + sectionCost;
  if (`${name}s` === leaf || `${leaf}s` === name) return PLURAL + sectionCost;
  // The whole name in another section comes before a part of a name in the same one, and before the end of a name.
  if (leaf.endsWith(`_${name}`) || (apart === 0 && hasWords(leaf, name)))
    return OTHER_SECTION + 0.1 * sectionCost;
  return letters(name, leaf) + sectionCost;
}

/** True if whole words of a name are `part`, in the singular or plural: `num_thresholds` has `threshold`. */
function hasWords(name: string, part: string): boolean {
  const words = `_${name}_`;
  return [part, `${part}s`].some((one) => words.includes(`_${one}_`));
}

/** Largest accepted cost: a third of the name may differ. `epoch` finds `epochs`, `foo` finds nothing. */
function tolerance(leaf: string): number {
  return Math.floor(leaf.length / 3) + 0.75;
}

function toSnakeCase(key: string): string {
  return key
    .replace(/^-+/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/-/g, "_")
    .toLowerCase();
}

function leafOf(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}

function sectionOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf(".")));
}

function initialsOf(leaf: string): string {
  return leaf
    .split("_")
    .map((word) => word[0] ?? "")
    .join("");
}
