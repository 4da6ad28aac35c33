import { join, resolve } from "node:path";
import type { Json, Position } from "../checkpoint/format.js";
import type { Link } from "../checkpoint/links.js";
import { monitorOf, type Policy } from "../checkpoint/policy.js";
import type { RandomState } from "../checkpoint/random-states.js";
import { CheckpointReader } from "../checkpoint/reader.js";
import { ScheduledSaver } from "../checkpoint/scheduled-saver.js";
import { restoreStates, type States } from "../checkpoint/states.js";
import { World } from "../distributed/world.js";
import { CheckpointError } from "../errors.js";
import { RUN_FILE } from "../tracking/store/database.js";
import type { Trackers } from "../tracking/trackers.js";
import { releaseFolder } from "./claim.js";
import { type LoopRecord, LoopState } from "./loop-state.js";
import { type OpenedRun, openRun, type Resumed } from "./open-run.js";
import { type Monitor, policiesFor, type SaveRule } from "./save-rules.js";
import { shareStates } from "./share-states.js";

export interface CheckpointsOptions {
  /** The metric whose best checkpoint is called `best`. By default none. */
  monitor?: Monitor | null;
  /** When `saveIfDue` saves, and what to keep. By default after each epoch. */
  save?: readonly SaveRule[];
  /** The checkpoint to resume from, if the folder has one. By default `last`. */
  resume?: Link;
  /** By default a world of one rank. */
  world?: World;
  /** Flushed before each save, so that a kill does not lose what was logged before it. */
  trackers?: Pick<Trackers, "flush" | "ids">;
  /** Receives warnings: a damaged checkpoint, a failed save. By default they go to stderr. */
  warn?: (message: string) => void;
}

/** Progress of a loop, which a checkpoint holds besides its states: the same on all ranks. */
export interface LoopProgress {
  /** Position of the next step; `epoch` and `batch` are 0 for a loop without epochs. */
  position: Partial<Position> & Pick<Position, "step">;
  /** Metrics of an evaluation of the current state. */
  metrics?: Readonly<Record<string, number>> | undefined;
  /** Any data of the loop. */
  json?: Json | undefined;
}

/**
 * Checkpoints of a training loop of one's own, under the promises of a recipe's: each is complete or absent, whenever the
 * process is killed; a thread writes it from a copy in memory; a resumed loop continues to the bit, including the random
 * numbers of every rank.
 *
 * All ranks call every method; rank 0 reads and writes.
 */
export class Checkpoints {
  /** The run's folder. */
  readonly folder: string;
  /** Unique; the same after a resume. */
  readonly runId: string;
  /** The checkpoint that the loop resumed from; null for a new run. */
  readonly resumed: Resumed | null;
  /** Position of the first step to compute. */
  readonly position: Position;
  readonly #world: World;
  readonly #states: States;
  readonly #policies: readonly Policy[];
  readonly #saver: ScheduledSaver<LoopRecord, readonly RandomState[]>;
  #last: LoopRecord;
  #failure: CheckpointError | null = null;

