import type { World } from "../distributed/world.js";
import { scope } from "../tensor/index.js";
import type { Position } from "./format.js";
import { SaveSchedule } from "./save-schedule.js";
import type { StateFiles } from "./states.js";
import { type CheckpointContent, CheckpointWriter, type CheckpointWriterOptions } from "./writer.js";

/** Collects what a checkpoint contains; `Local` is the state that differs between ranks, of all ranks. */
export interface Capture<Progress, Local> {
  /** All ranks. */
  gatherLocal(): Local;
  /** Returns the tensors by file and name; called inside a scope. */
  files(local: Local): StateFiles;
  /** Returns the complete state; called inside a scope. */
  content(progress: Progress, local: Local): CheckpointContent;
}

export interface ScheduledSaverOptions<Progress, Local> {
  writer: CheckpointWriterOptions;
  world: World;
  capture: Capture<Progress, Local>;
  /** Rank 0: writes what must be on the disk if the checkpoint is. */
  beforeSave: () => void;
}

/**
 * Saves when a policy or the caller asks for it, at most once for each position. Rank 0 decides and writes, including the
 * local state of all ranks: every method is called by all ranks.
 */
export class ScheduledSaver<Progress extends { readonly position: Position }, Local> {
  /** null on ranks other than 0. */
  readonly writer: CheckpointWriter | null;
  readonly #options: ScheduledSaverOptions<Progress, Local>;
  readonly #schedule: SaveSchedule;
  /** Position of the last save; null if it failed. */
  #savedAt: Position | null = null;

  /** Allocates the memory that saves go through. */
  constructor(options: ScheduledSaverOptions<Progress, Local>) {
    const { world, capture } = options;
    this.#options = options;
    this.#schedule = new SaveSchedule(options.writer.policies);
    const onFailure: CheckpointWriterOptions["onFailure"] = (error) => {
      this.#savedAt = null;
      options.writer.onFailure(error);
    };
    this.writer = world.isMain ? new CheckpointWriter({ ...options.writer, onFailure }) : null;
    const local = capture.gatherLocal();
    scope(() => void this.writer?.prepare(capture.files(local)));
  }

  async afterStep(progress: Progress, isLastOfEpoch: boolean): Promise<void> {
    const decide = (): string[] => this.#schedule.afterStep(progress.position, isLastOfEpoch);
    // Rank 0 decides only for policies with a clock, which differs between ranks; steps are equal on all ranks.
    const due = this.#schedule.hasClock ? await this.#options.world.decide(decide) : decide();
    if (due.length > 0) await this.save(progress, due);
  }

  /** Saves for the policies that are due after an epoch, and in any case if `isLast`. */
  async afterEpoch(
    progress: Progress,
    evaluated: Readonly<Record<string, number>> | null,
    isLast: boolean,
  ): Promise<void> {
    const due = await this.#options.world.decide(async () => {
      // The best checkpoints are known once the last save is done.
      await this.drain();
      return this.#schedule.afterEpoch(progress.position.epoch, evaluated, this.writer!.stored);
    });
    if (isLast || due.length > 0) await this.save(progress, due);
  }

  /** Saves for the policies that are due after an evaluation in the middle of an epoch. */
  async afterEvaluation(progress: Progress, evaluated: Readonly<Record<string, number>>): Promise<void> {
    const due = await this.#options.world.decide(async () => {
      await this.drain();
      return this.#schedule.afterEvaluation(evaluated, this.writer!.stored);
    });
    if (due.length > 0) await this.save(progress, due);
  }

  async saveUnlessSaved(progress: Progress): Promise<void> {
    const isSaved = await this.#options.world.decide(async () => {
      await this.drain();
      return JSON.stringify(progress.position) === JSON.stringify(this.#savedAt);
    });
    if (!isSaved) await this.save(progress, []);
  }

  /** @param policies ids of those that asked for it */
  async save(progress: Progress, policies: readonly string[]): Promise<void> {
    const { world, capture, beforeSave } = this.#options;
    world.enter("checkpoint");
    const local = capture.gatherLocal();
    if (this.writer === null) return;
    beforeSave();
    this.#savedAt = progress.position;
    await this.writer.save(() => capture.content(progress, local), policies);
  }

  /** Resolves once every save is on the disk, or has failed. */
  async drain(): Promise<void> {
    await this.writer?.drain();
  }

  async close(): Promise<void> {
    await this.writer?.close();
  }
}
