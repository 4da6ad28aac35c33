import { type LoadedConfig, loadConfig } from "../config/load.js";

/** Notes that were printed: a command may load its recipe twice. */
const printed = new Set<string>();

/** Loads a recipe with overrides, and prints a line for each key that is set by an old name. */
export function loadRecipe(path: string, overrides: readonly string[] = []): LoadedConfig {
  const loaded = loadConfig(path, overrides);
  for (const note of loaded.sources.notes) {
    if (!printed.has(note)) process.stderr.write(`note: ${note}\n`);
    printed.add(note);
  }
  return loaded;
}