  private constructor(folder: string, states: States, { policies, world, trackers, warn, opened }: Ready) {
    const { runId, resumed, reader } = opened;
    this.folder = resolve(folder);
    this.runId = runId;
    this.resumed = resumed;
    this.#last = resumed ?? START;
    this.position = this.#last.position;
    this.#world = world;
    this.#states = states;
    this.#policies = policies;
    this.#saver = new ScheduledSaver({
      world,
      writer: {
        folder: join(folder, "checkpoints"),
        runId,
        policies,
        resumedFrom: reader,
        syncBefore: [RUN_FILE, `${RUN_FILE}-wal`].map((file) => join(folder, file)),
        onFailure: (error) => {
          this.#failure = error;
          warn(`warning: ${error.message}`);
        },
      },
      capture: new LoopState({
        ...{ world, states, runId },
        monitor: monitorOf(policies),
        trackerIds: () => trackers?.ids() ?? {},
      }),
      beforeSave: () => trackers?.flush(),
    });
  }

  /**
   * Opens a run's folder, restores the states and the random generators from its checkpoint, if there is one, and gives all
   * ranks the states of rank 0. Call it once everything that draws random numbers is built.
   *
   * @param folder checkpoints are in its `checkpoints`; created if it is missing
   * @param states what to save, by name, such as `{ model, ema, optimizer, scaler }`
   * @throws CheckpointError for states that differ from the checkpoint's, for a folder that another process writes or that
   * belongs to a recipe's run, and if all checkpoints are damaged
   */
  static async open(folder: string, states: States, options: CheckpointsOptions = {}): Promise<Checkpoints> {
    const { monitor = null, save = [{ everyEpochs: 1 }], resume = "last" } = options;
    const { world = World.solo(), trackers = null, warn = toStderr } = options;
    const policies = policiesFor(monitor, save);
    const opened = await openRun(folder, states, { world, resume, warn });
    return new Checkpoints(folder, states, { policies, world, trackers, warn, opened });
  }

  /**
   * Call it after each step, with the metrics if the state was evaluated: saves if a rule wants a checkpoint. Epochs end where
   * `batch` is 0 and `epoch` has grown.
   */
  async saveIfDue(progress: LoopProgress): Promise<void> {
    const { position: before } = this.#last;
    const saved = this.#note(progress);
    const { step, epoch, batch } = saved.position;
    const metrics = progress.metrics ?? null;
    const endsEpoch = batch === 0 && epoch > before.epoch;
    if (step !== before.step) await this.#saver.afterStep(saved, endsEpoch || metrics !== null);
    if (endsEpoch) await this.#saver.afterEpoch(saved, metrics, false);
    else if (metrics !== null) await this.#saver.afterEvaluation(saved, metrics);
  }

  /** Saves now, unless this position is saved already: at the end of training, and before the process stops. */
  async save(progress: LoopProgress): Promise<void> {
    const saved = this.#note(progress);
    if (progress.metrics !== undefined) await this.#saver.afterEvaluation(saved, progress.metrics);
    if (!isSame(saved.position, this.resumed?.position)) await this.#saver.saveUnlessSaved(saved);
  }

  #note({ position, metrics, json = null }: LoopProgress): LoopRecord {
    const { step, epoch = 0, batch = 0 } = position;
    if (step < this.position.step) {
      throw new CheckpointError(
        "POSITION",
        `${this.folder}: step ${step} is before step ${this.position.step}, from which the loop resumed; begin at checkpoints.position`,
      );
    }
    if (metrics !== undefined) this.#expectMetrics(metrics);
    this.#last = {
      ...this.#last,
      position: { step, epoch, batch },
      ...(metrics === undefined ? {} : { metrics: { ...metrics }, metricsStep: step }),
      // A copy: later changes are not saved.
      json: JSON.parse(JSON.stringify(json)) as Json,
    };
    return this.#last;
  }

  #expectMetrics(metrics: Readonly<Record<string, number>>): void {
    for (const policy of this.#policies) {
      if (policy.kind !== "best" || policy.metric in metrics) continue;
      throw new CheckpointError(
        "METRIC",
        `${this.folder}: the metrics lack ${policy.metric}, which decides the best checkpoint; they are ${Object.keys(metrics).join(", ") || "empty"}`,
      );
    }
  }

  /**
   * Loads states from the last or the best checkpoint, such as the best weights for a final evaluation.
   *
   * @param names of the states; by default `model`
   * @throws CheckpointError if there is no such checkpoint
   */
  async load(link: Link, names: readonly string[] = ["model"]): Promise<void> {
    const wanted = Object.fromEntries(names.map((name) => [name, this.#states[name]!]));
    await this.#world.decide(async () => {
      await this.drain();
      const path = link === "last" ? this.last : this.best;
      if (path === null)
        throw new CheckpointError("MISSING", `${this.folder}: has no checkpoint that is ${link}`);
      restoreStates(wanted, new CheckpointReader(path).verify());
    });
    shareStates(this.#world, wanted);
  }

  /** Folder of the newest complete checkpoint; null if there is none, and on ranks other than 0. */
  get last(): string | null {
    return this.#folderOf(this.#saver.writer?.stored.at(-1)?.name);
  }

  /** Folder of the best checkpoint; null before an evaluation, without a monitor, and on ranks other than 0. */
  get best(): string | null {
    return this.#folderOf(this.#saver.writer?.best);
  }

  #folderOf(name: string | null | undefined): string | null {
    return name ? join(this.folder, "checkpoints", name) : null;
  }

  /** The error of the last save that failed; null if none did, and on ranks other than 0. */
  get failure(): CheckpointError | null {
    return this.#failure;
  }

  /** Resolves once every save is on the disk, or has failed. */
  drain(): Promise<void> {
    return this.#saver.drain();
  }

  /** Waits for the saves, and ends the thread that writes them. */
  async close(): Promise<void> {
    await this.#saver.close();
    if (this.#world.isMain) releaseFolder(this.folder);
  }
}

/** Resolved options, and the run as it was found. */
interface Ready extends Required<Pick<CheckpointsOptions, "world" | "warn">> {
  policies: readonly Policy[];
  trackers: Pick<Trackers, "flush" | "ids"> | null;
  opened: OpenedRun;
}

function isSame(a: Position, b: Position | undefined): boolean {
  return a.step === b?.step && a.epoch === b.epoch && a.batch === b.batch;
}

const START: LoopRecord = {
  position: { step: 0, epoch: 0, batch: 0 },
  metrics: {},
  metricsStep: null,
  json: null,
};

const toStderr = (message: string): void => void process.stderr.write(`${message}\n`);
