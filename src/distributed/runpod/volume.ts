/** Network volumes: where data and runs outlive their pods. */
import { ConfigError } from "../../errors.js";
import { type Volume, volumeSchema, volumesSchema } from "./api.js";
import { isCode, type RunpodClient } from "./client.js";

export interface VolumeWish {
  /** Id or name. */
  volume: string;
  /** Makes one of this size if there is none of that name. */
  volumeGb?: number | undefined;
  dataCenters: readonly string[];
}

export async function listVolumes(client: RunpodClient): Promise<Volume[]> {
  return (await client.get("/network-volumes", volumesSchema)).networkVolumes;
}

/** The volume, or null when it is still to be made. */
export async function findVolume(client: RunpodClient, wish: VolumeWish): Promise<Volume | null> {
  const volumes = await listVolumes(client);
  const byId = volumes.filter(({ id }) => id === wish.volume);
  const found = byId.length > 0 ? byId : volumes.filter(({ name }) => name === wish.volume);
  // RunPod lets several have one name.
  if (found.length > 1) {
    const ids = found.map(({ id, dataCenter }) => `${id} in ${dataCenter}`).join(", ");
    throw new ConfigError(
      "RUNPOD_VOLUME",
      `--volume ${wish.volume}: ${found.length} have that name: ${ids}. Say the id.`,
    );
  }
  if (found[0] !== undefined) return found[0];
  if (wish.volumeGb === undefined) {
    const names = volumes.map(({ name }) => name).join(", ") || "none";
    throw new ConfigError(
      "RUNPOD_VOLUME",
      `--volume ${wish.volume}: there is none of that id or name (there are: ${names}). --volume-gb 50 --data-center EU-RO-1 makes one.`,
    );
  }
  if (wish.dataCenters.length !== 1) {
    throw new ConfigError(
      "RUNPOD_VOLUME",
      `--volume-gb: a new volume lies in one data center, and pods that use it run there: say which with one --data-center, got ${wish.dataCenters.length}.`,
    );
  }
  return null;
}

export async function createVolume(client: RunpodClient, wish: VolumeWish): Promise<Volume> {
  const body = { name: wish.volume, size: wish.volumeGb, dataCenter: wish.dataCenters[0] };
  try {
    return await client.post("/network-volumes", volumeSchema, { body });
  } catch (error) {
    if (!isCode(error, "RUNPOD_NETWORK", "RUNPOD_SERVER")) throw error;
    // Perhaps it was made; a second one would be paid for ever.
    const made = (await listVolumes(client)).find(({ name }) => name === wish.volume);
    if (made === undefined) throw error;
    return made;
  }
}
