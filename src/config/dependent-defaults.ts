/** Defaults that depend on other keys. */
import { builtInSet } from "../data/built-in-sets.js";
import { isValues, merge, type Values } from "./values.js";

/**
 * Returns plain values with these defaults: a recipe with folds trains without validation clips unless it says otherwise, as
 * benchmarks with folds do; and each built-in data set has a folder of its own.
 */
export function withDependentDefaults(values: Values): Values {
  const { data } = values;
  if (!isValues(data)) return values;
  const hasFolds = data["folds"] !== undefined && data["folds"] !== null;
  const set = builtInSet(data["dataset"]);
  const defaults = {
    ...(hasFolds ? { validation_fraction: 0 } : {}),
    ...(set === null ? {} : { root: set.root }),
  };
  return merge({ data: defaults }, values);
}
