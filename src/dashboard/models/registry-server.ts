/** Reads the models of an MLflow server over its REST interface. */
import { MlflowClient } from "../../mlflow/client.js";
import { Deadline } from "../../mlflow/deadline.js";
import { take } from "../../mlflow/paging.js";
import { byNewest, MOST_MODELS, MOST_ROWS, type StoredModel, withTags } from "./registry-database.js";

/** A page waits for the answer. */
const PATIENCE_MS = 8000;

/**
 * Returns the server's models, the newest version of each first.
 *
 * @param uri the address that the user chose: an address that a run names is never asked
 * @throws RegistryError with the request, what the server answered and what to do
 */
export async function readRegistryServer(uri: string): Promise<StoredModel[]> {
  using deadline = new Deadline(PATIENCE_MS);
  using client = new MlflowClient(uri, { retryMs: 0, timeoutMs: PATIENCE_MS, deadline });
  deadline.start();
  const [registered, versions] = await Promise.all([
    take(client.registeredModels.search(), MOST_MODELS),
    take(client.modelVersions.search(), MOST_ROWS),
  ]);
  const models = new Map(
    registered.map(({ name, description, tags }): [string, StoredModel] => [
      name,
      { name, description, tags, versions: [] },
    ]),
  );
  const aliases = new Map(registered.map((model) => [model.name, Object.entries(model.aliases)]));
  for (const { name, version, status, description, createdMs, tags } of versions) {
    const model = models.get(name);
    // Searches leave aliases out: those of the model have them.
    const own = (aliases.get(name) ?? []).filter(([, of]) => of === version).map(([alias]) => alias);
    model?.versions.push(withTags({ version, status, description, createdMs, aliases: own }, tags));
  }
  return byNewest([...models.values()]);
}
