import { ConfigError } from "../errors.js";
import { nameMatcher, nearPatterns, patternsWithoutMatch } from "../name-patterns.js";
import type { Tensor } from "../tensor/index.js";
import type { NamedTensors, ParameterGroup } from "./groups.js";

/** A group of parameters with their names. */
export interface NamedParameterGroup extends Omit<ParameterGroup, "params"> {
  params: readonly (readonly [name: string, parameter: Tensor])[];
}

/** Settings for the parameters whose names match. */
export interface NamedGroup extends Omit<ParameterGroup, "params"> {
  /** Names with `*` for any text; a pattern that begins with "!" excludes its matches. */
  match: readonly string[];
}

/**
 * Sorts parameters into groups by their names: the first group that matches a name has it. The result keeps the order of
 * the parameters, so that an optimizer's state does not depend on the groups: neighbors with equal settings share a group.
 *
 * @param options `decayBiasesAndNorms: false` decays no parameter of at most one dimension (biases, weights of norms),
 * whatever its group's weight decay
 * @throws ConfigError for a pattern that matches no name, and for a group that gets no parameter
 */
export function groupByName(
  parameters: NamedTensors,
  groups: readonly NamedGroup[],
  { decayBiasesAndNorms = true }: { decayBiasesAndNorms?: boolean } = {},
): NamedParameterGroup[] {
  const named = [...parameters];
  const chosen = assignGroups(
    named.map(([name]) => name),
    groups.map(({ match }) => match),
  );
  const sorted: (Omit<ParameterGroup, "params"> & { params: (readonly [string, Tensor])[] })[] = [];
  for (const [i, entry] of named.entries()) {
    const { match: _, ...settings }: Partial<NamedGroup> = groups[chosen[i]!] ?? {};
    if (!decayBiasesAndNorms && entry[1].ndim <= 1) settings.weightDecay = 0;
    const last = sorted.at(-1);
    const isSame =
      last?.learningRateFactor === settings.learningRateFactor && last?.weightDecay === settings.weightDecay;
    if (last !== undefined && isSame) last.params.push(entry);
    else sorted.push({ ...settings, params: [entry] });
  }
  return sorted;
}

/**
 * Returns the index of the first list of patterns that matches each name; -1 for none.
 *
 * @param where name of the lists, for errors
 * @throws ConfigError for a pattern that matches no name, and for a list that gets no name
 */
export function assignGroups(
  names: readonly string[],
  lists: readonly (readonly string[])[],
  where = "groups",
): number[] {
  for (const [i, patterns] of lists.entries()) {
    const [pattern] = patternsWithoutMatch(patterns, names);
    if (pattern === undefined) continue;
    throw new ConfigError(
      "PARAMETER_GROUPS",
      `${where}[${i}].match: ${pattern} matches none of the ${names.length} parameters; similar: ${nearPatterns(pattern, names).join(", ")}`,
    );
  }
  const matchers = lists.map(nameMatcher);
  const chosen = names.map((name) => matchers.findIndex((matches) => matches(name)));
  for (const [i, patterns] of lists.entries()) {
    if (chosen.includes(i)) continue;
    throw new ConfigError(
      "PARAMETER_GROUPS",
      `${where}[${i}]: gets no parameter: its exclusions or earlier groups take all matches of ${patterns.join(", ")}; a parameter is in the first group that matches it`,
    );
  }
  return chosen;
}
