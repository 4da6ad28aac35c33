import { dirname, join, resolve } from "node:path";
import type { ModelList } from "../api.js";
import { hideSecrets } from "../reading/flat-config.js";
import { type Dashboard, json, type Route } from "../route.js";
import { runKey } from "../run-key.js";

/**
 * Models of the embedded registry. Its folder is that of WOODSHED_MLFLOW_FOLDER, else `mlflow` in the working directory or beside
 * the folder of runs: no folder and no address that a run names is opened.
 */
export const modelRoutes: readonly Route[] = [
  {
    path: "/api/models",
    answer: async ({ dashboard }) => {
      const { readers, folder, runs } = dashboard;
      const { models, registry, problem } = await readers.call("models", [placesOf(folder)], {
        affinity: runKey(folder),
      });
      const keyOfId = new Map(runs.all().flatMap(({ key, row }) => (row === null ? [] : [[row.id, key]])));
      const list: ModelList = {
        registry,
        problem,
        servers: serversOf(dashboard),
        models: models.map((model) => ({
          ...model,
          versions: model.versions.map((version) => ({
            ...version,
            run: version.runId === null ? null : (keyOfId.get(version.runId) ?? null),
          })),
        })),
      };
      return json(list);
    },
  },
];

function placesOf(folder: string): string[] {
  const named = process.env["WOODSHED_MLFLOW_FOLDER"];
  if (named) return [resolve(named)];
  return [...new Set([resolve("mlflow"), join(dirname(folder), "mlflow"), join(folder, "mlflow")])];
}

/** Addresses that runs registered at, as text. */
function serversOf({ runs }: Dashboard): string[] {
  const named = runs.all().flatMap(({ row }) => {
    const address = row?.config["registry.mlflow.tracking_uri"];
    return typeof address === "string" && row?.config["registry.mlflow.enabled"] === true ? [address] : [];
  });
  const own = process.env["MLFLOW_TRACKING_URI"];
  return [...new Set([...(own ? [hideSecrets(own)] : []), ...named])].slice(0, 20);
}
