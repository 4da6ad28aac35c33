import { MlflowClient } from "../mlflow/client.js";
import type { ConnectionOptions } from "../mlflow/connection.js";
import { type EmbeddedServerOptions, useEmbeddedServer } from "./embedded.js";

/** Which MLflow: a server's address, or a folder of one's own. */
export interface RegistryPlace {
  /** null is MLFLOW_TRACKING_URI, or a server of the folder's own. */
  trackingUri: string | null;
  /** What that one keeps its database and artifacts in. */
  folder: string;
}

export const DEFAULT_FOLDER = "mlflow";

/** A client, with the server behind it as long as it is open. */
export interface OpenRegistry extends Disposable {
  client: MlflowClient;
  close(): void;
}

/** Where the registry is by arguments, else by environment: WOODSHED_MLFLOW_FOLDER names one's own server's folder. */
export function registryPlace(trackingUri?: string | null, folder?: string): RegistryPlace {
  const ownFolder = folder ?? (process.env["WOODSHED_MLFLOW_FOLDER"] || DEFAULT_FOLDER);
  return { trackingUri: trackingUri ?? null, folder: ownFolder };
}

/** The address that a place names; null for a server of one's own. */
export function uriOf({ trackingUri }: RegistryPlace, env: NodeJS.ProcessEnv = process.env): string | null {
  return trackingUri ?? (env["MLFLOW_TRACKING_URI"] || null);
}

/** @throws RegistryError when one's own server cannot be started */
export async function openRegistry(
  place: RegistryPlace,
  options: EmbeddedServerOptions & ConnectionOptions = {},
): Promise<OpenRegistry> {
  const uri = uriOf(place);
  const signals = [options.signal, options.deadline?.signal].filter((signal) => signal !== undefined);
  const lease =
    uri === null
      ? await useEmbeddedServer(place.folder, { ...options, signal: AbortSignal.any(signals) })
      : null;
  try {
    const client = new MlflowClient(uri ?? lease!.uri, options);
    const close = (): void => {
      client.close();
      lease?.release();
    };
    return { client, close, [Symbol.dispose]: close };
  } catch (error) {
    lease?.release();
    throw error;
  }
}
