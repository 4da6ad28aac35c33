import { join } from "node:path";
import {
  CheckpointReader,
  CheckpointWriter,
  listStored,
  type Position,
  policiesOf,
  reasonOf,
  SaveSchedule,
} from "../checkpoint/index.js";
import type { Config } from "../config/schema.js";
import type { EvaluationDisplay } from "../display/evaluation-display.js";
import type { World } from "../distributed/world.js";
import { type CheckpointError, TrainingError } from "../errors.js";
import { scope } from "../tensor/index.js";
import type { RunTrackers } from "../tracking/run-trackers.js";
import { RUN_FILE } from "../tracking/store/database.js";
import type { Progress, SaveMoments } from "./progress.js";
import { describeNewest, NO_SAVED_FILES, type SavedFiles } from "./saved-files.js";
import type { Snapshot } from "./snapshot.js";
import type { Stop } from "./stop.js";

export interface SaverOptions {
  config: Config;
  /** The run's folder, which no other process writes. */
  folder: string;
  runId: string;
  world: World;
  resumedFrom: CheckpointReader | null;
  snapshot: Snapshot;
  /** Flushed before a save, so that a kill does not lose what was logged. */
  trackers: Pick<RunTrackers, "flush" | "event">;
  /** null on ranks other than 0. */
  display: Pick<EvaluationDisplay, "saved"> | null;
  stop: Stop;
  warn: (message: string) => void;
}

/**
 * Saves a run when a policy, its end or a crash asks for it, at most once for each position. Rank 0 decides
 * and writes, including the local state of all ranks.
 */
export class Saver implements SaveMoments {
  readonly #options: SaverOptions;
  /** null on ranks other than 0. */
  readonly #writer: CheckpointWriter | null;
  readonly #schedule: SaveSchedule;
  /** Position of the last save; null if it failed. */
  #savedAt: Position | null = null;
  #failure: string | null = null;

  /** All ranks. Allocates the memory that saves go through. */
  constructor(options: SaverOptions) {
    const { config, folder, runId, world, resumedFrom, snapshot } = options;
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
          // `flush` has written the log into one of these before they are synced.
          syncBefore: [RUN_FILE, `${RUN_FILE}-wal`].map((file) => join(folder, file)),
          onFailure: (error) => this.#onFailure(error),
          onComplete: (saved, isBest) => options.display?.saved(saved, isBest),
        });
    const local = snapshot.gatherLocal();
    scope(() => void this.#writer?.prepare(snapshot.files(local)));
  }

  #onFailure(error: CheckpointError): void {
    const { config, trackers, stop, warn } = this.#options;
    this.#savedAt = null;
    this.#failure = reasonOf(error.cause as Error);
    warn(`warning: ${error.message}`);
    trackers.event("warning", error.message);
    if (config.checkpoint.on_failed_save === "stop") stop.crash(error);
  }

  async afterStep({ position, ...rest }: Progress, isLastOfEpoch: boolean): Promise<void> {
    const decide = (): string[] => this.#schedule.afterStep(position, isLastOfEpoch);
    // Rank 0 decides only for policies with a clock, which differs between ranks; steps are equal on all ranks.
    const due = this.#schedule.hasClock ? await this.#options.world.decide(decide) : decide();
    await this.#saveFor(due, { position, ...rest });
  }

  async afterEpoch(progress: Progress, wasEvaluated: boolean): Promise<void> {
    const { epoch } = progress.position;
    const metrics = wasEvaluated ? progress.metrics : null;
    const due = await this.#options.world.decide(async () => {
      // The best checkpoints are known once the last save is done.
      await this.drain();
      return this.#schedule.afterEpoch(epoch, metrics, this.#writer!.stored);
    });
    // The end of training is always saved, so that a restart finds it done.
    if (epoch === this.#options.config.training.epochs) await this.#save(progress, due);
    else await this.#saveFor(due, progress);
  }

  async #saveFor(policies: readonly string[], progress: Progress): Promise<void> {
    if (policies.length > 0) await this.#save(progress, policies);
  }

  atStop(progress: Progress): Promise<void> {
    return this.#saveUnlessSaved(progress);
  }

  async #saveUnlessSaved(progress: Progress): Promise<void> {
    const isSaved = await this.#options.world.decide(async () => {
      await this.drain();
      return JSON.stringify(progress.position) === JSON.stringify(this.#savedAt);
    });
    if (!isSaved) await this.#save(progress, []);
  }

  async #save(progress: Progress, policies: readonly string[]): Promise<void> {
    const { world, snapshot, trackers } = this.#options;
    world.enter("checkpoint");
    const local = snapshot.gatherLocal();
    if (this.#writer === null) return;
    trackers.flush();
    this.#savedAt = progress.position;
    await this.#writer.save(() => snapshot.content(progress, local), policies);
  }

  /**
   * Saves the state before a crash, unless that save is what failed or the weights are not finite. Adds to a
   * TrainingError where the run can be resumed from. Never throws.
   */
  async atCrash(progress: Progress, cause: unknown): Promise<void> {
    const { world, snapshot, warn } = this.#options;
    try {
      // Saving needs all ranks: after an error of one rank, others may wait elsewhere or have exited.
      if (world.isShared(cause)) {
        if (await world.decide(() => snapshot.isSound())) await this.#saveUnlessSaved(progress);
        else warn("warning: the weights are not finite, so they are not saved");
      }
      await this.drain();
    } catch (error) {
      warn(`warning: the state before the failure could not be saved: ${(error as Error).message}`);
    }
    if (cause instanceof TrainingError && world.isMain) cause.message += `. ${describeNewest(this.saved())}`;
  }

  /** Rank 0: the checkpoints that are on the disk now. */
  saved(): SavedFiles {
    if (this.#writer === null) return NO_SAVED_FILES;
    const { folder, best } = this.#writer;
    const stored = listStored(folder, this.#options.runId);
    const last = stored.at(-1);
    return {
      last: last === undefined ? null : { folder: join(folder, last.name), step: last.position.step },
      best: stored.some(({ name }) => name === best) ? join(folder, best!) : null,
      weights: null,
      failure: this.#failure,
    };
  }

  /** Rank 0: the best checkpoint; null if there is none. */
  best(): CheckpointReader | null {
    const { best } = this.saved();
    return best === null ? null : new CheckpointReader(best);
  }

  /** Resolves once every save is on the disk, or has failed. */
  async drain(): Promise<void> {
    await this.#writer?.drain();
  }

  async close(): Promise<void> {
    await this.#writer?.close();
  }
}
