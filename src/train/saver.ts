import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type CheckpointContent,
  CheckpointReader,
  CheckpointWriter,
  type Position,
  policiesOf,
  SaveSchedule,
} from "../checkpoint/index.js";
import type { Config } from "../config/schema.js";
import type { CheckpointError } from "../errors.js";
import { RUN_FILE } from "../tracking/store/database.js";
import type { LoopOptions, Progress } from "./loop.js";

export interface SaverOptions {
  config: Config;
  /** The run's, which is this process's own by now. */
  folder: string;
  runId: string;
  resumedFrom: CheckpointReader | null;
  /** The whole state; called in a scope, when it is to be copied. */
  describe: (progress: Progress) => CheckpointContent;
  /** Whether the weights are worth going on from. Waits for the device. */
  isSound: () => boolean;
  /** Brings what was logged to where a kill does not reach it. */
  flush: () => void;
  warn: (message: string) => void;
  onFailedSave: (error: CheckpointError) => void;
}

/** Saves a run when a policy, its end or a crash asks for it, once for each place that it reaches. */
export class Saver {
  readonly #options: SaverOptions;
  readonly #writer: CheckpointWriter;
  readonly #schedule: SaveSchedule;
  /** Where the run stood when it was last saved; null when that failed. */
  #savedAt: Position | null = null;

  constructor(options: SaverOptions) {
    const { config, folder, runId, resumedFrom } = options;
    const policies = policiesOf(config.checkpoint);
    this.#options = options;
    this.#schedule = new SaveSchedule(policies);
    this.#writer = new CheckpointWriter({
      folder: join(folder, "checkpoints"),
      runId,
      policies,
      resumedFrom,
      // What was logged is with the system by then, in one of these.
      syncBefore: [RUN_FILE, `${RUN_FILE}-wal`].map((file) => join(folder, file)),
      onFailure: (error) => {
        this.#savedAt = null;
        options.onFailedSave(error);
      },
    });
  }

  /** Makes the memory that saves go through. */
  prepare(files: CheckpointContent["files"]): void {
    this.#writer.prepare(files);
  }

  /** For the loop. */
  readonly moments: LoopOptions["save"] = {
    afterStep: (progress, isLastOfEpoch) =>
      this.#saveFor(this.#schedule.afterStep(progress.position, isLastOfEpoch), progress),
    afterEpoch: (progress, wasEvaluated) => this.#afterEpoch(progress, wasEvaluated),
    atStop: (progress) => this.#saveUnlessSaved(progress),
    atCrash: (progress) => this.#atCrash(progress),
  };

  async #afterEpoch(progress: Progress, wasEvaluated: boolean): Promise<void> {
    // Which checkpoints are the best is known when the last save has ended.
    await this.drain();
    const { epoch } = progress.position;
    const metrics = wasEvaluated ? progress.metrics : null;
    const due = this.#schedule.afterEpoch(epoch, metrics, this.#writer.stored);
    // The end of training is always saved: a restart must find it done.
    if (epoch === this.#options.config.training.epochs) await this.#save(progress, due);
    else await this.#saveFor(due, progress);
  }

  async #saveFor(policies: readonly string[], progress: Progress): Promise<void> {
    if (policies.length > 0) await this.#save(progress, policies);
  }

  async #saveUnlessSaved(progress: Progress): Promise<void> {
    await this.drain();
    if (JSON.stringify(progress.position) !== JSON.stringify(this.#savedAt)) await this.#save(progress, []);
  }

  async #save(progress: Progress, policies: readonly string[]): Promise<void> {
    this.#options.flush();
    this.#savedAt = progress.position;
    await this.#writer.save(() => this.#options.describe(progress), policies);
  }

  /** What could be lost is saved, unless it is what failed, or no use to go on from. Never throws. */
  async #atCrash(progress: Progress): Promise<void> {
    const { isSound, warn } = this.#options;
    try {
      if (isSound()) await this.#saveUnlessSaved(progress);
      else warn("warning: the weights are not finite any more; the last checkpoint is from before that");
      await this.drain();
    } catch (error) {
      warn(`warning: nothing could be saved: ${(error as Error).message}`);
    }
  }

  /** The best checkpoint; null when none could be saved. */
  best(): CheckpointReader | null {
    const best = join(this.#writer.folder, "best");
    return existsSync(best) ? new CheckpointReader(best) : null;
  }

  /** Resolves when everything saved is on the disk. */
  drain(): Promise<void> {
    return this.#writer.drain();
  }

  close(): Promise<void> {
    return this.#writer.close();
  }
}
