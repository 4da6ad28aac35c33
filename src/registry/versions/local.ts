import { fetchReference, type LoadOptions } from "./load.js";
import { isReference } from "./reference.js";

/**
 * The folder on this machine that a command's argument means: itself, or that of a registered version (`models:/birds/3`), fetched
 * and verified.
 */
export async function localModel(path: string, options: LoadOptions = {}): Promise<string> {
  return isReference(path) ? (await fetchReference(path, options)).folder : path;
}
