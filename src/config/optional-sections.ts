import { isValues, type Values } from "./values.js";

/** Sections that a recipe may do without. null leaves them out, also those of a recipe that is extended or overridden. */
export const OPTIONAL_SECTIONS: readonly string[] = ["data.columns", "data.windows"];

/** Returns the values without optional sections that are null. */
export function withoutNullSections(values: Values): Values {
  let rest = values;
  for (const key of OPTIONAL_SECTIONS) {
    const [section, name] = key.split(".") as [string, string];
    const inside = rest[section];
    if (!isValues(inside) || inside[name] !== null) continue;
    const { [name]: _, ...others } = inside;
    rest = { ...rest, [section]: others };
  }
  return rest;
}
