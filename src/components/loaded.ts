/**
 * Modules of the user's that this process has loaded, by the hash of their code: as Node's own cache of modules, so that a
 * configuration, which names code by its hash, is enough to find a component. Apart from modules.ts, which loads zod: each
 * run's checkpoint thread needs the metrics of loaded tasks, and no schema.
 */
import type { Bundle } from "./bundle.js";
import type { Definition, Kind } from "./definition.js";

/** A bundle, and the module that it was made of. */
export interface StoredCode extends Omit<Bundle, "hash"> {
  /** The module as the recipe names it: `./model.ts`. */
  module: string;
}

/** Code as another thread of this process loads it. */
export interface ThreadCode extends StoredCode {
  /** The module's file, beside which packages with native code are found. */
  path: string;
}

export interface LoadedModule extends ThreadCode {
  definition: Definition;
}

export const loaded = new Map<string, LoadedModule>();

/** Returns the component with this code; undefined if this process has not loaded it. */
export function loadedDefinition(hash: string): Definition | undefined {
  return loaded.get(hash)?.definition;
}

/** Returns all components of a kind that this process has loaded. */
export function loadedOfKind<K extends Kind>(kind: K): Definition<K>[] {
  return [...loaded.values()].flatMap(({ definition }) =>
    definition.kind === kind ? [definition as Definition<K>] : [],
  );
}
