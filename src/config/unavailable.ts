/**
 * Keys that the schema has from the start and this version cannot do yet. Asking for one is refused, never
 * ignored. Whoever builds one deletes its entry here.
 */
import type { Problem } from "./problems.js";
import type { Config } from "./schema.js";

interface Unavailable {
  key: string;
  isAskedFor: (config: Config) => boolean;
  what: string;
  /** The setting that goes without. */
  instead: string;
}

const UNAVAILABLE: readonly Unavailable[] = [
  {
    key: "registry.mlflow.enabled",
    isAskedFor: (config) => config.registry.mlflow.enabled,
    what: "The MLflow registry",
    instead: "false",
  },
];

export function findUnavailable(config: Config): Problem[] {
  return UNAVAILABLE.filter((entry) => entry.isAskedFor(config)).map(({ key, what, instead }) => ({
    code: "CONFIG_UNAVAILABLE",
    keys: [key],
    message: `${key}: ${what} is not in this version of woodshed; set it to ${instead}.`,
  }));
}
