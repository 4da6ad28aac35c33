import { numChannelsOf } from "../audio/sample-format.js";
import type { Config } from "../config/schema.js";
import type { Dataset } from "../data/dataset.js";
import { rowsAt, type TargetTable } from "../data/targets.js";
import type { Hardware } from "../inference/hardware.js";
import { clipSamplesOf } from "../inference/loaders.js";
import { openSession } from "../inference/session.js";
import { addon } from "../tensor/addon.js";
import { buildParts, type TrainingParts } from "../train/build.js";

/** Cost of steps of one batch size. */
export interface StepCost {
  batchSize: number;
  ms: number;
  /** The fastest step: the least disturbed one. */
  leastMs: number;
  /** Peak tensor memory. */
  peakBytes: number;
}

/** Samples that repeat: a large batch for a GPU would take a minute to compute one by one. */
const PATTERN = Float32Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1000) / 1000 - 0.5);

/** Runs a recipe's optimizer step on synthetic full-length clips, at any batch size, to find what fits and what is fast. */
export class StepBench implements Disposable {
  readonly #config: Config;
  readonly #hardware: Hardware;
  readonly #parts: TrainingParts & Disposable;
  /** Targets of real clips; the audio is synthetic. */
  readonly #targets: TargetTable;
  readonly #numClips: number;
  #numDone = 0;

  constructor(config: Config, data: Dataset, hardware: Hardware) {
    this.#config = config;
    this.#hardware = hardware;
    // Each size would have a graph, with memory of its own.
    const session = openSession(config, data, { ...hardware, usesGraphs: false });
    this.#targets = session.task.targetsOf(data.train);
    this.#numClips = data.train.length;
    this.#parts = buildParts(session);
    this.#parts.model.train();
    // In the last epoch the fewest parameters are frozen, and a step costs most.
    this.#parts.step.beginEpoch(config.training.epochs - 1);
  }

  get numParameters(): number {
    return this.#parts.model.numParameters();
  }

  /** @throws TrainingError with code OUT_OF_MEMORY if the batch does not fit */
  async run(batchSize: number, numSteps: number, signal: AbortSignal): Promise<StepCost> {
    const { device } = this.#hardware;
    const { step } = this.#parts;
    const { accumulation_steps: numMicroBatches } = this.#config.training;
    const numChannels = numChannelsOf(this.#config.data.channels);
    const samples = numChannels * clipSamplesOf(this.#config);
    const wave = repeated(PATTERN, batchSize * samples);
    const indices = Int32Array.from({ length: batchSize }, (_, i) => i % this.#numClips);
    const targets = rowsAt(this.#targets, indices);
    const size = Math.ceil(batchSize / numMicroBatches);
    const parts = [];
    for (let left = batchSize; left > 0; left -= size)
      parts.push({ size: Math.min(size, left), numCopies: 1 });
    const batch = {
      wave,
      numChannels,
      targets,
      indices,
      repeats: null,
      size: batchSize,
      parts,
      globalSize: batchSize,
    };
    addon.resetPeakMemory(device);
    const times: number[] = [];
    for (let i = 0; i < numSteps; i++) {
      const startMs = performance.now();
      await step.run(batch, this.#numDone++, 0, () => `a step of ${batchSize} clips`, signal);
      if (device !== "cpu") step.means.take(() => "a measured step"); // sync
      times.push(performance.now() - startMs);
    }
    const memory = addon.memoryStats(device);
    // The first step allocates buffers and chooses kernels.
    const steady = times.length > 1 ? times.slice(1) : times;
    return {
      batchSize,
      leastMs: Math.min(...steady),
      ms: steady.toSorted((a, b) => a - b)[Math.floor(steady.length / 2)]!,
      peakBytes: memory.peakTensorBytes ?? memory.peakAllocatedBytes ?? 0,
    };
  }

  [Symbol.dispose](): void {
    this.#parts[Symbol.dispose]();
  }
}

/** Returns `length` values that repeat a pattern. */
function repeated(pattern: Float32Array, length: number): Float32Array {
  const values = new Float32Array(length);
  values.set(pattern.subarray(0, length));
  for (let done = pattern.length; done < length; done *= 2) values.copyWithin(done, 0, done);
  return values;
}
