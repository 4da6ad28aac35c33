import type { ClipLoader } from "../data/loader.js";
import type { World } from "../distributed/world.js";
import { TrainingError } from "../errors.js";
import type { Wave } from "../inference/forward.js";
import { BatchNorm } from "../nn/index.js";
import type { Module } from "../nn/module.js";
import { Swa } from "../optim/index.js";
import { keep, noGrad, scope, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { yieldToEventLoop } from "../yield-to-event-loop.js";
import type { TrainingParts } from "./build.js";
import type { TrainStep } from "./step.js";
import { takenTogether } from "./taken-together.js";

/** Weights to average, and the clips that statistics are estimated from. */
export interface EpochAveragingOptions {
  swa: Swa;
  model: Module;
  step: Pick<TrainStep, "forward">;
  loader: Pick<ClipLoader<Wave>, "epoch">;
  world: World;
  /** First epoch whose weights are averaged, counted from 0. */
  fromEpoch: number;
}

/**
 * Averages the weights at the ends of epochs, and estimates the batch-norm statistics of the averaged weights anew: means
 * over the epoch's training batches, as `torch.optim.swa_utils.update_bn`, with dropout off. Batches whose statistics are not
 * finite are left out.
 */
export class EpochAveraging {
  readonly #options: EpochAveragingOptions;
  readonly #swa: Swa;
  readonly #norms: BatchNorm[];

  constructor(options: EpochAveragingOptions) {
    this.#options = options;
    this.#swa = options.swa;
    this.#norms = [...options.model.modules()].filter((module) => module instanceof BatchNorm);
  }

  /**
   * All ranks: updates the average after an epoch, counted from 0. Before the first averaged epoch it is a copy of the
   * weights. Returns false if `signal` stopped it: then nothing has changed.
   */
  async afterEpoch(epoch: number, signal: AbortSignal): Promise<boolean> {
    const numAveraged = Math.max(0, epoch - this.#options.fromEpoch);
    const trained = this.#norms.filter(({ hasFixedStatistics }) => !hasFixedStatistics);
    if (numAveraged === 0 || trained.length === 0) {
      this.#swa.update(numAveraged);
      return true;
    }
    const before = scope(() =>
      [...this.#swa.stateDict()].map(([name, one]) => [name, keep(one.clone())] as const),
    );
    try {
      this.#swa.update(numAveraged);
      const isDone = await this.#swa.inPlace(() => this.#estimate(trained, epoch, signal));
      if (!isDone) this.#swa.loadStateDict(new Map(before));
      return isDone;
    } finally {
      for (const [, tensor] of before) tensor.dispose();
    }
  }

  /** Computes the statistics of the model's present weights, and writes them into the average. */
  async #estimate(norms: readonly BatchNorm[], epoch: number, signal: AbortSignal): Promise<boolean> {
    const { model, step, loader, world } = this.#options;
    const momenta = norms.map(({ momentum }) => momentum);
    const sums = new Float64Array(norms.reduce((sum, { runningMean }) => sum + 2 * runningMean.numel, 1));
    let isComplete = false;
    model.eval();
    for (const norm of norms) Object.assign(norm, { training: true, momentum: 1 });
    try {
      const where = (): string => `batch-norm statistics of epoch ${epoch + 1}`;
      for await (const batch of takenTogether(loader.epoch(epoch, 0), world, where, signal)) {
        clear(norms);
        step.forward(batch, () => addFinite(sums, norms));
        batch.release();
        await yieldToEventLoop();
      }
      isComplete = !world.agree(null, signal.aborted);
    } finally {
      for (const [i, norm] of norms.entries()) norm.momentum = momenta[i]!;
      model.train();
    }
    if (isComplete) this.#write(norms, world.gatherNumbers(sums));
    return isComplete;
  }

  /** Writes the means over the ranks' sums. */
  #write(norms: readonly BatchNorm[], ofRanks: readonly ArrayLike<number>[]): void {
    const total = Array.from(ofRanks[0]!, (_, i) => ofRanks.reduce((sum, sums) => sum + sums[i]!, 0));
    const count = total.pop()!;
    if (count === 0) {
      throw new TrainingError(
        "NOT_FINITE",
        "optimization.swa: the batch-norm statistics of the averaged weights are not finite for any batch; start later with swa.from_epoch, or lower swa.learning_rate",
      );
    }
    const averages = this.#swa.stateDict();
    const names = new Map([...this.#options.model.namedBuffers()].map(([name, buffer]) => [buffer, name]));
    let from = 0;
    for (const buffer of norms.flatMap(({ runningMean, runningVar }) => [runningMean, runningVar])) {
      const mean = Float32Array.from(total.slice(from, from + buffer.numel), (sum) => sum / count);
      scope(() => noGrad(() => void averages.get(names.get(buffer)!)!.copy_(Tensor.from(mean))));
      from += buffer.numel;
    }
  }
}

const statisticsOf = (norms: readonly BatchNorm[]): Tensor[] =>
  norms.flatMap(({ runningMean, runningVar }) => [runningMean, runningVar]);

/** NaN of an earlier batch would remain. */
function clear(norms: readonly BatchNorm[]): void {
  noGrad(() => scope(() => void statisticsOf(norms).map((tensor) => tensor.zero_())));
}

/** Adds the statistics of the last forward pass to the sums, whose last element counts them, if all are finite. */
function addFinite(sums: Float64Array, norms: readonly BatchNorm[]): void {
  const values = ops.cat(statisticsOf(norms).map((tensor) => tensor.to("float64"))).toArray() as Float64Array; // sync
  if (!values.every(Number.isFinite)) {
    clear(norms);
    return;
  }
  for (const [i, value] of values.entries()) sums[i]! += value;
  sums[sums.length - 1]! += 1;
}

/** Returns what averages a run's weights at the ends of epochs; null for a recipe without `optimization.swa`. */
export function createEpochAveraging(
  { ema, ...parts }: TrainingParts,
  options: Omit<EpochAveragingOptions, "swa" | "model" | "step">,
): EpochAveraging | null {
  return ema instanceof Swa ? new EpochAveraging({ ...parts, ...options, swa: ema }) : null;
}
