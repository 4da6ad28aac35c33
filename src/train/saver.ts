import { join } from "node:path";
import { CheckpointReader, listStored, policiesOf, reasonOf } from "../checkpoint/index.js";
import { ScheduledSaver } from "../checkpoint/scheduled-saver.js";
import type { Config } from "../config/schema.js";
import type { EvaluationDisplay } from "../display/evaluation-display.js";
import type { World } from "../distributed/world.js";
import { type CheckpointError, TrainingError } from "../errors.js";
import type { RunTrackers } from "../tracking/run-trackers.js";
import { RUN_FILE } from "../tracking/store/database.js";
import type { LocalState } from "./local-state.js";
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

/** Saves a run when a policy, its end or a crash asks for it, at most once for each position. */
export class Saver implements SaveMoments {
  readonly #options: SaverOptions;
  readonly #saver: ScheduledSaver<Progress, readonly LocalState[]>;
  #failure: string | null = null;

  /** All ranks. Allocates the memory that saves go through. */
  constructor(options: SaverOptions) {
    const { config, folder, runId, world, resumedFrom, snapshot } = options;
    this.#options = options;
    this.#saver = new ScheduledSaver({
      writer: {
        folder: join(folder, "checkpoints"),
        runId,
        policies: policiesOf(config.checkpoint),
        resumedFrom,
        // `flush` has written the log into one of these before they are synced.
        syncBefore: [RUN_FILE, `${RUN_FILE}-wal`].map((file) => join(folder, file)),
        onFailure: (error) => this.#onFailure(error),
        onComplete: (saved, isBest) => options.display?.saved(saved, isBest),
      },
      world,
      capture: snapshot,
      beforeSave: () => options.trackers.flush(),
    });
  }

  #onFailure(error: CheckpointError): void {
    const { config, trackers, stop, warn } = this.#options;
    this.#failure = reasonOf(error.cause as Error);
    warn(`warning: ${error.message}`);
    trackers.event("warning", error.message);
    if (config.checkpoint.on_failed_save === "stop") stop.crash(error);
  }

  afterStep(progress: Progress, isLastOfEpoch: boolean): Promise<void> {
    return this.#saver.afterStep(progress, isLastOfEpoch);
  }

  afterEpoch(progress: Progress, wasEvaluated: boolean): Promise<void> {
    // The end of training is always saved, so that a restart finds it done.
    const isLast = progress.position.epoch === this.#options.config.training.epochs;
    return this.#saver.afterEpoch(progress, wasEvaluated ? progress.metrics : null, isLast);
  }

  atStop(progress: Progress): Promise<void> {
    return this.#saver.saveUnlessSaved(progress);
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
        if (await world.decide(() => snapshot.isSound())) await this.#saver.saveUnlessSaved(progress);
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
    const { writer } = this.#saver;
    if (writer === null) return NO_SAVED_FILES;
    const { folder, best } = writer;
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

  /** Rank 0: the newest checkpoint; null if there is none. */
  last(): CheckpointReader | null {
    const { last } = this.saved();
    return last === null ? null : new CheckpointReader(last.folder);
  }

  /** Resolves once every save is on the disk, or has failed. */
  drain(): Promise<void> {
    return this.#saver.drain();
  }

  close(): Promise<void> {
    return this.#saver.close();
  }
}
