import { RegistryError } from "../errors.js";

/**
 * The folder that a model's name means, which `restoreNetwork` takes: a path means itself.
 *
 * Names of the registry (`models:/name/3`, `models:/name@alias`) are found here, for every command that takes a model.
 *
 * @throws RegistryError for a name that cannot be resolved
 */
export async function resolveModel(name: string): Promise<string> {
  if (!name.startsWith("models:/")) return name;
  throw new RegistryError(
    "UNAVAILABLE",
    `${name}: models of the registry cannot be loaded yet; give the folder of a run or a checkpoint`,
  );
}
