import { replaceAt } from "../config/own-places.js";
import type { Config } from "../config/schema.js";
import type { Values } from "../config/values.js";

/**
 * Returns the values of a recipe for a run that a search or cross-validation starts: without a search of its own.
 *
 * @param modules absolute path of the module that each section names: the run's recipe lies in another folder
 */
export function childValues(config: Config, modules: Readonly<Record<string, string>>): Values {
  const { hyperparameter_search: _, ...optimization } = config.optimization;
  return Object.entries(modules).reduce<Values>(
    (values, [section, path]) => replaceAt(values, [...section.split("."), "use"], path) as Values,
    { ...config, optimization },
  );
}
