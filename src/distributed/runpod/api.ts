/**
 * Schemas of RunPod's answers (REST v2). Unknown fields are ignored; a missing field is reported by name.
 */
import { z } from "zod";

const sshEndpoint = z.object({ host: z.string(), port: z.int(), username: z.string() });

export const podSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(["PROVISIONING", "STARTING", "RUNNING", "EXITED", "ERROR", "TERMINATED"]),
  env: z.record(z.string(), z.string()),
  gpu: z.object({ id: z.string(), count: z.int().default(1) }).optional(),
  dataCenterId: z.string().nullable(),
  /** USD per hour. */
  cost: z.number(),
  ssh: z.object({ proxy: sshEndpoint.nullable(), direct: sshEndpoint.nullable() }),
  cluster: z.object({ id: z.string(), rank: z.int().nullable() }).optional(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
});
export type Pod = z.infer<typeof podSchema>;
export const podsSchema = z.object({ pods: z.array(podSchema) });

export const clusterSchema = z.object({
  id: z.string(),
  name: z.string(),
  compute: z.object({ gpuTypeId: z.string(), gpuCountPerPod: z.int(), podCount: z.int() }),
  createdAt: z.string(),
});
export type Cluster = z.infer<typeof clusterSchema>;
export const clustersSchema = z.object({ clusters: z.array(clusterSchema) });

const availability = z.enum(["NONE", "LOW", "MEDIUM", "HIGH"]);
export type Availability = z.infer<typeof availability>;

export const gpuTypeSchema = z.object({
  id: z.string(),
  name: z.string(),
  manufacturer: z.string(),
  memory: z.int(),
  secure: z.boolean(),
  community: z.boolean(),
  /** USD per hour for one GPU. */
  price: z.object({ secure: z.number(), community: z.number() }),
  maxCount: z.object({ secure: z.int(), community: z.int() }),
  availability: availability.optional(),
  dataCenters: z.array(z.object({ id: z.string(), availability })).default([]),
});
export type GpuType = z.infer<typeof gpuTypeSchema>;
export const gpusSchema = z.object({ gpus: z.array(gpuTypeSchema) });

export const volumeSchema = z.object({
  id: z.string(),
  name: z.string(),
  size: z.int(),
  dataCenter: z.string(),
});
export type Volume = z.infer<typeof volumeSchema>;
export const volumesSchema = z.object({ networkVolumes: z.array(volumeSchema) });

export const logEventSchema = z.object({ ts: z.string(), source: z.string(), line: z.string() });

/** application/problem+json */
export const problemSchema = z.object({ detail: z.string(), errors: z.array(z.string()).default([]) });
