/** Defaults that depend on other keys. */
import { isValues, merge, type Values } from "./values.js";

/**
 * Returns plain values with these defaults: a recipe with folds trains without validation clips unless it says otherwise, as
 * benchmarks with folds do.
 */
export function withDependentDefaults(values: Values): Values {
  const { data } = values;
  const hasFolds = isValues(data) && data["folds"] !== undefined && data["folds"] !== null;
  return hasFolds ? merge({ data: { validation_fraction: 0 } }, values) : values;
}
