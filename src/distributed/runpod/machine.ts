/**
 * Creates a pod or a cluster, with fallbacks, and removes it. After a request that was cut off, the machine is searched
 * for by name, so that nothing runs unseen; when creation fails in the end, nothing of that name is left.
 */
import { DistributedError } from "../../errors.js";
import { clustersSchema, type Pod, podSchema, podsSchema } from "./api.js";
import { isCode, type RunpodClient } from "./client.js";
import type { Candidate } from "./gpus.js";
import { PRICE_SLACK } from "./limits.js";
import { pause } from "./pause.js";

/** One pod, or a cluster of them. */
export interface Machine {
  kind: "pods" | "clusters";
  id: string;
  name: string;
  candidate: Candidate;
}

export interface MachineSpec {
  /** Unique in the account: a machine is found again by its name. */
  name: string;
  image: string;
  diskGb: number;
  count: number;
  nodes: number;
  args: string;
  env: (candidate: Candidate) => Record<string, string>;
  volume?: { id: string; mountPath: string } | undefined;
  minCuda?: string | undefined;
}

export interface CreateOptions {
  /** Wait between attempts with the same candidate; doubles each time. */
  backoffMs?: number;
  signal?: AbortSignal | undefined;
  onStatus?: (message: string) => void;
}

const TRIES = 4;

export async function createMachine(
  client: RunpodClient,
  spec: MachineSpec,
  candidates: readonly Candidate[],
  options: CreateOptions = {},
): Promise<Machine> {
  const { onStatus = () => {}, signal } = options;
  try {
    let refusal: DistributedError | undefined;
    for (const candidate of candidates) {
      signal?.throwIfAborted();
      onStatus(`requesting ${describe(spec, candidate)}`);
      try {
        const { id, cost } = await createOne(client, spec, candidate, options);
        signal?.throwIfAborted();
        const kind = kindOf(spec);
        const machine: Machine = { kind, id, name: spec.name, candidate };
        // The price of a cluster is known once its pods run.
        if (cost === undefined || isAsListed(cost, candidate)) return machine;
        await removeByName(client, spec.name);
        refusal = priceError(cost, candidate);
      } catch (error) {
        // 400 may mean no capacity, 403 a pool that the account may not use: another candidate may succeed.
        if (!isCode(error, "RUNPOD_REJECTED", "RUNPOD_FORBIDDEN")) throw error;
        refusal = error;
      }
      onStatus(`no ${candidate.gpuId}: ${refusal.message}`);
    }
    throw noneTaken(candidates.length, refusal);
  } catch (error) {
    // An interrupted request may have created it. An error of the clean-up must not hide the first one.
    await removeByName(client, spec.name).catch((cleanup: Error) => {
      onStatus(`${spec.name} may have been created and may be running: ${cleanup.message}`);
    });
    throw error;
  }
}

// RunPod has no error code for "no capacity": an invalid request is refused in the same way, for every candidate.
const noneTaken = (count: number, cause: DistributedError | undefined): DistributedError =>
  new DistributedError(
    "RUNPOD_CAPACITY",
    `RunPod: none of ${count} candidates could be rented. The last answer: ${cause?.message} If it is about capacity, try later, name more GPUs with --gpu, or use --cloud any; otherwise the request is invalid.`,
    { cause },
  );

/** Requests one candidate until RunPod has answered. A POST is not repeated blindly: it may have succeeded. */
async function createOne(
  client: RunpodClient,
  spec: MachineSpec,
  candidate: Candidate,
  { backoffMs = 2000, signal, onStatus = () => {} }: CreateOptions,
): Promise<{ id: string; cost?: number | undefined }> {
  for (let attempt = 1; ; attempt++) {
    try {
      // Without the signal: an aborted request may still be carried out.
      return kindOf(spec) === "pods"
        ? await client.post("/pods", created, { body: podBody(spec, candidate) })
        : await client.post("/clusters", created, { body: clusterBody(spec, candidate) });
    } catch (error) {
      if (!isCode(error, "RUNPOD_NETWORK", "RUNPOD_SERVER") || attempt >= TRIES) throw error;
      onStatus(`${error.message} Checking if it was created all the same.`);
      await pause(backoffMs * 2 ** (attempt - 1), signal);
      const [existing, ...more] = await findByName(client, spec.name);
      for (const extra of more) await remove(client, extra);
      if (existing !== undefined) return existing;
    }
  }
}

const created = podSchema.pick({ id: true, cost: true }).partial({ cost: true });

const kindOf = ({ nodes }: MachineSpec): Machine["kind"] => (nodes > 1 ? "clusters" : "pods");

const isAsListed = (cost: number, { pricePerHour }: Candidate): boolean => cost <= pricePerHour * PRICE_SLACK;

const priceError = (cost: number, { gpuId, pricePerHour }: Candidate): DistributedError =>
  new DistributedError(
    "RUNPOD_PRICE",
    `RunPod: ${gpuId} costs $${cost.toFixed(2)} an hour, above its list price of $${pricePerHour.toFixed(2)}.`,
  );

