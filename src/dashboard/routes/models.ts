import { dirname, join, resolve } from "node:path";
import type { ModelList } from "../api.js";
import type { ReadModels } from "../models/read-models.js";
import { readRegistryServer } from "../models/registry-server.js";
import { hideSecrets } from "../reading/flat-config.js";
import { type Dashboard, json, type Route } from "../route.js";
import { runKey } from "../run-key.js";

/**
 * Models of the registry: of the server that the dashboard's user names by `--tracking-uri` or MLFLOW_TRACKING_URI, else the embedded
 * one. Its folder is that of WOODSHED_MLFLOW_FOLDER, else `mlflow` in the working directory or beside the folder of runs. No folder
 * and no address that a run names is opened.
 */
export const modelRoutes: readonly Route[] = [
  {
    path: "/api/models",
    answer: async ({ dashboard }) => {
      const { runs, trackingUri } = dashboard;
      const { models, registry, problem } =
        trackingUri === null ? await readEmbedded(dashboard) : await readServer(trackingUri);
      const page = trackingUri === null ? null : pageOf(trackingUri);
      const keyOfId = new Map(runs.all().flatMap(({ key, row }) => (row === null ? [] : [[row.id, key]])));
      const list: ModelList = {
        ...{ registry, page, problem },
        servers: serversOf(dashboard).filter((server) => server.page === null || server.page !== page),
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

function readEmbedded({ readers, folder }: Dashboard): Promise<ReadModels> {
  return readers.call("models", [placesOf(folder)], { affinity: runKey(folder) });
}

/** Pages that ask at the same time share an answer. */
const reading = new Map<string, Promise<ReadModels>>();

function readServer(uri: string): Promise<ReadModels> {
  let answer = reading.get(uri);
  if (answer === undefined) {
    const registry = pageOf(uri) ?? hideSecrets(uri);
    answer = readRegistryServer(uri)
      .then(
        (models) => ({ models, registry, problem: null }),
        (error: Error) => ({ models: [], registry, problem: hideSecrets(error.message) }),
      )
      .finally(() => reading.delete(uri));
    reading.set(uri, answer);
  }
  return answer;
}

/** Addresses that runs registered at. */
function serversOf({ runs }: Dashboard): ModelList["servers"][number][] {
  const addresses = runs.all().flatMap(({ row }) => {
    const address = row?.config["registry.mlflow.tracking_uri"];
    return typeof address === "string" && row?.config["registry.mlflow.enabled"] === true ? [address] : [];
  });
  const named = [...new Set(addresses)].slice(0, 20);
  return named.map((address) => ({ address: hideSecrets(address), page: pageOf(address) }));
}

/** The address of a server's pages, without a name and a password; null for what is no address of HTTP. */
function pageOf(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
