import type { World } from "../distributed/world.js";
import type { Task } from "../tasks/task.js";
import { type Device, keep, scope, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { assertFinite } from "./not-finite.js";

/** Means of a logging window: the steps since they were last taken. */
export interface StepMeans {
  loss: number;
  /** Means of the statistics that the task declares, by name. */
  statistics: Readonly<Record<string, number>>;
  gradientNorm: number;
  /** Clips that the means are over. */
  numClips: number;
}

/** Means over the clips of an epoch. */
export type EpochMeans = Pick<StepMeans, "loss" | "statistics">;

/** Sums over the clips of the logging windows of an epoch so far, over all ranks. */
export interface EpochSums {
  loss: number;
  /** In the order in which the task declares them. */
  statistics: readonly number[];
  numClips: number;
}

/** Counts behind the next means, and the epoch's sums. */
export interface MeansCounts {
  /** Clips since the means were last taken. */
  numClips: number;
  /** Steps with an update since then. */
  numSteps: number;
  /** undefined in the middle of an epoch that an older version began. */
  epoch?: EpochSums | undefined;
}

/**
 * Means of the loss, the task's statistics and the gradient norm, over logging windows and epochs. The sums are kept on the
 * device, so that a step does not wait for it.
 */
export class RunningMeans {
  readonly #task: Task;
  readonly #world: World;
  readonly #device: Device;
  /** Number of the task's statistics, S. */
  readonly #numStatistics: number;
  /** On the device: sums of losses, of the task's statistics and of gradient norms since the means were last taken. */
  readonly sums: Tensor; // [S + 2] float64
  #numClips = 0;
  #numSteps = 0;
  #epoch: EpochSums | undefined;

  constructor(task: Task, world: World, device: Device) {
    this.#task = task;
    this.#world = world;
    this.#device = device;
    this.#numStatistics = task.metrics.training.length;
    this.sums = keep(ops.zeros([this.#numStatistics + 2], { dtype: "float64", device }));
    this.#epoch = this.noSums();
  }

  /** Adds sums over clips, of which each of `numCopies` ranks adds the same. */
  addClips(lossSum: Tensor, statistics: readonly Tensor[], numCopies: number): void {
    const sums = ops.stack([lossSum.detach(), ...statistics].map((value) => value.to("float64")));
    this.sums.narrow(0, 0, this.#numStatistics + 1).add_(sums.div(numCopies));
  }

  addNorm(norm: Tensor): void {
    this.sums.narrow(0, this.#numStatistics + 1, 1).add_(norm);
  }

  /** Counts a step that updated the weights. */
  countStep(numClips: number): void {
    this.#numClips += numClips;
    this.#numSteps++;
  }

  /** Returns means over the steps since the last call; null if none of them updated anything. Waits for the device. */
  take(describe: () => string): StepMeans | null {
    if (this.#numSteps === 0) return null;
    this.#world.settle(this.#device);
    const [loss, ...statistics] = this.#totals();
    const norm = this.sums.toArray().at(-1) as number; // sync
    scope(() => this.sums.zero_());
    const means = {
      loss: loss! / this.#numClips,
      statistics: this.#named(statistics.map((sum) => sum / this.#numClips)),
      gradientNorm: norm! / this.#numSteps,
      numClips: this.#numClips,
    };
    this.#numClips = 0;
    this.#numSteps = 0;
    assertFinite("loss", means.loss, describe);
    assertFinite("gradient norm", means.gradientNorm, describe);
    if (this.#epoch !== undefined) {
      this.#epoch = {
        loss: this.#epoch.loss + loss!,
        statistics: this.#epoch.statistics.map((sum, i) => sum + statistics[i]!),
        numClips: this.#epoch.numClips + means.numClips,
      };
    }
    return means;
  }

  /**
   * Returns means over the epoch's windows, and begins another epoch. Returns null if no step updated anything,
   * or if the epoch was resumed from a checkpoint without its sums. Call after `take`.
   */
  takeEpoch(): EpochMeans | null {
    const { loss, statistics, numClips } = this.#epoch ?? this.noSums();
    this.#epoch = this.noSums();
    if (numClips === 0) return null;
    return { loss: loss / numClips, statistics: this.#named(statistics.map((sum) => sum / numClips)) };
  }

  /** Sums of the loss and the statistics over all ranks, added in rank order. */
  #totals(): number[] {
    const own = this.sums.toArray() as Float64Array; // sync
    const all = this.#world.gatherNumbers(own);
    return Array.from({ length: this.#numStatistics + 1 }, (_, i) => sum(all.map((sums) => sums[i]!)));
  }

  #named(statistics: readonly number[]): Record<string, number> {
    return Object.fromEntries(this.#task.metrics.training.map(({ name }, i) => [name, statistics[i]!]));
  }

  /** Returns the sums at the beginning of an epoch. */
  noSums(): EpochSums {
    return { loss: 0, statistics: new Array<number>(this.#numStatistics).fill(0), numClips: 0 };
  }

  /** State behind the next means, to save: this rank's sums, and the counts of all ranks. */
  state(): { sums: Float64Array; counts: MeansCounts } {
    return {
      sums: this.sums.toArray() as Float64Array, // sync
      counts: { numClips: this.#numClips, numSteps: this.#numSteps, epoch: this.#epoch },
    };
  }

  restore(sums: Float64Array, { numClips, numSteps, epoch }: MeansCounts): void {
    scope(() => void this.sums.copy_(Tensor.from(sums)));
    this.#numClips = numClips;
    this.#numSteps = numSteps;
    this.#epoch = epoch;
  }

  dispose(): void {
    this.sums.dispose();
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
