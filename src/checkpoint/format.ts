import { z } from "zod";
import { upgradeRecorded } from "../config/recorded.js";
import type { Config } from "../config/schema.js";
import type { Values } from "../config/values.js";

/** Increased when a reader of this version could not understand what a newer one wrote. */
export const CHECKPOINT_VERSION = 2 as const;

export { EMA_FILE, MANIFEST_FILE, MODEL_FILE, TRAINING_FILE } from "./file-names.js";

const count = z.int().min(0);

/** Position of the training: what the next step starts from. */
const position = z.object({
  /** Optimizer steps done. */
  step: count,
  /** The current epoch, from 0. */
  epoch: count,
  /** Its batches that are done; all of them if only its evaluation is left. */
  batch: count,
});

/** The platform that a run's bits depend on besides its configuration; every `auto` resolved. */
const numbersByName = z.record(z.string(), z.array(z.number()).readonly());

/** Sums over an epoch so far; older checkpoints have `numRight` as the only statistic. */
const epochSums = z.union([
  z.object({ loss: z.number(), statistics: z.array(z.number()).readonly(), numClips: z.number() }),
  z
    .object({ loss: z.number(), numRight: z.number(), numClips: z.number() })
    .transform(({ numRight, ...rest }) => ({ ...rest, statistics: [numRight] })),
]);

const platform = z.object({
  device: z.string(),
  precision: z.string(),
  channelsLast: z.boolean(),
  threads: z.int(),
  libtorch: z.string(),
});

/** The entries of `checkpoint.json` that every checkpoint has. */
const commonSchema = z.object({
  /** Version 1 has other names of weights and of configuration keys; see version-1.ts and config/recorded.ts. */
  version: z.literal([1, CHECKPOINT_VERSION]),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  runId: z.string(),
  /** The run's id at each tracker that has one of its own, by the tracker's name. */
  trackerIds: z.record(z.string(), z.string()),
  position,
  /** Metrics of the last evaluation; of this state if `metricsStep` is its step. null stands for NaN. */
  metrics: z.record(
    z.string(),
    z
      .number()
      .nullable()
      .transform((value) => value ?? Number.NaN),
  ),
  /** null before the first evaluation. */
  metricsStep: count.nullable(),
  /** Ids of the policies that this checkpoint was saved for; empty after a stop or a crash. */
  savedFor: z.array(z.string()),
  /** Saves of each policy so far, by its id. */
  saves: z.record(z.string(), count),
  /** Number of ranks. */
  worldSize: z.int().min(1),
  /** `RANDOM_VERSION` of data/random.ts; absent in older checkpoints. */
  randomVersion: z.int().default(1),
  /** Sizes and checksums (CRC-32 in hex) of the files in the checkpoint's folder, by name. */
  files: z.record(
    z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/),
    z.object({ bytes: count, crc32: z.string() }),
  ),
});

/** The entries that checkpoints of a recipe's run have in addition. */
const recipeSchema = z.object({
  /** The best value of the monitored metric so far; null before the first evaluation. */
  best: z.number().nullable(),
  /** Evaluations since early stopping's metric last improved, and the value to beat. */
  stopping: z.object({ best: z.number().nullable(), numBad: count }),
  /** State of the schedule plateau; absent for others. */
  plateau: z
    .object({ scale: z.number(), best: z.number().nullable(), numBad: count, cooldown: count })
    .optional(),
  /** Clips and steps behind the sums in `training.safetensors`; the epoch's sums, absent in older checkpoints. */
  means: z.object({
    numClips: count,
    numSteps: count,
    epoch: epochSums.optional(),
  }),
  /** NFC, as the data's are. */
  labels: z.array(z.string().normalize()).readonly(),
  /** Other numbers that the task fitted to the training clips, and to the validation clips (null for none). */
  numbers: numbersByName.default({}),
  calibration: numbersByName.nullable().default(null),
  /** sha256 over the training and validation clips in order, and their number. */
  data: z.object({
    fingerprint: z.string(),
    numClips: count,
    /** sha256 over the files that augmentations mix in, if there are any. */
    augmentationFiles: z.string().exactOptional(),
    /** Number and shapes of training batches, if training.batch_shapes bounds them: what the order of clips is cut by. */
    batchShapes: z.string().exactOptional(),
    /** The clips that were left out (data.on_bad_clip); see data/examination/. */
    examination: z
      .object({
        listing: z.string(),
        bad: z
          .array(
            z.object({
              place: count,
              problem: z.string().nullable(),
              sampleRateHz: count,
              numFrames: count,
              notFinite: z.array(z.tuple([count, count]).readonly()).readonly(),
            }),
          )
          .readonly(),
      })
      .exactOptional(),
  }),
  platform,
  /** Checked when it is used; missing keys get their defaults then. */
  config: z
    .custom<Config>((value) => typeof value === "object" && value !== null)
    .transform((config) => upgradeRecorded(config as Values) as unknown as Config),
  /** Modules of the user's that the configuration names, by the sha256 of their code: text, which needs trust to run. */
  code: z.record(z.string(), z.object({ module: z.string(), code: z.string(), map: z.string() })).default({}),
});

/** The entries that checkpoints of a loop of one's own have in addition (loops/checkpoints.ts). */
const loopSchema = z.object({
  /** The metric whose best checkpoint is called `best`; null for none. */
  monitor: z.object({ metric: z.string(), mode: z.enum(["min", "max"]) }).nullable(),
  /** The loop's own data; null for none. */
  json: z.json(),
});

const RECIPE_MANIFEST = z.object({ ...commonSchema.shape, ...recipeSchema.shape });
const LOOP_MANIFEST = z.object({ ...commonSchema.shape, ...loopSchema.shape });

export type Position = z.infer<typeof position>;
export type Platform = z.infer<typeof platform>;
type RecipeEntries = z.infer<typeof recipeSchema>;
type LoopEntries = z.infer<typeof loopSchema>;
/** Any JSON value. */
export type Json = LoopEntries["json"];

/** `checkpoint.json`, everything in a checkpoint but the tensors: that of a recipe's run, or of a loop of one's own. */
export type CheckpointManifest = z.infer<typeof commonSchema> & Partial<RecipeEntries> & Partial<LoopEntries>;
/** The manifest of a recipe's run. */
export type RecipeManifest = z.infer<typeof commonSchema> & RecipeEntries;

/** Returns whether a checkpoint is of a recipe's run. */
export function hasRecipe(manifest: CheckpointManifest): manifest is RecipeManifest {
  return manifest.config !== undefined;
}

/** Returns the manifest, or its problem: a newer version, or a description. */
export function parseManifest(
  text: string,
): { manifest: CheckpointManifest } | { newerVersion: number } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: "not readable as JSON" };
  }
  const { version } = (json ?? {}) as { version?: unknown };
  if (typeof version === "number" && version > CHECKPOINT_VERSION) return { newerVersion: version };
  const parsed = (isOfLoop(json) ? LOOP_MANIFEST : RECIPE_MANIFEST).safeParse(json);
  if (parsed.success) return { manifest: parsed.data };
  const [issue] = parsed.error.issues;
  return { problem: `not a checkpoint's manifest: ${issue!.path.join(".") || "it"}: ${issue!.message}` };
}

/** Loops write `monitor`, also without one; recipes write `config`. */
function isOfLoop(json: unknown): boolean {
  return typeof json === "object" && json !== null && "monitor" in json && !("config" in json);
}
