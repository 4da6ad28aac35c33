/** Network volumes: storage for data and runs that outlives pods. */
import { ConfigError } from "../../errors.js";
import { type Volume, volumeSchema, volumesSchema } from "./api.js";
import { isCode, type RunpodClient } from "./client.js";

export interface VolumeRequest {
  /** Id or name. */
  volume: string;
  /** Size of the volume to create if none has that name. */
  volumeGb?: number | undefined;
  dataCenters: readonly string[];
}

export async function listVolumes(client: RunpodClient): Promise<Volume[]> {
  return (await client.get("/network-volumes", volumesSchema)).networkVolumes;
}

/** Returns the volume, or null when it has yet to be created. */
export async function findVolume(client: RunpodClient, request: VolumeRequest): Promise<Volume | null> {
  const volumes = await listVolumes(client);
  const byId = volumes.filter(({ id }) => id === request.volume);
  const found = byId.length > 0 ? byId : volumes.filter(({ name }) => name === request.volume);
  // Names are not unique at RunPod.
  if (found.length > 1) {
    const ids = found.map(({ id, dataCenter }) => `${id} in ${dataCenter}`).join(", ");
    throw new ConfigError(
      "RUNPOD_VOLUME",
      `--volume ${request.volume}: ${found.length} volumes have that name: ${ids}. Use the id.`,
    );
  }
  if (found[0] !== undefined) return found[0];
  if (request.volumeGb === undefined) {
    const names = volumes.map(({ name }) => name).join(", ") || "none";
    throw new ConfigError(
      "RUNPOD_VOLUME",
      `--volume ${request.volume}: no volume has that id or name (existing: ${names}). Add --volume-gb 50 --data-center EU-RO-1 to create one.`,
    );
  }
  if (request.dataCenters.length !== 1) {
    throw new ConfigError(
      "RUNPOD_VOLUME",
      `--volume-gb: a new volume lies in one data center, where its pods run too: expected one --data-center, got ${request.dataCenters.length}.`,
    );
  }
  return null;
}

export async function createVolume(client: RunpodClient, request: VolumeRequest): Promise<Volume> {
  const body = { name: request.volume, size: request.volumeGb, dataCenter: request.dataCenters[0] };
  try {
    return await client.post("/network-volumes", volumeSchema, { body });
  } catch (error) {
    if (!isCode(error, "RUNPOD_NETWORK", "RUNPOD_SERVER")) throw error;
    // The volume may exist all the same; a second one would be billed as long as it exists.
    const created = (await listVolumes(client)).find(({ name }) => name === request.volume);
    if (created === undefined) throw error;
    return created;
  }
}
