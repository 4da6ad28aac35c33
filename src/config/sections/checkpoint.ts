import { z } from "zod";

const mode = () => z.enum(["min", "max"]);
const count = (description: string) => z.int().min(1).optional().describe(description);

const policy = z
  .strictObject({
    every_steps: count("Save after every n steps."),
    every_epochs: count("Save after every n epochs, after their evaluation."),
    every_minutes: z.number().gt(0).optional().describe("Save at the first step after n minutes."),
    best: z.string().min(1).optional().describe("Save when this metric is among the best so far."),
    mode: mode()
      .optional()
      .describe(
        "With best: min if smaller values are better, max if larger ones are; by default inferred from the metric's name, else min.",
      ),
    keep_top: count("With best: number of checkpoints to keep; 1 by default."),
    keep_last: z
      .union([z.literal("all"), z.int().min(1)])
      .optional()
      .describe("With every_...: number of newest checkpoints of this policy to keep; 1 by default."),
    keep_every: count(
      "With every_...: also keep every n-th checkpoint of this policy permanently; none by default.",
    ),
  })
  .describe("One rule for saving and keeping: every_steps, every_epochs, every_minutes or best.");

export const checkpointSection = z
  .strictObject({
    monitor: z
      .string()
      .min(1)
      .default("validation/loss")
      .describe("Metric that decides the best checkpoint, which evaluation and prediction use."),
    mode: mode().default("min").describe("min if smaller values of it are better, max if larger ones are."),
    keep_top: z.int().min(1).default(1).describe("Number of best checkpoints to keep."),
    save: z
      .array(policy)
      .default([{ every_epochs: 1 }])
      .describe("Further rules for saving: when to save, and how many checkpoints to keep."),
    resume: z
      .enum(["never", "auto"])
      .default("never")
      .describe("auto resumes the last run of this recipe if it did not finish; --resume overrides it."),
    on_failed_save: z
      .enum(["warn", "stop"])
      .default("warn")
      .describe(
        "What to do if a checkpoint cannot be written; earlier ones are kept either way. A run that saved nothing at all fails.",
      ),
    export: z
      .enum(["none", "fp32", "fp16", "bf16"])
      .default("fp32")
      .describe(
        "Number type of model.safetensors, the best weights, which is written to the run's folder when training ends; none writes no file.",
      ),
  })
  .prefault({})
  .describe("When to save checkpoints, which ones to keep, and whether to resume.");
