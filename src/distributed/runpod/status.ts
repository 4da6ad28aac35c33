/** Lists the machines and volumes that cost money now. */
import { DistributedError } from "../../errors.js";
import { clustersSchema, type Pod, podsSchema, type Volume } from "./api.js";
import type { RunpodClient } from "./client.js";
import { spentUsd } from "./limits.js";
import type { MachineRef } from "./machine.js";
import { isOurs } from "./plan.js";
import { listVolumes } from "./volume.js";

export interface MachineStatus extends MachineRef {
  name: string;
  isOurs: boolean;
  status: string;
  /** "2 x NVIDIA L4" */
  gpus: string;
  /** USD. */
  costPerHour: number;
  /** USD since it was created, at today's price. */
  spent: number;
  createdAt: string;
  /** When it terminates at the latest; null for machines that Woodshed did not create. */
  endsAt: string | null;
}

export interface AccountStatus {
  machines: MachineStatus[];
  /** Billed as long as they exist, used or not; the API does not report their price. */
  volumes: Volume[];
}

export async function accountStatus(client: RunpodClient): Promise<AccountStatus> {
  const machines = await listMachines(client);
  return { machines, volumes: await listVolumes(client) };
}

export async function listMachines(client: RunpodClient): Promise<MachineStatus[]> {
  const { pods } = await client.get("/pods", podsSchema, { query: { includeClusterPods: "true" } });
  const { clusters } = await client.get("/clusters", clustersSchema);
  const single = pods.filter(({ cluster, status }) => cluster === undefined && status !== "TERMINATED");
  return [
    ...single.map((pod) => statusOf("pods", pod, [pod])),
    ...clusters.map((cluster) => {
      const members = pods.filter((pod) => pod.cluster?.id === cluster.id);
      return statusOf("clusters", cluster, members);
    }),
  ];
}

function statusOf(
  kind: MachineRef["kind"],
  { id, name, createdAt }: { id: string; name: string; createdAt: string },
  pods: readonly Pod[],
): MachineStatus {
  const costPerHour = pods.reduce((sum, { cost }) => sum + cost, 0);
  const numGpus = pods.reduce((sum, { gpu }) => sum + (gpu?.count ?? 0), 0);
  return {
    kind,
    id,
    name,
    isOurs: isOurs({ name }),
    status: [...new Set(pods.map(({ status }) => status))].join(", ") || "PROVISIONING",
    gpus: numGpus === 0 ? "no GPU" : `${numGpus} x ${pods[0]?.gpu?.id}`,
    costPerHour,
    spent: spentUsd(costPerHour, Date.parse(createdAt), Date.now()),
    createdAt,
    endsAt: endsAt(pods[0]),
  };
}

function endsAt(pod: Pod | undefined): string | null {
  try {
    const { deadlineMs } = JSON.parse(pod?.env["WOODSHED_JOB"] ?? "null") as { deadlineMs: number };
    return new Date(deadlineMs).toISOString();
  } catch {
    return null;
  }
}

/** Finds any machine by id, or one of ours by name; without a name, the only one of ours. */
export async function findMachine(client: RunpodClient, nameOrId?: string): Promise<MachineStatus> {
  const machines = await listMachines(client);
  const ours = machines.filter((machine) => machine.isOurs);
  const byId = machines.filter(({ id }) => id === nameOrId);
  const byName = ours.filter(({ name }) => name === nameOrId || name === `woodshed-${nameOrId}`);
  const found = nameOrId === undefined ? ours : byId.length > 0 ? byId : byName;
  if (found.length === 1) return found[0]!;
  const problem =
    nameOrId === undefined
      ? `expected one running machine, found ${found.length}; name one`
      : `${nameOrId}: expected one machine of that name or id, found ${found.length}`;
  const known = ours.map(({ name, id }) => `${name} (${id})`).join(", ") || "none";
  throw new DistributedError("RUNPOD_NAME", `RunPod: ${problem}. Running now: ${known}.`);
}
