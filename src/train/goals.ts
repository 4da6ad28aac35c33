import type { RecipeManifest } from "../checkpoint/format.js";
import type { Config } from "../config/schema.js";
import { scheduleOf } from "../config/sections/optimization.js";
import type { Metrics } from "../evaluation/metrics-of.js";
import { Plateau } from "../optim/index.js";
import { BestSoFar } from "./best.js";

type Saved = Pick<RecipeManifest, "best" | "stopping" | "plateau">;

/** The metrics that make a checkpoint the best one, stop training early, and reduce the learning rate. */
export class Goals {
  readonly #config: Config;
  readonly #monitor: BestSoFar;
  readonly #stopping: BestSoFar;
  /** Null for other schedules than plateau. */
  readonly #plateau: { metric: string; plateau: Plateau } | null;

  /** @param saved the manifest of the checkpoint that the run resumes from; null for a new run */
  constructor(config: Config, saved: Saved | null) {
    const { mode, min_delta } = config.training.early_stopping;
    this.#config = config;
    this.#monitor = new BestSoFar(config.checkpoint.mode, 0, { best: saved?.best ?? null, numBad: 0 });
    this.#stopping = new BestSoFar(mode, min_delta, saved?.stopping);
    this.#plateau = plateauOf(config, saved?.plateau ?? null);
  }

  /** Factor of the schedule's learning rate. */
  get learningRateScale(): number {
    return this.#plateau?.plateau.scale ?? 1;
  }

  /** Counts an evaluation; returns true if it is the best so far. */
  update(metrics: Metrics): boolean {
    const { checkpoint, training } = this.#config;
    const { metric, patience } = training.early_stopping;
    if (patience !== null) this.#stopping.update(metrics[metric]!);
    if (this.#plateau !== null) this.#plateau.plateau.update(metrics[this.#plateau.metric]!);
    return this.#monitor.update(metrics[checkpoint.monitor]!);
  }

  /**
   * Returns why training stops early; null if it continues.
   *
   * @param newest metrics of the last evaluation; empty before the first
   */
  reasonToStop(newest: Metrics): string | null {
    const { metric, patience } = this.#config.training.early_stopping;
    const { best, numBad } = this.#stopping;
    if (patience === null || numBad < patience) return null;
    const since = `has not improved for ${patience} evaluations`;
    if (!Number.isNaN(newest[metric] ?? 0)) return `${metric} ${since}`;
    return best === null ? `${metric} is NaN in every evaluation` : `${metric} is NaN, and ${since}`;
  }

  /** State to save. */
  state(): Saved {
    const { best, numBad } = this.#stopping;
    const plateau = this.#plateau?.plateau.state();
    return { best: this.#monitor.best, stopping: { best, numBad }, ...(plateau && { plateau }) };
  }
}

function plateauOf(
  { optimization, checkpoint }: Config,
  saved: Saved["plateau"] | null,
): { metric: string; plateau: Plateau } | null {
  const { schedule, min_learning_rate_fraction: minScale } = optimization;
  // A module of the user's has no name.
  const choice = typeof schedule === "object" && schedule.name === undefined ? null : scheduleOf(schedule);
  if (choice?.name !== "plateau") return null;
  const { metric, mode, factor, patience, threshold, threshold_mode: thresholdMode, cooldown } = choice;
  const options = { factor, patience, threshold, thresholdMode, cooldown, minScale };
  const plateau = new Plateau({ mode: mode ?? checkpoint.mode, ...options }, saved ?? null);
  return { metric: metric ?? checkpoint.monitor, plateau };
}
