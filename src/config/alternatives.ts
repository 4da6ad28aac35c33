/** Pairs of options of which a recipe sets one, such as milliseconds and samples: one displaces the other. */
import { isOwn } from "./own-places.js";
import { COMPONENT_SECTIONS } from "./sections/components.js";
import { isValues, merge, type Values } from "./values.js";

/** Returns plain values in which the second option of a pair replaces the default of the first. */
export function withoutDisplacedDefaults(values: Values): Values {
  return merge(displacedBy(values), values);
}

/** Merges overrides into resolved values: each option that is set sets its counterpart to null. */
export function overrideValues(values: Values, over: Values): Values {
  return merge(values, merge(displacedBy(over, values), over));
}

/** null for each option whose counterpart is set. */
function displacedBy(over: Values, base: Values = {}): Values {
  return Object.fromEntries(
    Object.entries(COMPONENT_SECTIONS).flatMap(([section, { table, defaultName }]) => {
      const given = over[section];
      if (!isValues(given) || isOwn(given) || isOwn(base[section])) return [];
      const name = nameIn(given) ?? nameIn(base[section]) ?? defaultName;
      const pairs = table[name]?.alternatives ?? [];
      const displaced = pairs.flatMap(([first, second]) => [
        ...(isSet(given[second]) ? [[first, null]] : []),
        ...(isSet(given[first]) ? [[second, null]] : []),
      ]);
      return displaced.length === 0 ? [] : [[section, Object.fromEntries(displaced)]];
    }),
  );
}

function nameIn(section: unknown): string | undefined {
  const name = isValues(section) ? section["name"] : undefined;
  return typeof name === "string" ? name : undefined;
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;
