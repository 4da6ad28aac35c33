/** The right name for a key that does not exist. */
import { distance } from "fastest-levenshtein";

const MOST_SUGGESTIONS = 3;

/**
 * The nearest dotted keys to `unknown`, best first; several when they are equally near, none when nothing is.
 * A right name in the wrong section is found (`epochs` for `training.epochs`), and so are camelCase, dashes and
 * short forms (`lr` for `learning_rate`, `warmup` for `warmup_fraction`).
 */
export function suggestKeys(unknown: string, known: readonly string[]): string[] {
  const wanted = toSnakeCase(unknown);
  // `model.channels.0` goes on below a key that holds a whole value.
  const above = known.find(
    (key) => wanted.startsWith(`${key}.`) && !known.some((k) => k.startsWith(`${key}.`)),
  );
  if (above !== undefined) return [above];
  const ranked = known
    .map((key) => ({ key, cost: cost(wanted, key) }))
    .filter((candidate) => candidate.cost <= tolerance(leafOf(wanted)))
    .sort((a, b) => a.cost - b.cost || a.key.length - b.key.length);
  const best = ranked[0]?.cost;
  return ranked
    .filter((candidate) => candidate.cost === best)
    .slice(0, MOST_SUGGESTIONS)
    .map((candidate) => candidate.key);
}

/** `" Did you mean a or b?"` with a leading space, or the empty text. */
export function didYouMean(suggestions: readonly string[]): string {
  return suggestions.length === 0 ? "" : ` Did you mean ${suggestions.join(" or ")}?`;
}

/** Letters to change in the last name, and at most a part of one for another section: the name weighs more. */
function cost(wanted: string, key: string): number {
  const leaf = leafOf(key);
  const name = leafOf(wanted);
  const isShortForm =
    leaf.includes("_") &&
    (name === initialsOf(leaf) || leaf.startsWith(`${name}_`) || leaf.endsWith(`_${name}`));
  const leafCost = isShortForm ? 0.1 : distance(name, leaf);
  const sectionCost = Math.min(0.65, distance(sectionOf(wanted), sectionOf(key)) / 2);
  return leafCost + sectionCost;
}

/** A third of the name may be wrong: `epoch` finds `epochs`, `foo` finds nothing. */
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
