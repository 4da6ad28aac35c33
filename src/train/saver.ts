import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type CheckpointContent,
  CheckpointReader,
  CheckpointWriter,
  type Position,
  policiesOf,
  SaveSchedule,
  type StoredCheckpoint,
} from "../checkpoint/index.js";
import type { Config } from "../config/schema.js";
import type { World } from "../distributed/world.js";
import type { CheckpointError } from "../errors.js";
import { RUN_FILE } from "../tracking/store/database.js";
import type { LocalState } from "./local-state.js";
import type { LoopOptions, Progress } from "./loop.js";

export interface SaverOptions {
  config: Config;
  /** The run's, which is this process's own by now. */
  folder: string;
  runId: string;
  world: World;
  resumedFrom: CheckpointReader | null;
  /** All ranks: what each has of its own. */
  gatherLocal: () => LocalState[];
  /** The whole state; called in a scope, when it is to be copied. */
  describe: (progress: Progress, local: readonly LocalState[]) => CheckpointContent;
  /** Whether the weights are worth going on from. Waits for the device. */
  isSound: () => boolean;
  /** Brings what was logged to where a kill does not reach it. */
  flush: () => void;
  warn: (message: string) => void;
  onFailedSave: (error: CheckpointError) => void;
  /** Told each checkpoint of the run that is whole, and whether it is the best. */
  onSaved: (saved: StoredCheckpoint, isBest: boolean) => void;
}

/**
 * Saves a run when a policy, its end or a crash asks for it, once for each place that it reaches. Rank 0
 * decides and writes, with what all ranks have of their own.
 */
export class Saver {
  readonly #options: SaverOptions;
  /** null on other ranks than 0. */
  readonly #writer: CheckpointWriter | null;
  readonly #schedule: SaveSchedule;
  /** Where the run stood when it was last saved; null when that failed. */
  #savedAt: Position | null = null;

  constructor(options: SaverOptions) {
    const { config, folder, runId, world, resumedFrom } = options;
    const policies = policiesOf(config.checkpoint);
    this.#options = options;
    this.#schedule = new SaveSchedule(policies);
    this.#writer = !world.isMain
      ? null
      : new CheckpointWriter({
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
          onWhole: options.onSaved,
        });
  }

  /** Makes the memory that saves go through. */
  prepare(files: CheckpointContent["files"]): void {
    this.#writer?.prepare(files);
  }

  /** For the loop. */
  readonly moments: LoopOptions["save"] = {
    afterStep: (progress, isLastOfEpoch) => this.#afterStep(progress, isLastOfEpoch),
    afterEpoch: (progress, wasEvaluated) => this.#afterEpoch(progress, wasEvaluated),
    atStop: (progress) => this.#saveUnlessSaved(progress),
    atCrash: (progress, error) => this.#atCrash(progress, error),
  };

  async #afterStep({ position, ...rest }: Progress, isLastOfEpoch: boolean): Promise<void> {
    const decide = (): string[] => this.#schedule.afterStep(position, isLastOfEpoch);
    // Clocks differ between ranks; steps do not, and are not worth a message each.
    const due = this.#schedule.hasClock ? await this.#options.world.decide(decide) : decide();
    await this.#saveFor(due, { position, ...rest });
  }

  async #afterEpoch(progress: Progress, wasEvaluated: boolean): Promise<void> {
    const { epoch } = progress.position;
    const metrics = wasEvaluated ? progress.metrics : null;
    const due = await this.#options.world.decide(async () => {
      // Which checkpoints are the best is known when the last save has ended.
      await this.drain();
      return this.#schedule.afterEpoch(epoch, metrics, this.#writer!.stored);
    });
    // The end of training is always saved: a restart must find it done.
    if (epoch === this.#options.config.training.epochs) await this.#save(progress, due);
    else await this.#saveFor(due, progress);
  }

  async #saveFor(policies: readonly string[], progress: Progress): Promise<void> {
    if (policies.length > 0) await this.#save(progress, policies);
  }

  async #saveUnlessSaved(progress: Progress): Promise<void> {
    const isSaved = await this.#options.world.decide(async () => {
      await this.drain();
      return JSON.stringify(progress.position) === JSON.stringify(this.#savedAt);
    });
    if (!isSaved) await this.#save(progress, []);
  }

  async #save(progress: Progress, policies: readonly string[]): Promise<void> {
    const { world, gatherLocal, describe, flush } = this.#options;
    world.enter("checkpoint");
    const local = gatherLocal();
    if (this.#writer === null) return;
    flush();
    this.#savedAt = progress.position;
    await this.#writer.save(() => describe(progress, local), policies);
  }

  /** What could be lost is saved, unless it is what failed, or no use to go on from. Never throws. */
  async #atCrash(progress: Progress, cause: unknown): Promise<void> {
    const { world, isSound, warn } = this.#options;
    // Saving takes all ranks, and some are elsewhere or gone.
    if (!world.isShared(cause)) return;
    try {
      if (await world.decide(isSound)) await this.#saveUnlessSaved(progress);
      else warn("warning: the weights are not finite any more; the last checkpoint is from before that");
      await this.drain();
    } catch (error) {
      warn(`warning: nothing could be saved: ${(error as Error).message}`);
    }
  }

  /** The best checkpoint; null when none could be saved. */
  best(): CheckpointReader | null {
    const best = join(this.#options.folder, "checkpoints", "best");
    return existsSync(best) ? new CheckpointReader(best) : null;
  }

  /** Resolves when everything saved is on the disk. */
  async drain(): Promise<void> {
    await this.#writer?.drain();
  }

  async close(): Promise<void> {
    await this.#writer?.close();
  }
}
