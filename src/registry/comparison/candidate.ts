import { statSync } from "node:fs";
import { join } from "node:path";
import { CheckpointReader } from "../../checkpoint/index.js";
import type { Config } from "../../config/schema.js";
import type { Clip } from "../../data/clip.js";
import { DataError } from "../../errors.js";
import { describeNotFinite, evaluate } from "../../evaluation/evaluate.js";
import { logitsOf } from "../../inference/forward.js";
import { clipSamplesOf, evaluationLoader } from "../../inference/loaders.js";
import { type RestoredModel, restoreModel } from "../../inference/restore.js";
import { waveShape } from "../../inference/sample-format.js";
import type { EvaluationRecord } from "../../tasks/task.js";
import { noGrad, scope } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";

/** One of the two compared models. */
export interface Candidate {
  /** The name that the user gave. */
  name: string;
  model: RestoredModel;
  config: Config;
  numParameters: number;
  /** Size of its weights' file. */
  bytes: number;
}

/** @param folder of a run, a checkpoint or a downloaded version */
export function openCandidate(name: string, folder: string): Candidate {
  const model = restoreModel(folder);
  const { weightsFile } = new CheckpointReader(model.folder);
  return {
    name,
    model,
    config: model.config,
    numParameters: model.model.numParameters(),
    bytes: statSync(join(model.folder, weightsFile)).size,
  };
}

/** Runs the model on every clip, in order. All labels must be among the model's. */
export async function runOn(
  { name, model, config }: Candidate,
  clips: readonly Clip[],
  onProgress: (numDone: number) => void,
  signal?: AbortSignal,
): Promise<EvaluationRecord> {
  const loader = evaluationLoader(config, clips, model.task.targetsOf(clips));
  try {
    const result = await evaluate({
      ...model,
      loader,
      onProgress,
      ...(signal === undefined ? {} : { signal }),
    });
    if (result.notFinite.length > 0)
      throw new DataError("NOT_FINITE", `${name}: ${describeNotFinite(result, clips, model.task)}`);
    return result.record;
  } finally {
    await loader.close();
  }
}

const WARM_UP = 3;
const NUM_TIMED = 30;

/** Milliseconds of one clip through features and model: medians of alternating measurements. */
export function latencies(a: Candidate, b: Candidate): { a: number; b: number } {
  const times = { a: [] as number[], b: [] as number[] };
  for (let turn = 0; turn < WARM_UP + NUM_TIMED; turn++) {
    for (const [key, candidate] of [
      ["a", a],
      ["b", b],
    ] as const) {
      const ms = timeOnce(candidate);
      if (turn >= WARM_UP) times[key].push(ms);
    }
  }
  const median = (values: number[]): number => values.sort((x, y) => x - y)[Math.floor(values.length / 2)]!;
  return { a: median(times.a), b: median(times.b) };
}

function timeOnce({ model, config }: Candidate): number {
  return noGrad(() =>
    scope(() => {
      const silence = ops.zeros(waveShape(config, 1, clipSamplesOf(config)), {
        device: model.hardware.device,
      });
      const startMs = performance.now();
      logitsOf(model, silence).toFloat32Array(); // sync
      return performance.now() - startMs;
    }),
  );
}

export function closeCandidate({ model }: Candidate): void {
  model.model.dispose();
  model.frontEnd.dispose();
}
