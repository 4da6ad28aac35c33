import { MlflowClient } from "../client.js";
import type { ConnectionOptions } from "../connection.js";
import { type EmbeddedServerOptions, useEmbeddedServer } from "./embedded.js";

/** The MLflow server to use: an address, or the folder of a local server. */
export interface RegistryPlace {
  /** null is MLFLOW_TRACKING_URI, else a local server on the folder. */
  trackingUri: string | null;
  /** Database and artifacts of the local server. */
  folder: string;
}

export const DEFAULT_FOLDER = "mlflow";

/** A client; keeps a local server running while it is open. */
export interface OpenRegistry extends Disposable {
  client: MlflowClient;
  close(): void;
}

/** The registry's place from arguments, else from the environment: WOODSHED_MLFLOW_FOLDER names the folder of a local server. */
export function registryPlace(trackingUri?: string | null, folder?: string): RegistryPlace {
  const ownFolder = folder ?? (process.env["WOODSHED_MLFLOW_FOLDER"] || DEFAULT_FOLDER);
  return { trackingUri: trackingUri ?? null, folder: ownFolder };
}

/** Returns the address of a server; null for a local server. */
export function uriOf({ trackingUri }: RegistryPlace, env: NodeJS.ProcessEnv = process.env): string | null {
  return trackingUri ?? (env["MLFLOW_TRACKING_URI"] || null);
}

/** @throws RegistryError when a local server cannot be started */
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
