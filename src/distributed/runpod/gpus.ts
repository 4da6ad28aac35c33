/** Which GPUs to try, in which order. The catalog orders candidates; it reserves nothing. */
import { closest, distance } from "fastest-levenshtein";
import { ConfigError, DistributedError } from "../../errors.js";
import { type Availability, type GpuType, gpusSchema } from "./api.js";
import type { RunpodClient } from "./client.js";

export type Cloud = "SECURE" | "COMMUNITY";

export interface GpuWish {
  /** In order of preference: ids, names, or parts of them that are enough: "RTX 4090", "h100". */
  gpus: readonly string[];
  /** GPUs of one pod. */
  count: number;
  nodes: number;
  minMemoryGb: number;
  /** USD per hour for everything together. */
  maxPrice?: number;
  clouds: readonly Cloud[];
  /** Where it has to be; empty for anywhere. */
  dataCenters: readonly string[];
}

export interface Candidate {
  gpuId: string;
  cloud: Cloud;
  memoryGb: number;
  availability: Availability;
  /** USD per hour for all GPUs of all nodes, by the list. */
  pricePerHour: number;
  dataCenters: readonly string[];
}

const STOCK: Record<Availability, number> = { NONE: 0, LOW: 1, MEDIUM: 2, HIGH: 3 };

export async function findCandidates(
  client: RunpodClient,
  wish: GpuWish,
  signal?: AbortSignal,
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  const known: GpuType[] = [];
  for (const cloud of wish.clouds) {
    const product = wish.nodes > 1 ? "CLUSTER" : "POD";
    const query = { include: "AVAILABILITY", product, count: wish.count, cloud };
    const { gpus } = await client.get("/catalog/gpus", gpusSchema, { query, signal });
    known.push(...gpus);
    found.push(...gpus.flatMap((gpu) => candidateOf(gpu, cloud, wish)));
  }
  const names = wish.gpus.map((name) => ({ name, matches: matching(name, known) }));
  const ordered =
    names.length === 0
      ? byPrice(found.filter(({ memoryGb }) => memoryGb >= wish.minMemoryGb))
      : names.flatMap(({ matches }) => byPrice(found.filter(({ gpuId }) => matches.has(gpuId))));
  const affordable = ordered.filter(({ pricePerHour }) => pricePerHour <= (wish.maxPrice ?? Infinity));
  if (affordable.length === 0) throw noCandidate(wish, ordered);
  return [...new Set(affordable)];
}

function candidateOf(gpu: GpuType, cloud: Cloud, wish: GpuWish): Candidate[] {
  const tier = cloud === "SECURE" ? "secure" : "community";
  const here = wish.dataCenters.map((id) => gpu.dataCenters.find((center) => center.id === id));
  const levels =
    wish.dataCenters.length === 0
      ? [gpu.availability ?? "NONE"]
      : here.map((center) => center?.availability ?? "NONE");
  const availability = levels.reduce((a, b) => (STOCK[b] > STOCK[a] ? b : a), "NONE");
  // libtorch's GPUs are NVIDIA's.
  if (!gpu[tier] || gpu.manufacturer !== "NVIDIA" || availability === "NONE") return [];
  if (gpu.maxCount[tier] < wish.count) return [];
  return [
    {
      gpuId: gpu.id,
      cloud,
      memoryGb: gpu.memory,
      availability,
      pricePerHour: gpu.price[tier] * wish.count * wish.nodes,
      dataCenters: wish.dataCenters,
    },
  ];
}

/** Cheapest first; at the same price what there is more of. */
const byPrice = (candidates: Candidate[]): Candidate[] =>
  candidates.sort((a, b) => a.pricePerHour - b.pricePerHour || STOCK[b.availability] - STOCK[a.availability]);

/** Ids of the GPU types that a name means: its own if there is one, or else all that contain it. */
function matching(name: string, known: readonly GpuType[]): Set<string> {
  const wanted = name.toLowerCase();
  const exact = known.filter((gpu) => [gpu.id, gpu.name].some((text) => text.toLowerCase() === wanted));
  const partial = known.filter((gpu) => `${gpu.id} ${gpu.name}`.toLowerCase().includes(wanted));
  const matches = exact.length > 0 ? exact : partial;
  if (matches.length === 0) {
    const names = [...new Set(known.map((gpu) => gpu.name))];
    const near = closest(name, names);
    const hint = names.length > 0 && distance(name, near) <= 4 ? ` Did you mean "${near}"?` : "";
    throw new ConfigError(
      "RUNPOD_GPU",
      `--gpu ${name}: RunPod has no such GPU.${hint} It has ${names.sort().join(", ") || "none"}.`,
    );
  }
  return new Set(matches.map(({ id }) => id));
}

function noCandidate(wish: GpuWish, tooDear: readonly Candidate[]): DistributedError {
  const what = `RunPod: ${wish.nodes > 1 ? `${wish.nodes} nodes of ` : ""}${wish.count} GPU${wish.count > 1 ? "s" : ""}`;
  const where = wish.dataCenters.length > 0 ? ` in ${wish.dataCenters.join(", ")}` : "";
  const cheapest = tooDear[0];
  if (cheapest !== undefined) {
    return new DistributedError(
      "RUNPOD_PRICE",
      `${what}${where}: the cheapest that fits is ${cheapest.gpuId} at $${cheapest.pricePerHour.toFixed(2)} an hour, over --max-price ${wish.maxPrice}.`,
    );
  }
  const kind = wish.gpus.length > 0 ? wish.gpus.join(" or ") : `${wish.minMemoryGb} GB or more`;
  return new DistributedError(
    "RUNPOD_CAPACITY",
    `${what} (${kind})${where}: none is free now. Name more kinds with --gpu, lower --min-memory-gb, try --cloud any or another data center, or try later.`,
  );
}
