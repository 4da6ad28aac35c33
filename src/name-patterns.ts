/** Patterns of the names of weights: `*` stands for any text; a pattern that begins with "!" excludes its matches. */
import { distance } from "fastest-levenshtein";

/** Returns whether a name matches. Without a pattern that includes names, the exclusions apply to all names. */
export function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const excluded = patterns.filter(isExclusion).map((one) => toRegExp(one.slice(1)));
  const wanted = patterns.filter((one) => !isExclusion(one)).map(toRegExp);
  return (name) =>
    (wanted.length === 0 || wanted.some((one) => one.test(name))) && !excluded.some((one) => one.test(name));
}

/** Returns the patterns that no name matches, exclusions included. */
export function patternsWithoutMatch(patterns: readonly string[], names: readonly string[]): string[] {
  return patterns.filter((pattern) => {
    const expression = toRegExp(withoutMark(pattern));
    return !names.some((name) => expression.test(name));
  });
}

const MOST_NEAR = 3;

/** Returns the names, and the patterns of modules such as `encoder.blocks.3.*`, that are most similar to a pattern. */
export function nearPatterns(pattern: string, names: readonly string[]): string[] {
  const wanted = withoutMark(pattern);
  const modules = names.flatMap((name) => {
    const parts = name.split(".");
    return parts.slice(1).map((_, i) => `${parts.slice(0, i + 1).join(".")}.*`);
  });
  return [...new Set([...modules, ...names])]
    .map((candidate) => ({ candidate, cost: distance(wanted, candidate) }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, MOST_NEAR)
    .map(({ candidate }) => candidate);
}

function isExclusion(pattern: string): boolean {
  return pattern.startsWith("!");
}

function withoutMark(pattern: string): string {
  return isExclusion(pattern) ? pattern.slice(1) : pattern;
}

function toRegExp(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*")}$`);
}
