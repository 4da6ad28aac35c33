/** The machine to rent. Names of fields are those of the command line's flags. */
export interface RunpodOptions {
  machine: MachineRequest;
  limits: RentLimits;
  storage: StorageRequest;
  image?: string | undefined;
  name?: string | undefined;
  sshKey?: string | undefined;
}

export interface MachineRequest {
  gpu?: readonly string[] | undefined;
  count?: number | undefined;
  nodes?: number | undefined;
  minMemoryGb?: number | undefined;
  minCuda?: string | undefined;
  cloud?: "secure" | "community" | "any" | undefined;
  dataCenter?: readonly string[] | undefined;
}

export interface RentLimits {
  /** USD per hour, for everything together. */
  maxPrice?: number | undefined;
  maxHours?: number | undefined;
  maxUsd?: number | undefined;
}

export interface StorageRequest {
  volume?: string | undefined;
  volumeGb?: number | undefined;
  mountPath?: string | undefined;
  diskGb?: number | undefined;
}

/** The flags of `runpod up` and `train --on runpod`, as the command line gives them. */
export type RunpodFlags = MachineRequest &
  RentLimits &
  StorageRequest &
  Pick<RunpodOptions, "image" | "name" | "sshKey">;

/** Groups flags by what they are about; leaves out others. */
export function runpodOptionsOf(flags: RunpodFlags): RunpodOptions {
  const { gpu, count, nodes, minMemoryGb, minCuda, cloud, dataCenter } = flags;
  const { maxPrice, maxHours, maxUsd } = flags;
  const { volume, volumeGb, mountPath, diskGb } = flags;
  const { image, name, sshKey } = flags;
  return {
    machine: { gpu, count, nodes, minMemoryGb, minCuda, cloud, dataCenter },
    limits: { maxPrice, maxHours, maxUsd },
    storage: { volume, volumeGb, mountPath, diskGb },
    ...{ image, name, sshKey },
  };
}
