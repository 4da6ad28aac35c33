import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../errors.js";
import { registryPlace, uriOf } from "../mlflow/server/open.js";
import { EventHub } from "./event-hub.js";
import { Maps } from "./maps/maps.js";
import { Readers } from "./readers.js";
import type { Dashboard } from "./route.js";
import { Runs } from "./runs.js";
import { ModelExporter } from "./try/model-exporter.js";

/** The objects that routes read, without a server. */
export interface OpenDashboard extends Dashboard {
  close(): Promise<void>;
}

/**
 * @param folder with the runs; it may come later
 * @param dataFolders whose sounds may be played besides those that this machine recorded itself
 * @param trackingUri of the MLflow server to read; by default MLFLOW_TRACKING_URI, else the embedded registry
 * @throws ConfigError for a file in place of a folder, and for a folder of sounds that does not exist
 */
export function openDashboard(
  folder: string,
  dataFolders: readonly string[],
  trackingUri?: string,
): OpenDashboard {
  const root = existingFolder(folder) ?? resolve(folder);
  const sounds = dataFolders.map((path) => existingFolder(path) ?? noFolder(path));
  const readers = new Readers();
  const runs = new Runs(root, readers);
  const [events, maps, models] = [new EventHub(runs, readers), new Maps(), new ModelExporter()];
  return {
    ...{ folder: root, dataFolders: sounds, readers, runs, events, maps, models },
    trackingUri: uriOf(registryPlace(trackingUri)),
    async close() {
      runs.close();
      maps.close();
      models.close();
      events.close();
      await readers.close();
    },
  };
}

/** Returns the path without symbolic links; null if there is nothing. @throws ConfigError for a file */
function existingFolder(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (!found.isDirectory()) throw new ConfigError("FOLDER", `${path}: expected a folder, this is a file`);
  return realpathSync(path);
}

function noFolder(path: string): never {
  throw new ConfigError("FOLDER", `${path}: no such folder`);
}
