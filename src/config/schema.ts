/**
 * Schema of a recipe: the source of types, validation, `woodshed config keys` and the editor's JSON Schema.
 * Keys are snake_case, unknown ones are refused, and every key has a description.
 */
import { z } from "zod";
import type { Frozen, OwnInput } from "../components/component.js";
import { checkpointSection } from "./sections/checkpoint.js";
import { frontEndSection, modelSection, taskSection } from "./sections/components.js";
import { dataSection } from "./sections/data.js";
import { optimizationSection } from "./sections/optimization.js";
import { profilingSection } from "./sections/profiling.js";
import { loggingSection } from "./sections/recording.js";
import { registrySection } from "./sections/registry.js";
import { trainingSection } from "./sections/training.js";

/** A run's name is part of its folder's name and of W&B's run id, so it is short and plain. */
export const RUN_NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
export const RUN_NAME_WORDS =
  "text of 1 to 40 letters, digits, dots, dashes or underscores, the first a letter or digit";

/** Where runs are made, and looked for, unless another folder is named. */
export const DEFAULT_RUNS_DIR = "runs";

export const configSchema = z.strictObject({
  name: z
    .string()
    .regex(RUN_NAME_PATTERN)
    .describe("Name of the run and prefix of its folder's name; by default the recipe's file name."),
  seed: z
    .int()
    .min(0)
    .default(0)
    .describe("Seed of all random numbers; the same seed on the same machine gives the same results."),
  runs_dir: z
    .string()
    .min(1)
    .default(DEFAULT_RUNS_DIR)
    .describe("Folder in which each run creates its own folder, relative to the current working directory."),
  task: taskSection,
  data: dataSection,
  front_end: frontEndSection,
  model: modelSection,
  training: trainingSection,
  optimization: optimizationSection,
  checkpoint: checkpointSection,
  logging: loggingSection,
  profiling: profilingSection,
  registry: registrySection,
});

/** A resolved, read-only configuration with all keys. */
export type Config = Frozen<z.infer<typeof configSchema>>;

type Input = Partial<z.input<typeof configSchema>>;

/** A section in which keys may name a module of the user's, as `own-places.ts` lists them. */
type WithOwn<Section, Key extends string> = Section extends OwnInput | undefined
  ? Section
  : Omit<Section, Key> & { [K in Key & keyof Section]?: Section[K] | OwnInput };

/** Keys that a recipe may set. */
export interface ConfigInput extends Omit<Input, "task" | "data" | "optimization"> {
  task?: WithOwn<Input["task"], "loss">;
  data?: WithOwn<NonNullable<Input["data"]>, "dataset">;
  optimization?: WithOwn<NonNullable<Input["optimization"]>, "optimizer" | "schedule">;
}
