import { z } from "zod";

export const profilingSection = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe(
        "Record traces of some steps, which open in Perfetto; where each step's time goes is recorded always.",
      ),
    wait_steps: z.int().min(0).default(10).describe("Steps before a trace begins to warm up."),
    prepare_steps: z
      .int()
      .min(0)
      .default(2)
      .describe("Steps with the profiler ready but not recording, for what its first use costs."),
    active_steps: z.int().min(1).max(1000).default(3).describe("Steps in one trace."),
    repeat: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .describe("Traces to record: waiting, warming up and recording again."),
    shapes: z
      .boolean()
      .default(true)
      .describe("Record the shapes of operators' inputs, which floating-point operations are computed from."),
    memory: z
      .boolean()
      .default(true)
      .describe("Record when memory is taken and given back, and by which module."),
    stacks: z
      .boolean()
      .default(false)
      .describe(
        "Record the lines of source that call each operator; it slows the traced steps several times.",
      ),
    max_mb: z
      .number()
      .min(1)
      .default(200)
      .describe("A trace ends early before it grows beyond so many MB, uncompressed."),
    system_metrics_sec: z
      .number()
      .min(0.1)
      .nullable()
      .default(10)
      .describe(
        "Seconds from one reading of CPU, memory, disk, network and GPUs to the next; null for none.",
      ),
    memory_limit_gb: z
      .number()
      .gt(0)
      .nullable()
      .default(null)
      .describe(
        "GB that tensors on the CPU may take; beyond it the run ends with an explanation instead of by the system. null for no limit.",
      ),
  })
  .prefault({})
  .describe("What is measured while training.");
