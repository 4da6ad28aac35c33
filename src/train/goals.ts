import type { RecipeManifest } from "../checkpoint/format.js";
import type { Config } from "../config/schema.js";
import type { Metrics } from "../evaluation/metrics-of.js";
import { BestSoFar } from "./best.js";

/** The metric that makes a checkpoint the best one, and the metric that stops training early. */
export class Goals {
  readonly #config: Config;
  readonly #monitor: BestSoFar;
  readonly #stopping: BestSoFar;

  /** @param saved the manifest of the checkpoint that the run resumes from; null for a new run */
  constructor(config: Config, saved: Pick<RecipeManifest, "best" | "stopping"> | null) {
    const { mode, min_delta } = config.training.early_stopping;
    this.#config = config;
    this.#monitor = new BestSoFar(config.checkpoint.mode, 0, { best: saved?.best ?? null, numBad: 0 });
    this.#stopping = new BestSoFar(mode, min_delta, saved?.stopping);
  }

  /** Counts an evaluation; returns true if it is the best so far. */
  update(metrics: Metrics): boolean {
    const { checkpoint, training } = this.#config;
    const { metric, patience } = training.early_stopping;
    if (patience !== null) this.#stopping.update(metrics[metric]!);
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
  state(): Pick<RecipeManifest, "best" | "stopping"> {
    const { best, numBad } = this.#stopping;
    return { best: this.#monitor.best, stopping: { best, numBad } };
  }
}
