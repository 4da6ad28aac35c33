import { fetchReference } from "../registry/versions/load.js";
import { isReference } from "../registry/versions/reference.js";

/**
 * Returns the folder of a model, as `restoreModel` takes it. A path is returned unchanged; a name of the registry
 * (`models:/name/3`, `models:/name@alias`) stands for a version, which is fetched once and verified each time.
 *
 * @param say called when MLflow's own server has to start first
 * @throws RegistryError for a name that cannot be resolved
 */
export async function resolveModel(
  name: string,
  say: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Promise<string> {
  return isReference(name) ? (await fetchReference(name, { say })).folder : name;
}
