import { z } from "zod";

/** Increased when older versions of Woodshed could not use newly registered versions. */
export const VERSION_FORMAT = 1 as const;

export const DESCRIPTION_FILE = "woodshed.json";

const metrics = z.record(
  z.string(),
  z
    .number()
    .nullable()
    .transform((value) => value ?? Number.NaN),
);

/** `woodshed.json` in a version: its properties and its origin. */
const descriptionSchema = z.object({
  format: z.literal(VERSION_FORMAT),
  woodshed: z.string(),
  createdAt: z.string(),
  model: z.object({ name: z.string(), numParameters: z.int() }),
  labels: z.array(z.string()),
  /** Input: mono audio at this rate; training clips have this length. */
  audio: z.object({ sampleRateHz: z.number(), clipSec: z.number() }),
  features: z.record(z.string(), z.unknown()),
  /** Metrics of the registered weights: validation at the checkpoint, and the test of the best checkpoint. */
  metrics,
  confusion: z.object({ split: z.string(), counts: z.array(z.array(z.number())) }).nullable(),
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
