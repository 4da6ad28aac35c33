import { RegistryError } from "../../errors.js";
import type { MlflowClient } from "../../mlflow/client.js";
import type { ModelVersion } from "../../mlflow/model-versions.js";
import { take } from "../../mlflow/paging.js";
import type { RegisteredModel } from "../../mlflow/registered-models.js";
import { parseReference } from "./reference.js";

/**
 * Finds the version of a reference.
 *
 * @throws RegistryError listing the existing models, versions or aliases
 */
export async function findVersion(client: MlflowClient, reference: string): Promise<ModelVersion> {
  const { name, version, alias } = parseReference(reference);
  const found =
    version === null
      ? await client.modelVersions.getByAlias(name, alias!)
      : await client.modelVersions.get(name, version);
  if (found !== null) return found;
  const model = await findModel(client, name);
  const versions = (await take(client.modelVersions.ofModel(name))).map((one) => Number(one.version));
  const existing =
    versions.length === 0 ? "no versions" : `versions ${versions.sort((a, b) => a - b).join(", ")}`;
  const aliases = Object.entries(model.aliases).map(([one, of]) => `${one} (${of})`);
  if (version !== null)
    throw new RegistryError("NO_VERSION", `${name}/${version}: no such version; ${name} has ${existing}`);
  throw new RegistryError(
    "NO_ALIAS",
    `${name}@${alias}: no such alias; ${name} has ${aliases.length === 0 ? "no aliases" : aliases.join(", ")}. ` +
      `Set it with: woodshed models alias ${name}/${versions.at(-1) ?? 1} ${alias}`,
  );
}

/** @throws RegistryError listing the existing models */
export async function findModel(client: MlflowClient, name: string): Promise<RegisteredModel> {
  const model = await client.registeredModels.get(name);
  if (model !== null) return model;
  const names = (await take(client.registeredModels.search(), 20)).map((one) => one.name);
  throw new RegistryError(
    "NO_MODEL",
    `${name}: no model of that name at ${client.uri}; ${names.length === 0 ? "the registry is empty" : `it has ${names.join(", ")}`}`,
  );
}