function containerOf(spec: MachineSpec, candidate: Candidate) {
  const { name, image, diskGb, args, volume } = spec;
  return {
    name,
    image,
    args,
    disk: diskGb,
    ports: ["22/tcp"],
    env: spec.env(candidate),
    startSsh: true,
    ...(candidate.dataCenters.length > 0 ? { dataCenterIds: candidate.dataCenters } : {}),
    ...(volume === undefined
      ? {}
      : { mounts: { network: [{ volumeId: volume.id, path: volume.mountPath }] } }),
  };
}

const podBody = (spec: MachineSpec, candidate: Candidate) => ({
  ...containerOf(spec, candidate),
  cloud: candidate.cloud,
  gpu: {
    id: candidate.gpuId,
    count: spec.count,
    ...(spec.minCuda === undefined ? {} : { minCudaVersion: spec.minCuda }),
  },
});

const clusterBody = (spec: MachineSpec, candidate: Candidate) => ({
  ...containerOf(spec, candidate),
  type: "TRAINING",
  compute: { gpuTypeId: candidate.gpuId, gpuCountPerPod: spec.count, podCount: spec.nodes },
});

/** Identifies a pod or a cluster. */
export type MachineRef = Pick<Machine, "kind" | "id">;

export async function findByName(
  client: RunpodClient,
  name: string,
): Promise<(MachineRef & { name: string; cost?: number | undefined })[]> {
  const { pods } = await client.get("/pods", podsSchema);
  const { clusters } = await client.get("/clusters", clustersSchema);
  return [
    ...pods.filter(({ status }) => status !== "TERMINATED").map((pod) => ({ ...pod, kind: "pods" as const })),
    ...clusters.map((cluster) => ({ ...cluster, kind: "clusters" as const })),
  ].filter((one) => one.name === name);
}

export const remove = (client: RunpodClient, { kind, id }: MachineRef): Promise<void> =>
  client.delete(`/${kind}/${id}`, { tries: 8 });

export async function removeByName(client: RunpodClient, name: string): Promise<void> {
  for (const found of await findByName(client, name)) await remove(client, found);
}

/** Returns the pods of a machine in the order of their ranks. */
export async function podsOf(
  client: RunpodClient,
  { kind, id }: MachineRef,
  signal?: AbortSignal,
): Promise<Pod[]> {
  if (kind === "pods") return [await client.get(`/pods/${id}`, podSchema, { signal })];
  const { pods } = await client.get(`/clusters/${id}/pods`, podsSchema, { signal });
  return pods.sort((a, b) => (a.cluster?.rank ?? 0) - (b.cluster?.rank ?? 0));
}

export interface WaitingOptions extends CreateOptions {
  nodes: number;
  /** True if people or the bundle must reach the pods by SSH. */
  needsSsh: boolean;
  withinMs?: number;
  pollMs?: number;
}

/** Resolves when every pod runs. Pulling an image takes minutes. */
export async function waitUntilRunning(
  client: RunpodClient,
  machine: Machine,
  { nodes, needsSsh, withinMs = 1_200_000, pollMs = 4000, signal, onStatus = () => {} }: WaitingOptions,
): Promise<Pod[]> {
  const untilMs = Date.now() + withinMs;
  for (let reported = "", waitMs = 500; ; waitMs = Math.min(pollMs, 2 * waitMs)) {
    const pods = await podsOf(client, machine, signal);
    const broken = pods.find(({ status }) => ["EXITED", "ERROR", "TERMINATED"].includes(status));
    if (broken !== undefined) {
      throw new DistributedError(
        "RUNPOD_START",
        `RunPod: ${machine.name}: pod ${broken.id} became ${broken.status} before it was RUNNING. Check that the image exists and starts (--image).`,
      );
    }
    const ready = pods.filter(
      ({ status, ssh }) => status === "RUNNING" && (!needsSsh || ssh.direct !== null),
    );
    if (pods.length === nodes && ready.length === nodes) {
      const cost = pods.reduce((sum, pod) => sum + pod.cost, 0);
      if (isAsListed(cost, machine.candidate)) return pods;
      throw priceError(cost, machine.candidate);
    }
    const state = pods.map(({ status }) => status.toLowerCase()).join(", ");
    if (state !== reported) onStatus(`${machine.name}: ${state}`);
    reported = state;
    if (Date.now() > untilMs) {
      throw new DistributedError(
        "RUNPOD_START",
        `RunPod: ${machine.name}: not running after ${Math.round(withinMs / 60_000)} min; last status: ${state || "no pods"}${needsSsh ? ", SSH not reachable" : ""}. Check the image (--image), or choose another data center.`,
      );
    }
    await pause(Math.min(pollMs, waitMs), signal);
  }
}

export const describe = ({ count, nodes }: { count: number; nodes: number }, candidate: Candidate): string =>
  `${nodes > 1 ? `${nodes} x ` : ""}${count} x ${candidate.gpuId} (${candidate.memoryGb} GB, ${candidate.cloud.toLowerCase()}, stock ${candidate.availability.toLowerCase()}) at $${candidate.pricePerHour.toFixed(2)}/h`;
