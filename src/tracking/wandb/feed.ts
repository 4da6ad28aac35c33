import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TrackingError } from "../../errors.js";
import { metricDirection } from "../../tasks/directions.js";
import { ConsoleFollower } from "../console.js";
import { FeedPace } from "../feed-pace.js";
import type { FeedEvents, FeedWork } from "../feed-thread.js";
import { type Row, StoreFollower } from "../store/follower.js";
import { RunStore } from "../store/store.js";
import { ArtifactUploads } from "./artifact-uploads.js";
import { DIFF_FILE, readRemote } from "./code.js";
import { appUrl } from "./credentials.js";
import { Engine } from "./engine.js";
import { writeFailure } from "./engine-log.js";
import {
  type Destination,
  OFFLINE_PREFIX,
  readFeedState,
  updateFeedState,
  WANDB_FOLDER,
} from "./feed-state.js";
import { GraphQl } from "./graphql.js";
import { findWandb } from "./install.js";
import { lastStepOf } from "./last-step.js";
import { Session, type SessionOptions, type WandbRun } from "./session.js";
import { type HistoryValues, showItem } from "./show.js";

/** The destination of a run, with the key and what else is sent. */
export interface FeedTarget extends Destination {
  baseUrl: string;
  /** null: offline. */
  apiKey: string | null;
  systemMetricsSec: number | null;
  /** The process whose system metrics are sent. */
  pid: number;
}

/** The metric that is the x-axis of every other one. */
const STEP_AXIS = "trainer/step";
const EVERY_MS = 1000;
/** Pauses before the engine is restarted. */
const RESTART_MS = [500, 2000, 10_000];

/**
 * Sends a run to W&B from its record, during training or later. Whatever the engine or the network loses is read from
 * the record again. Run it on its own thread.
 */
export class Feed implements FeedWork {
  readonly #folder: string;
  readonly #target: FeedTarget;
  readonly #events: FeedEvents;
  readonly #pace = new FeedPace();
  /** Subjects of earlier warnings: each is reported once. */
  readonly #warnedOf = new Set<string>();
  #cannotRewind = false;
  #hasSaidUrl = false;
  readonly #startMs = Date.now();

  constructor(runFolder: string, target: FeedTarget, events: FeedEvents = {}) {
    this.#folder = runFolder;
    this.#target = target;
    this.#events = events;
  }

  /** Call it when the record is complete: `run` then sends the rest and resolves. */
  finish(): void {
    this.#pace.finish();
  }

