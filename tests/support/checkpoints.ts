import {
  type CheckpointContent,
  CheckpointReader,
  CheckpointWriter,
  policiesOf,
} from "../../src/checkpoint/index.js";
import { parseConfig } from "../../src/config/load.js";
import type { CheckpointError } from "../../src/errors.js";
import { keep, Tensor } from "../../src/tensor/index.js";

export const RUN_ID = "run";

export function configWith(checkpoint: Record<string, unknown> = {}) {
  return parseConfig({ data: { train: "x" }, checkpoint });
}

/** A small checkpoint whose only weight is its step. */
export function contentOf(
  step: number,
  metrics: Record<string, number> = {},
  runId = RUN_ID,
): CheckpointContent {
  return {
    manifest: {
      runId,
      trackerIds: {},
      position: { step, epoch: step, batch: 0 },
      metrics,
      metricsStep: step,
      best: null,
      stopping: { best: null, numBad: 0 },
      means: { numClips: 0, numSteps: 0 },
      labels: ["a", "b"],
      numbers: {},
      calibration: null,
      data: { fingerprint: "", numClips: 2 },
      worldSize: 1,
      platform: { device: "cpu", precision: "fp32", channelsLast: true, threads: 1, libtorch: "2.13.0" },
      randomVersion: 2,
      config: configWith(),
      code: {},
    },
    files: new Map([
      ["model.safetensors", new Map([["w", keep(Tensor.from([step]))]])],
      ["training.safetensors", new Map([["optimizer.step.0", keep(Tensor.from([step]))]])],
    ]),
  };
}

export function openWriter(
  folder: string,
  options: {
    checkpoint?: Record<string, unknown>;
    resumedFrom?: CheckpointReader | null;
    onFailure?: (error: CheckpointError) => void;
  } = {},
): CheckpointWriter {
  return new CheckpointWriter({
    folder,
    runId: RUN_ID,
    policies: policiesOf(configWith(options.checkpoint).checkpoint),
    resumedFrom: options.resumedFrom ?? null,
    onFailure:
      options.onFailure ??
      ((error) => {
        throw error;
      }),
  });
}

/** Reads the step back from a checkpoint's only weight. */
export function stepIn(folder: string): number {
  return new CheckpointReader(folder).verify().tensors("model.safetensors").get("w")!.item();
}
