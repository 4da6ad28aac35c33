import { statSync } from "node:fs";
import { join } from "node:path";
import { CheckpointReader } from "../../checkpoint/index.js";
import type { Config } from "../../config/schema.js";
import type { Clip } from "../../data/clip.js";
import { assertKnown } from "../../data/dataset.js";
import { Loader } from "../../data/loader.js";
import { DataError } from "../../errors.js";
import { ops } from "../../ops/index.js";
import { noGrad, scope } from "../../tensor/index.js";
import type { ClipResults } from "../../train/clip-results.js";
import { clipSamplesOf, loaderOptions } from "../../train/data.js";
import { describeNotFinite, evaluate } from "../../train/evaluate.js";
import { type RestoredModel, restoreModel } from "../../train/restore.js";
import { logitsOf } from "../../train/step.js";

/** One of the two that are compared. */
export interface Candidate {
  /** As it was named. */
  name: string;
  network: RestoredModel;
  config: Config;
  numParameters: number;
  /** Of its weights' file. */
  bytes: number;
}

/** @param folder a run's, a checkpoint's or a version's on this machine */
export function openCandidate(name: string, folder: string): Candidate {
  const network = restoreModel(folder);
  const { weightsFile } = new CheckpointReader(network.folder);
  return {
    name,
    network,
    config: network.config,
    numParameters: network.model.numParameters(),
    bytes: statSync(join(network.folder, weightsFile)).size,
  };
}

/** Runs it on every clip, in their order. @throws DataError for a label that it does not know */
export async function runOn(
  { name, network, config }: Candidate,
  clips: readonly Clip[],
  onBatch: (numClips: number) => void,
  signal?: AbortSignal,
): Promise<ClipResults> {
  assertKnown(clips, network.labels, "--data");
  const loader = new Loader({ ...loaderOptions(config, network.labels), clips });
  try {
    const result = await evaluate({
      ...network,
      loader,
      onBatch,
      ...(signal === undefined ? {} : { signal }),
    });
    if (result.notFinite.length > 0)
      throw new DataError("NOT_FINITE", `${name}: ${describeNotFinite(result, clips)}`);
    return result.clips;
  } finally {
    await loader.close();
  }
}

const WARM_UP = 3;
const NUM_TIMED = 30;

/** Milliseconds of one clip through features and model, medians of turns in which both had the same machine. */
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

function timeOnce({ network, config }: Candidate): number {
  return noGrad(() =>
    scope(() => {
      const silence = ops.zeros([1, clipSamplesOf(config)], { device: network.hardware.device });
      const startMs = performance.now();
      logitsOf(network, silence).toFloat32Array(); // sync
      return performance.now() - startMs;
    }),
  );
}

export function closeCandidate({ network }: Candidate): void {
  network.model.dispose();
  network.features.dispose();
}