  /**
   * Sends until `finish`, then waits until everything is delivered, or, offline, written to disk.
   *
   * @throws TrackingError if that fails
   */
  async run(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#runOnce();
        return;
      } catch (error) {
        // A new engine: one that failed to start a run refuses to start it again.
        if (error instanceof TrackingError && error.code === "WANDB_REWIND") {
          this.#events.onWarning?.(error.message);
          continue;
        }
        const pauseMs = RESTART_MS[attempt];
        const isLost = error instanceof TrackingError && error.code === "WANDB_LOST";
        if (!isLost || pauseMs === undefined) throw error;
        this.#events.onWarning?.(
          `${error.message}; restarting it, and what it lost is read from the run's record`,
        );
        await this.#pace.pause(pauseMs);
      }
    }
  }

  async #runOnce(): Promise<void> {
    const { apiKey, baseUrl } = this.#target;
    const folder = this.#newFolder(apiKey === null);
    const install = findWandb();
    const engine = await Engine.start(install, join(folder, "core.log"));
    try {
      const graphQl = apiKey === null ? null : await GraphQl.open(engine, baseUrl, apiKey);
      const session = await this.#begin(engine, graphQl, folder, install.version);
      const url = session.url === null ? null : `${appUrl(baseUrl)}/${session.url}`;
      if (url !== null) {
        if (!this.#hasSaidUrl) this.#events.onUrl?.(url);
        this.#hasSaidUrl = true;
        // Another page has none of the artifacts of this one.
        const isKnown = readFeedState(this.#folder)?.url === url;
        updateFeedState(this.#folder, {
          ...{ isDelivered: false, url, rewindTo: null },
          ...(isKnown ? {} : { sent: [] }),
        });
      }
      this.#defineMetrics(session);
      this.#sendDiff(session);
      const uploads = new ArtifactUploads({
        ...{ runFolder: this.#folder, runId: this.#describe().id, session, graphQl },
        ...{ keepVersions: this.#target.keepVersions, files: this.#target.files },
        onWarning: (message) => this.#events.onWarning?.(message),
      });
      await this.#follow(engine, session, uploads);
      const hasAllFiles = await uploads.complete();
      this.#complete(session);
      const warnings = url === null ? [] : await session.messages();
      await session.finish(this.#exitCode());
      await engine.end();
      const failure = url === null ? writeFailure(folder) : null;
      if (failure !== null) throw new TrackingError("WANDB_FILE", `W&B's file is incomplete: ${failure}`);
      for (const warning of warnings) this.#events.onWarning?.(warning);
      if (url !== null) updateFeedState(this.#folder, { isDelivered: hasAllFiles, url });
      if (!hasAllFiles) throw new TrackingError("WANDB_FILES", "some checkpoints or models were not sent");
    } finally {
      await engine.end(0);
    }
  }

  /** Online, a run continues after the server's last row, or is rewound if the server has more. */
  async #begin(
    engine: Engine,
    graphQl: GraphQl | null,
    folder: string,
    clientVersion: string,
  ): Promise<Session> {
    const { apiKey, baseUrl, systemMetricsSec, pid } = this.#target;
    const run = this.#describe();
    const options = { folder, baseUrl, apiKey, systemMetricsSec, pid, clientVersion };
    const begin = (resume: SessionOptions["resume"]) => Session.begin(engine, run, { ...options, resume });
    if (graphQl === null) return begin("never");
    const rewindTo = readFeedState(this.#folder)?.rewindTo ?? null;
    if (rewindTo === null) return begin("allow");
    const last = await this.#lastStep(graphQl, run.id);
    if (last === null || last <= rewindTo || this.#cannotRewind) return begin("allow");
    try {
      return await begin({ rewindTo });
    } catch (error) {
      if (error instanceof TrackingError && error.code === "WANDB_LOST") throw error;
      this.#cannotRewind = true;
      const message =
        `the server does not rewind the run to step ${rewindTo} (${(error as Error).message}); ` +
        `its rows up to step ${last} stay as they are`;
      throw new TrackingError("WANDB_REWIND", message, { cause: error });
    }
  }

  /** null if it cannot be determined; starting the run will then report the reason. */
  async #lastStep(graphQl: GraphQl, run: string): Promise<number | null> {
    const { entity, project } = this.#target;
    try {
      return await lastStepOf(graphQl, { entity, project, run });
    } catch (error) {
      if (error instanceof TrackingError && error.code === "WANDB_LOST") throw error;
      return null;
    }
  }

  #sendDiff(session: Session): void {
    const diff = join(this.#folder, DIFF_FILE);
    if (!existsSync(diff)) return;
    copyFileSync(diff, join(session.filesFolder, DIFF_FILE));
    session.files([DIFF_FILE]);
  }

  /** Creates the session's folder. An offline run is one `.wandb` file: an earlier part is replaced by a complete one. */
  #newFolder(isOffline: boolean): string {
    const parent = join(this.#folder, WANDB_FOLDER);
    mkdirSync(parent, { recursive: true });
    for (const name of readdirSync(parent)) {
      if (name.startsWith(OFFLINE_PREFIX)) rmSync(join(parent, name), { recursive: true });
    }
    const stamp = new Date().toISOString().replace(/[-:]/g, "").replace("T", "_").slice(0, 15);
    const { id } = this.#describe();
    let folder = join(parent, `${isOffline ? OFFLINE_PREFIX : "run-"}${stamp}-${id}`);
    while (existsSync(folder)) folder += "-2";
    mkdirSync(folder);
    if (isOffline) updateFeedState(this.#folder, { isDelivered: false, url: null });
    return folder;
  }

  #describe(): WandbRun {
    using store = RunStore.open(this.#folder);
    const record = store.info();
    const [program = "", ...args] = record.command.slice(1);
    const { project, entity, group, jobType, notes, tags } = this.#target;
    return {
      ...{ project, entity, group, jobType, notes, tags, program, args },
      id: record.id,
      name: record.id,
      config: record.config,
      startedMs: record.startedMs,
      host: record.host,
      git: record.git === null ? null : { sha: record.git.sha, remote: readRemote(this.#folder) },
    };
  }

  #defineMetrics(session: Session): void {
    session.defineMetric({ name: STEP_AXIS, isHidden: true });
    session.defineMetric({ name: "*", axis: STEP_AXIS });
  }

  async #follow(engine: Engine, session: Session, uploads: ArtifactUploads): Promise<void> {
    const follower = new StoreFollower(this.#folder, session.startingStep - 1);
    const console = new ConsoleFollower(this.#folder);
    // The output of earlier sessions was sent before.
    const consoleFromMs = session.startingStep > 0 ? this.#startMs : 0;
    try {
      for (;;) {
        // Read before the record: rows that arrive in between are read in the last pass.
        const isLast = this.#pace.isOver;
        for (const row of follower.read(isLast)) {
          const shown = await this.#show(session, row);
          const values = row.values.filter(([name]) => this.#isWanted(name));
          if (values.length + shown.length > 0) {
            session.row(row.step, row.timeMs, [...values, [STEP_AXIS, row.step]], shown);
          }
          await engine.drained();
        }
        uploads.update(follower.files());
        for (const { timeMs, stream, text } of console.read()) {
          if (timeMs >= consoleFromMs) session.console(stream, timeMs, text);
        }
        if (engine.isLost) await engine.drained();
        if (isLast) return;
        await this.#pace.pause(EVERY_MS);
      }
    } finally {
      follower.close();
    }
  }

  /** The engine itself measures the system, unless it is disabled. */
  #isWanted(name: string): boolean {
    return this.#target.systemMetricsSec === null || !name.startsWith("system/");
  }

  /** An item that cannot be sent is left out with a warning. */
  async #show(session: Session, { step, items }: Row): Promise<HistoryValues> {
    const values: HistoryValues = [];
    if (items.length === 0) return values; // nearly every row
    const context = {
      runFolder: this.#folder,
      runId: this.#describe().id,
      onMissing: (path: string) =>
        this.#warnOnce(path, `${join(this.#folder, path)} no longer exists; its cells stay empty`),
    };
    for (const item of items) {
      try {
        values.push(...(await showItem(session, context, item)));
      } catch (error) {
        if (error instanceof TrackingError && error.code === "WANDB_LOST") throw error;
        const { code, message } = error as NodeJS.ErrnoException;
        // One warning for all items that a full disk refuses.
        const what = code === "ENOSPC" ? "logged items" : item.name;
        const why = code === "ENOSPC" ? "the disk is full; once there is room, sync the run" : message;
        this.#warnOnce(what, `${what}: not sent from step ${step} on: ${why}`);
      }
    }
    return values;
  }

  #warnOnce(what: string, message: string): void {
    if (!this.#warnedOf.has(what)) this.#events.onWarning?.(message);
    this.#warnedOf.add(what);
  }

  /** Sends the summary and the alert of a failed run. */
  #complete(session: Session): void {
    using store = RunStore.open(this.#folder);
    const { summary, config, status } = store.info();
    if (status === "failed") {
      const title = summary?.["error_code"] === "NOT_FINITE" ? "Loss is not finite" : "Run failed";
      session.alert(title, String(summary?.["error"] ?? ""), "ERROR");
    }
    session.summary({ ...summary, ...bestValues(store, config) });
  }

  #exitCode(): number {
    using store = RunStore.open(this.#folder);
    const { status } = store.info();
    return status === "finished" ? 0 : status === "interrupted" ? 130 : 1;
  }
}

/** The best value of each evaluated metric whose direction is known, and the step of the best monitored one. */
function bestValues(store: RunStore, config: Readonly<Record<string, unknown>>): Record<string, number> {
  const { monitor, mode } = (config["checkpoint"] ?? {}) as { monitor?: string; mode?: "min" | "max" };
  const best: Record<string, number> = {};
  for (const name of store.metricNames().filter((one) => one.startsWith("validation/") || one === monitor)) {
    const direction = name === monitor ? mode : metricDirection(name);
    const found = direction === undefined ? undefined : store.best(name, direction);
    if (found === undefined) continue;
    best[`best/${name}`] = found.value;
    if (name === monitor) best["best/step"] = found.step;
  }
  return best;
}
