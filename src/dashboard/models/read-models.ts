import { join } from "node:path";
import { REGISTRY_FILE, readRegistry, type StoredModel } from "./registry-database.js";

export interface ReadModels {
  models: StoredModel[];
  registry: string | null;
  problem: string | null;
}

/** Reads the first registry among folders. A damaged one is described, not skipped: its models would seem to be gone. */
export function readModels(folders: readonly string[]): ReadModels {
  for (const folder of folders) {
    const registry = join(folder, REGISTRY_FILE);
    try {
      const models = readRegistry(folder);
      if (models !== null) return { models, registry, problem: null };
    } catch (error) {
      return { models: [], registry, problem: (error as Error).message };
    }
  }
  return { models: [], registry: null, problem: null };
}
