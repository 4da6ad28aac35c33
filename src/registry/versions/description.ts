import { z } from "zod";
import type { ConfusionMatrixItem, TableItem } from "../../items.js";

/** Increased when older versions of Woodshed could not use newly registered versions. */
export const VERSION_FORMAT = 2;

export const DESCRIPTION_FILE = "woodshed.json";

const metrics = z.record(
  z.string(),
  z
    .number()
    .nullable()
    .transform((value) => value ?? Number.NaN),
);

/** The task, as it describes itself. */
const task = z.object({
  name: z.string(),
  summary: z.string(),
  purpose: z.string(),
  output: z.object({ name: z.string(), size: z.int(), meaning: z.string() }),
  properties: z.record(z.string(), z.unknown()),
});

/** `woodshed.json` in a version: its properties and its origin. */
const descriptionSchema = z.object({
  /** Format 1 has labels instead of a task. */
  format: z.literal([1, VERSION_FORMAT]),
  woodshed: z.string(),
  createdAt: z.string(),
  model: z.object({ name: z.string(), numParameters: z.int() }),
  /** null in format 1. */
  task: task.nullable().default(null),
  /** Input: audio at this rate with these channels (`data.channels`); training clips have this length. */
  audio: z.object({
    sampleRateHz: z.number(),
    clipSec: z.number(),
    /** Versions of before 0.2 have none: mono. */
    channels: z.union([z.enum(["mix", "first", "stereo"]), z.int()]).default("mix"),
  }),
  features: z.record(z.string(), z.unknown()),
  /** Metrics of the registered weights: validation at the checkpoint, and the test of the best checkpoint. */
  metrics,
  /** The main table or matrix of an evaluation of these weights; null if there is none, and in format 1. */
  result: z
    .object({
      split: z.string(),
      name: z.string(),
      item: z.custom<TableItem | ConfusionMatrixItem>((item) => typeof item === "object" && item !== null),
    })
    .nullable()
    .default(null),
  lineage: z.object({
    runId: z.string(),
    checkpoint: z.string(),
    step: z.int(),
    configHash: z.string(),
    git: z.object({ sha: z.string(), isDirty: z.boolean() }).nullable(),
    command: z.array(z.string()),
    host: z.string().nullable(),
    data: z.object({
      /** sha256 over the training and validation clips. */
      fingerprint: z.string(),
      numClips: z.int(),
      /** Source of the clips: a folder, a manifest, or the name of a built-in data set. */
      train: z.string(),
      test: z.string().nullable(),
    }),
  }),
  environment: z.object({
    versions: z.record(z.string(), z.string()),
    platform: z.record(z.string(), z.unknown()),
  }),
  /** null without an ONNX file. */
  onnx: z.object({ opset: z.int(), maxDifference: z.number().nullable() }).nullable(),
});

export type VersionDescription = z.infer<typeof descriptionSchema>;

/** Parses a description; returns its problem if it is invalid. */
export function parseDescription(
  text: string,
): { description: VersionDescription } | { newerFormat: number } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: "not readable as JSON" };
  }
  const { format } = (json ?? {}) as { format?: unknown };
  if (typeof format === "number" && format > VERSION_FORMAT) return { newerFormat: format };
  const parsed = descriptionSchema.safeParse(json);
  if (parsed.success) return { description: parsed.data };
  const [issue] = parsed.error.issues;
  return { problem: `${issue!.path.join(".") || "it"}: ${issue!.message}` };
}
