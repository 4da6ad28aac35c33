/** Chooses which GPUs to try, and in which order. The catalog only orders candidates; it reserves nothing. */
import { closest, distance } from "fastest-levenshtein";
import { ConfigError, DistributedError } from "../../errors.js";
import { type Availability, type GpuType, gpusSchema } from "./api.js";
import type { RunpodClient } from "./client.js";

export type Cloud = "SECURE" | "COMMUNITY";

export interface GpuRequest {
  /** Ids, names or unambiguous parts of them, in order of preference: "RTX 4090", "h100". */
  gpus: readonly string[];
  /** GPUs per pod. */
  count: number;
  nodes: number;
  minMemoryGb: number;
  /** USD per hour, over all pods. */
  maxPrice?: number;
  clouds: readonly Cloud[];
  /** Acceptable data centers; empty for any. */
  dataCenters: readonly string[];
}

export interface Candidate {
  gpuId: string;
  cloud: Cloud;
  memoryGb: number;
  availability: Availability;
  /** List price in USD per hour, for all GPUs of all nodes. */
  pricePerHour: number;
  dataCenters: readonly string[];
}

const STOCK: Record<Availability, number> = { NONE: 0, LOW: 1, MEDIUM: 2, HIGH: 3 };

export async function findCandidates(
  client: RunpodClient,
  request: GpuRequest,
  signal?: AbortSignal,
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  const known: GpuType[] = [];
  for (const cloud of request.clouds) {
    const product = request.nodes > 1 ? "CLUSTER" : "POD";
    const query = { include: "AVAILABILITY", product, count: request.count, cloud };
    const { gpus } = await client.get("/catalog/gpus", gpusSchema, { query, signal });
    known.push(...gpus);
    found.push(...gpus.flatMap((gpu) => candidateOf(gpu, cloud, request)));
  }
  const names = request.gpus.map((name) => ({ name, matches: matching(name, known) }));
  const ordered =
    names.length === 0
      ? byPrice(found.filter(({ memoryGb }) => memoryGb >= request.minMemoryGb))
      : names.flatMap(({ matches }) => byPrice(found.filter(({ gpuId }) => matches.has(gpuId))));
  const affordable = ordered.filter(({ pricePerHour }) => pricePerHour <= (request.maxPrice ?? Infinity));
  if (affordable.length === 0) throw noCandidate(request, ordered);
  return [...new Set(affordable)];
}

function candidateOf(gpu: GpuType, cloud: Cloud, request: GpuRequest): Candidate[] {
  const tier = cloud === "SECURE" ? "secure" : "community";
  const here = request.dataCenters.map((id) => gpu.dataCenters.find((center) => center.id === id));
  const levels =
    request.dataCenters.length === 0
      ? [gpu.availability ?? "NONE"]
      : here.map((center) => center?.availability ?? "NONE");
  const availability = levels.reduce((a, b) => (STOCK[b] > STOCK[a] ? b : a), "NONE");
  // The CUDA builds of libtorch need NVIDIA GPUs.
  if (!gpu[tier] || gpu.manufacturer !== "NVIDIA" || availability === "NONE") return [];
  if (gpu.maxCount[tier] < request.count) return [];
  return [
    {
      gpuId: gpu.id,
      cloud,
      memoryGb: gpu.memory,
      availability,
      pricePerHour: gpu.price[tier] * request.count * request.nodes,
      dataCenters: request.dataCenters,
    },
  ];
}

/** Sorts by price, then by stock. */
const byPrice = (candidates: Candidate[]): Candidate[] =>
  candidates.sort((a, b) => a.pricePerHour - b.pricePerHour || STOCK[b.availability] - STOCK[a.availability]);

/** Returns the ids of the GPU types that match a name: the exact match, else all that contain it. */
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

function noCandidate(request: GpuRequest, tooExpensive: readonly Candidate[]): DistributedError {
  const subject = `RunPod: ${request.nodes > 1 ? `${request.nodes} nodes of ` : ""}${request.count} GPU${request.count > 1 ? "s" : ""}`;
  const where = request.dataCenters.length > 0 ? ` in ${request.dataCenters.join(", ")}` : "";
  const cheapest = tooExpensive[0];
  if (cheapest !== undefined) {
    return new DistributedError(
      "RUNPOD_PRICE",
      `${subject}${where}: the cheapest that fits is ${cheapest.gpuId} at $${cheapest.pricePerHour.toFixed(2)} an hour, above --max-price ${request.maxPrice}.`,
    );
  }
  const kind = request.gpus.length > 0 ? request.gpus.join(" or ") : `${request.minMemoryGb} GB or more`;
  return new DistributedError(
    "RUNPOD_CAPACITY",
    `${subject} (${kind})${where}: none is available now. Name more GPUs with --gpu, lower --min-memory-gb, try --cloud any or another data center, or try later.`,
  );
}
