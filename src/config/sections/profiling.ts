import { z } from "zod";

export const profilingSection = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe(
        "Record traces of some steps, for Perfetto; the times of each step's stages are always recorded.",
      ),
    wait_steps: z.int().min(0).default(10).describe("Steps before a trace begins to warm up."),
    prepare_steps: z
      .int()
      .min(0)
      .default(2)
      .describe("Steps in which the profiler warms up without recording."),
    active_steps: z.int().min(1).max(1000).default(3).describe("Steps in one trace."),
    repeat: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .describe("Number of traces; each waits, warms up and records."),
    shapes: z
      .boolean()
      .default(true)
      .describe(
        "Record the shapes of operators' inputs, which are needed to count floating-point operations.",
      ),
    memory: z
      .boolean()
      .default(true)
      .describe("Record allocations and frees of memory, and the module that made them."),
    stacks: z
      .boolean()
      .default(false)
      .describe("Record the source lines that call each operator; traced steps take several times longer."),
    max_mb: z
      .number()
      .min(1)
      .default(200)
      .describe("Largest size of a trace in MB, uncompressed; a trace that would exceed it ends early."),
    system_metrics_sec: z
      .number()
      .min(0.1)
      .nullable()
      .default(10)
      .describe("Seconds between measurements of CPU, memory, disk, network and GPUs; null turns them off."),
    memory_limit_gb: z
      .number()
      .gt(0)
      .nullable()
      .default(null)
      .describe(
        "Largest memory of tensors on the CPU in GB; a run that exceeds it ends with an explanation, before the system kills it. null for no limit.",
      ),
  })
  .prefault({})
  .describe("Traces and system metrics.");
