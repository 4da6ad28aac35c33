/**
 * The contract of RunPod's REST v2. Its OpenAPI document is not part of this project: it is read from
 * WOODSHED_RUNPOD_OPENAPI or ../shared/reference. Without it, requests are still checked by the schemas below.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../src/package-root.js";
import { problemsWith, resolveRef, type Schema } from "./json-schema.js";

interface Operation {
  parameters?: Schema[];
  requestBody?: { content: { "application/json": { schema: Schema } } };
  responses: Record<string, Schema>;
}

const path =
  process.env["WOODSHED_RUNPOD_OPENAPI"] ??
  join(packageRoot, "..", "shared", "reference", "runpod-openapi-v2.json");
const document = existsSync(path)
  ? (JSON.parse(readFileSync(path, "utf8")) as { paths: Record<string, Record<string, Operation>> })
  : null;

export const hasDocument = document !== null;

const strings = z.array(z.string());
const container = {
  name: z.string().min(1),
  image: z.string(),
  args: z.string(),
  disk: z.int().min(1),
  ports: strings,
  env: z.record(z.string(), z.string()),
  startSsh: z.boolean(),
  dataCenterIds: strings.optional(),
  mounts: z
    .strictObject({ network: z.array(z.strictObject({ volumeId: z.string(), path: z.string() })).max(1) })
    .optional(),
};
const count = z.int().min(1);
/** Stricter than the document: exactly the fields that Woodshed sends. */
const BODIES: Record<string, z.ZodType> = {
  "POST /v2/pods": z.strictObject({
    ...container,
    cloud: z.enum(["SECURE", "COMMUNITY"]),
    gpu: z.strictObject({
      id: z.string(),
      count,
      minCudaVersion: z
        .string()
        .regex(/^\d+\.\d+$/)
        .optional(),
    }),
  }),
  "POST /v2/clusters": z.strictObject({
    ...container,
    type: z.literal("TRAINING"),
    compute: z.strictObject({ gpuTypeId: z.string(), gpuCountPerPod: count, podCount: count.min(2) }),
  }),
  "POST /v2/network-volumes": z.strictObject({
    name: z.string().min(1),
    size: z.int().min(10).max(4096),
    dataCenter: z.string().min(1),
  }),
};
const QUERIES: Record<string, string[]> = {
  "GET /v2/pods": ["includeClusterPods"],
  "GET /v2/pods/{id}/logs": ["source", "tail", "since"],
  "GET /v2/catalog/gpus": ["include", "product", "count", "cloud"],
};

export interface Asked {
  method: string;
  /** `/v2/pods/{id}` */
  template: string;
  query: URLSearchParams;
  body: unknown;
}

/** Returns the reasons for which RunPod would refuse a request. */
export function problemsOfRequest({ method, template, query, body }: Asked): string[] {
  const name = `${method} ${template}`;
  const problems = [...query.keys()]
    .filter((key) => !(QUERIES[name] ?? []).includes(key))
    .map((key) => `query ${key} is not known`);
  const parsed = (BODIES[name] ?? z.undefined()).safeParse(body);
  if (!parsed.success)
    problems.push(...parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  if (document === null) return problems;
  const operation = operationOf(method, template);
  const schema = operation.requestBody?.content["application/json"].schema;
  if (schema !== undefined) problems.push(...problemsWith(body, schema, document));
  for (const [key, text] of query) problems.push(...problemsOfQuery(operation, key, text));
  return problems;
}

function problemsOfQuery({ parameters = [] }: Operation, key: string, text: string): string[] {
  const known = parameters.map((parameter) => followed(parameter));
  const parameter = known.find((one) => one["in"] === "query" && one["name"] === key);
  if (parameter === undefined) return [`query ${key} is not documented`];
  const schema = followed(parameter["schema"] as Schema);
  // Query values are text: parsed by their documented type.
  const read: Record<string, (text: string) => unknown> = {
    integer: Number,
    boolean: (word) => (word === "true" ? true : word === "false" ? false : word),
    array: (list) => list.split(","),
  };
  const value = (read[schema["type"] as string] ?? String)(text);
  return problemsWith(value, schema, document).map((problem) => `query ${key}: ${problem}`);
}

/** Returns the differences of an answer to the document. */
export function problemsOfAnswer(method: string, template: string, status: number, body: unknown): string[] {
  if (document === null) return [];
  const { responses } = operationOf(method, template);
  const response = responses[status] ?? (status >= 400 ? responses["default"] : undefined);
  if (response === undefined) return [`status ${status} is not documented`];
  const content = (followed(response)["content"] ?? {}) as Record<string, { schema: Schema }>;
  const [type] = Object.values(content);
  if (type === undefined) return body === undefined ? [] : ["documented without a body"];
  return problemsWith(body, type.schema, document);
}

function operationOf(method: string, template: string): Operation {
  const operation = document?.paths[template]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${method} ${template} is not in ${path}`);
  return operation;
}

const followed = (schema: Schema): Schema =>
  typeof schema["$ref"] === "string" ? resolveRef(schema["$ref"], document) : schema;
