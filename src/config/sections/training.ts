import { z } from "zod";

const earlyStoppingSection = z
  .strictObject({
    patience: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe("Evaluations without improvement after which training stops; null never stops early."),
    metric: z.string().min(1).default("validation/loss").describe("Metric that must improve."),
    mode: z.enum(["min", "max"]).default("min").describe("Whether smaller or larger is better."),
    min_delta: z.number().min(0).default(0).describe("Smallest change that counts as an improvement."),
  })
  .prefault({})
  .describe("Stop when a metric no longer improves.");

const distributedSection = z
  .strictObject({
    backend: z
      .enum(["auto", "gloo", "nccl"])
      .default("auto")
      .describe("Process group's backend; auto is NCCL on GPUs and Gloo on CPUs."),
    world_size: z.int().min(1).default(1).describe("Processes that train together, over all machines."),
    timeout_sec: z
      .number()
      .gt(0)
      .default(600)
      .describe("Seconds that a rank waits for the others before the run fails."),
    hang_warning_sec: z
      .number()
      .gt(0)
      .default(30)
      .describe("Seconds that a rank waits for the others before it is said who waits for whom."),
    sync_batch_norm: z
      .boolean()
      .default(true)
      .describe(
        "Let batch norm go over the clips of all ranks, as one rank would; false takes each rank's own, which needs fewer messages.",
      ),
    bucket_mb: z
      .number()
      .gt(0)
      .default(25)
      .describe("Gradients are summed over the ranks in buckets of so many MiB, while backward goes on."),
    compression: z
      .enum(["none", "fp16", "bf16"])
      .default("none")
      .describe("What gradients travel as; the smaller types halve the traffic and round."),
    gradient_as_bucket_view: z
      .boolean()
      .default(true)
      .describe("Keep gradients inside the buckets, which saves a copy and memory."),
    find_unused_parameters: z
      .boolean()
      .default(false)
      .describe("Search every step for parameters that its forward left out; only for models that do so."),
    static_graph: z
      .boolean()
      .default(false)
      .describe("Promise that every step computes the same graph, which allows for more overlap."),
  })
  .prefault({})
  .describe("Data-parallel training over several processes.");

export const trainingSection = z
  .strictObject({
    epochs: z.int().min(1).default(20).describe("Passes over the training clips."),
    batch_size: z
      .int()
      .min(1)
      .default(64)
      .describe("Clips per optimizer step, over all ranks and accumulation steps together."),
    batch_sec: z
      .number()
      .gt(0)
      .nullable()
      .default(null)
      .describe(
        "Seconds of audio per optimizer step at most, over all ranks, with padding: clips of about the same length share " +
          "a batch, of training.batch_size clips at most, and are padded to its longest instead of data.clip_sec; null for batches of training.batch_size clips.",
      ),
    accumulation_steps: z
      .int()
      .min(1)
      .default(1)
      .describe("Parts that each batch is computed in, to fit a smaller memory; must divide batch_size."),
    device: z
      .enum(["auto", "cpu", "cuda"])
      .default("auto")
      .describe("Where to train; auto takes a GPU when libtorch sees one."),
    threads: z
      .union([z.literal("auto"), z.int().min(1)])
      .default("auto")
      .describe("CPU threads that libtorch computes with; auto follows the CPU cores."),
    precision: z
      .enum(["auto", "fp32", "bf16", "fp16"])
      .default("auto")
      .describe(
        "Arithmetic of the model; auto takes bf16 autocast where the hardware computes it natively. fp16 comes with a gradient scaler.",
      ),
    channels_last: z
      .union([z.literal("auto"), z.boolean()])
      .default("auto")
      .describe("Keep channels innermost in memory, which most convolutions run faster on."),
    label_smoothing: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe("Part of the target spread over all classes."),
    evaluate_every_epochs: z
      .int()
      .min(1)
      .default(1)
      .describe("Epochs from one evaluation to the next; the last epoch is always evaluated."),
    early_stopping: earlyStoppingSection,
    distributed: distributedSection,
  })
  .prefault({})
  .describe("The training loop.");
