/** Sections that name a component: its name, and its options beside it. */
import { z } from "zod";
import { FEATURE_AUGMENTATIONS } from "../../augment/features/options.js";
import {
  AUGMENTATIONS,
  type AugmentationChoice,
  type AugmentationInput,
  augmentationShared,
} from "../../augment/options.js";
import type { ComponentTable, Frozen, Named, OwnChoice, OwnInput } from "../../components/component.js";
import type { Kind } from "../../components/definition.js";
import { FRONT_ENDS } from "../../front-ends/options.js";
import { MODELS } from "../../models/options.js";
import { TASKS } from "../../tasks/options.js";

/** Options of every model. */
const weights = {
  init_from: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      "Initial weights: the folder of a run, a checkpoint or a Hugging Face model, or a file, .safetensors, .pth, .pt or .bin; --init-from sets it. null is random weights.",
    ),
  init_keys: z
    .array(z.string().min(1))
    .min(1)
    .default(["*"])
    .describe(
      'Names of the weights to load from init_from, with * for any text; a pattern that begins with "!" excludes its matches.',
    ),
};

/** A section that names a component. */
export interface ComponentSection {
  /** Components by name. */
  table: ComponentTable;
  defaultName: string;
  /** Options that the section has with every component. */
  shared: z.ZodRawShape;
  /** The kind that a module of the user's must define. */
  kind: Kind;
}

export const COMPONENT_SECTIONS: Readonly<Record<string, ComponentSection>> = {
  task: { table: TASKS, defaultName: "classification", shared: {}, kind: "task" },
  front_end: { table: FRONT_ENDS, defaultName: "log_mel", shared: {}, kind: "front_end" },
  model: { table: MODELS, defaultName: "cnn", shared: weights, kind: "model" },
};

/** Keys that hold a value of the schema, or name a module of the user's with its options. */
export const OWN_VALUES: Readonly<Record<string, Kind>> = {
  "task.loss": "loss",
  "data.dataset": "dataset",
  "optimization.optimizer": "optimizer",
  "optimization.schedule": "schedule",
};

/** Returns the schema of a section: the options of the component that its `name` says. */
function sectionOf<Choice>(section: string, nameText: string) {
  const { table, defaultName, shared } = COMPONENT_SECTIONS[section]!;
  const [first, ...others] = Object.entries(table).map(([name, { options }]) => {
    const literal = name === defaultName ? z.literal(name).default(name) : z.literal(name);
    return z.strictObject({ name: literal.describe(nameText), ...options.shape, ...shared });
  });
  const union = z.discriminatedUnion("name", [first!, ...others]).prefault({ name: defaultName });
  return union as unknown as z.ZodType<Choice, Partial<Exclude<Choice, OwnChoice>> | OwnInput>;
}

export const taskSection = sectionOf<Named<typeof TASKS> | OwnChoice>(
  "task",
  "Task to learn: classification predicts one label for each clip, tagging several labels or none, regression one or more numbers, detection the events in it with their times.",
).describe("What the model learns to predict.");

export const frontEndSection = sectionOf<Named<typeof FRONT_ENDS> | OwnChoice>(
  "front_end",
  "Front end, by the name of its folder in src/front-ends.",
).describe("Features of the sound, computed on the training device: the model's input.");

export const modelSection = sectionOf<
  (Named<typeof MODELS> | OwnChoice) & Frozen<z.output<z.ZodObject<typeof weights>>>
>("model", "Architecture, by its name in docs/models.md.").describe("The model.");

const named = Object.entries({ ...AUGMENTATIONS, ...FEATURE_AUGMENTATIONS }).map(([name, { options }]) =>
  z.strictObject({
    name: z.literal(name).describe("Augmentation, by its name in docs/augmentation.md."),
    ...augmentationShared,
    ...options.shape,
  }),
);

/** The list of augmentations. Own ones are undefined here: `own-places.ts` parses them by their own schema. */
export const augmentationsKey = (
  z.array(z.discriminatedUnion("name", named as [(typeof named)[number]]).optional()) as unknown as z.ZodType<
    AugmentationChoice[],
    AugmentationInput[]
  >
)
  .default([])
  .describe(
    "Random changes to training clips, in this order, such as {name: gain, gain_db: [-6, 6], probability: 0.5}, or a module of your own, {use: ./noise.ts, level: 0.1}.",
  );
