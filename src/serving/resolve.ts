import { fetchReference } from "../registry/versions/load.js";
import { isReference } from "../registry/versions/reference.js";

/**
 * The folder that a model's name means, which `restoreModel` takes: a path means itself, a name of the registry (`models:/name/3`,
 * `models:/name@alias`) a version that is fetched once and verified each time.
 *
 * @param say told when MLflow's own server has to start first
 * @throws RegistryError for a name that cannot be resolved
 */
export async function resolveModel(
  name: string,
  say: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Promise<string> {
  return isReference(name) ? (await fetchReference(name, { say })).folder : name;
}
