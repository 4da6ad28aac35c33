import { z } from "zod";
import { addedKey } from "../../components/added-keys.js";

const earlyStoppingSection = z
  .strictObject({
    patience: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        "Number of evaluations without improvement after which training stops; null never stops early.",
      ),
    metric: z.string().min(1).default("validation/loss").describe("Metric that must improve."),
    mode: z
      .enum(["min", "max"])
      .default("min")
      .describe("min if smaller values are better, max if larger ones are."),
    min_delta: z.number().min(0).default(0).describe("Smallest change that counts as an improvement."),
  })
  .prefault({})
  .describe("Stop when a metric no longer improves.");

const distributedSection = z
  .strictObject({
    backend: z
      .enum(["auto", "gloo", "nccl"])
      .default("auto")
      .describe("Backend of the process group; auto is NCCL on GPUs and Gloo on CPUs."),
    world_size: z.int().min(1).default(1).describe("Number of ranks, over all machines."),
    timeout_sec: z
      .number()
      .gt(0)
      .default(600)
      .describe("Seconds that a rank waits for the others before the run fails."),
    hang_warning_sec: z.number().gt(0).default(30).describe("Seconds before stalled ranks are reported."),
    sync_batch_norm: z
      .boolean()
      .default(true)
      .describe(
        "Synchronize batch norm over the clips of all ranks, equal to one rank; false uses each rank's own clips, with less communication.",
      ),
    bucket_mb: z
      .number()
      .gt(0)
      .default(25)
      .describe("Bucket size in MiB for summing gradients over the ranks during backward."),
    compression: z
      .enum(["none", "fp16", "bf16"])
      .default("none")
      .describe("Number type of communicated gradients; fp16 and bf16 halve the traffic and round."),
    gradient_as_bucket_view: z
      .boolean()
      .default(true)
      .describe("Store gradients inside the buckets, which saves a copy and memory."),
    find_unused_parameters: z
      .boolean()
      .default(false)
      .describe(
        "Search each step for parameters that its forward does not use; for models that leave some out.",
      ),
    static_graph: z
      .boolean()
      .default(false)
      .describe("Assume that every step computes the same graph, which allows more overlap."),
  })
  .prefault({})
  .describe("Data-parallel training on several ranks.");

export const trainingSection = z
  .strictObject({
    epochs: z.int().min(1).default(20).describe("Number of passes over the training clips."),
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
        "Most seconds of audio per optimizer step, over all ranks, including padding: clips of similar length share a batch " +
          "of at most training.batch_size clips, and are padded to its longest clip instead of data.clip_sec; null for batches of training.batch_size clips.",
      ),
    batch_shapes: addedKey(
      z
        .int()
        .min(2)
        .nullable()
        .default(null)
        .describe(
          "Largest number of shapes (clips, length) of batches by duration: each shape has a fixed number of clips, which are padded to the longest of all its batches. " +
            "8 or fewer have a CUDA graph each; null pads each batch to its own longest clip, in any number of shapes.",
        ),
    ),
    accumulation_steps: z
      .int()
      .min(1)
      .default(1)
      .describe(
        "Number of parts that each batch is computed in, to use less memory; must divide batch_size.",
      ),
    device: z
      .enum(["auto", "cpu", "cuda"])
      .default("auto")
      .describe("Device to train on; auto is a GPU if libtorch finds one."),
    threads: z
      .union([z.literal("auto"), z.int().min(1)])
      .default("auto")
      .describe("Number of CPU threads for libtorch; auto follows the CPU cores."),
    precision: z
      .enum(["auto", "fp32", "bf16", "fp16"])
      .default("auto")
      .describe(
        "Precision of the model's arithmetic; auto is bf16 autocast where the hardware supports it natively, else fp32. fp16 uses a gradient scaler.",
      ),
    channels_last: z
      .union([z.literal("auto"), z.boolean()])
      .default("auto")
      .describe("Store channels innermost in memory, which makes most convolutions faster."),
    deterministic: addedKey(
      z
        .boolean()
        .default(true)
        .describe(
          "On GPUs, use algorithms that always sum in the same order, so that a repeated or resumed run has the same bits; an operator without one is named in a warning.",
        ),
    ),
    tf32: addedKey(
      z
        .enum(["none", "convolutions", "all"])
        .default("convolutions")
        .describe(
          "Where a GPU multiplies fp32 in TF32, which has 10 bits of the fraction: nowhere, in convolutions and recurrent layers as PyTorch does, or in matrix products too, also those of the front end.",
        ),
    ),
    cudnn_search: addedKey(
      z
        .boolean()
        .default(false)
        .describe(
          "Let cuDNN measure its algorithms for each new shape; the choice, and with it the last bits, can differ from run to run.",
        ),
    ),
    cuda_graphs: addedKey(
      z
        .enum(["auto", "off"])
        .default("auto")
        .describe(
          "Capture a training step on a GPU once for each shape, and launch it by one call: the same bits, in less time for small models. Steps that cannot be captured run operator by operator, with a note that says why.",
        ),
    ),
    dropout_masks: z
      .enum(["by_clip", "by_rank"])
      .default("by_clip")
      .describe(
        "Random numbers of dropout: by_clip draws a clip's mask from seed, step and clip, so that any number of ranks trains with the same masks; by_rank draws them from a generator of each rank, as PyTorch does.",
      ),
    evaluate_every_epochs: z
      .int()
      .min(1)
      .default(1)
      .describe("Evaluate after every n epochs, and after the last one."),
    early_stopping: earlyStoppingSection,
    distributed: distributedSection,
  })
  .prefault({})
  .describe("The training loop.");
