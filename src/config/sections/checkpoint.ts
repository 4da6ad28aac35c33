import { z } from "zod";

const mode = () => z.enum(["min", "max"]);
const count = (what: string) => z.int().min(1).optional().describe(what);

const policy = z
  .strictObject({
    every_steps: count("Save after every so many steps."),
    every_epochs: count("Save after every so many epochs, evaluation included."),
    every_minutes: z.number().gt(0).optional().describe("Save at the first step after so many minutes."),
    best: z.string().min(1).optional().describe("Save when this metric is among its best."),
    mode: mode()
      .optional()
      .describe(
        "Whether smaller or larger is better, with best; by default what the metric's name says, else min.",
      ),
    keep_top: count("Checkpoints to keep, with best; 1 by default."),
    keep_last: z
      .union([z.literal("all"), z.int().min(1)])
      .optional()
      .describe("Newest checkpoints of this policy to keep, with every_...; 1 by default."),
    keep_every: count(
      "Keep every so many-th checkpoint of this policy for ever, with every_...; none by default.",
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
    mode: mode().default("min").describe("Whether smaller or larger is better."),
    keep_top: z.int().min(1).default(1).describe("Best checkpoints to keep."),
    save: z
      .array(policy)
      .default([{ every_epochs: 1 }])
      .describe("When to save besides that, and how many to keep; each entry is a rule of its own."),
    resume: z
      .enum(["never", "auto"])
      .default("never")
      .describe("auto goes on with the last run of this recipe if it did not finish; --resume overrides it."),
    on_failed_save: z
      .enum(["warn", "stop"])
      .default("warn")
      .describe("What to do when a checkpoint cannot be written; the ones before are kept either way."),
    export: z
      .enum(["none", "fp32", "fp16", "bf16"])
      .default("fp32")
      .describe("Write the best weights alone to model.safetensors in the run's folder when training ends."),
  })
  .prefault({})
  .describe("When training is saved, what is kept, and whether a restart goes on from it.");
