import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TrackingError } from "../../errors.js";
import { ConsoleFollower } from "../console.js";
import type { FeedEvents, FeedWork } from "../feed-thread.js";
import { type Row, StoreFollower } from "../store/follower.js";
import { RunStore } from "../store/store.js";
import { appUrl } from "./credentials.js";
import { Engine } from "./engine.js";
import { findWandb } from "./install.js";
import { Session, type WandbRun } from "./session.js";
import { showItem } from "./show.js";

/** What a run is sent as, and where to. */
export interface FeedTarget {
  project: string;
  entity: string | null;
  group: string | null;
  jobType: string | null;
  notes: string | null;
  tags: readonly string[];
  baseUrl: string;
  /** null is offline. */
  apiKey: string | null;
  systemMetricsSec: number | null;
  /** The process that system metrics are of. */
  pid: number;
}

/** What of a run has reached W&B: `wandb/state.json` in its folder. */
export interface FeedState {
  /** Everything that the record has was taken by the server. */
  isDelivered: boolean;
  url: string | null;
}

/** Every metric goes by this one of ours, and by the epoch besides. */
const STEP_AXIS = "trainer/step";
const EVERY_MS = 1000;
/** Pauses before the engine is started again. */
const RESTART_MS = [500, 2000, 10_000];

/** The folder inside a run's that W&B's files lie in. */
export const WANDB_FOLDER = "wandb";

export function readFeedState(runFolder: string): FeedState | null {
  const path = join(runFolder, WANDB_FOLDER, "state.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as FeedState) : null;
}

function writeFeedState(runFolder: string, state: FeedState): void {
  const folder = join(runFolder, WANDB_FOLDER);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "state.json");
  writeFileSync(`${path}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${path}.new`, path);
}

/**
 * Sends a run to W&B out of its record, while it goes on or later: the record is what is true, and whatever the engine or the
 * network loses is read there again. Belongs on a thread of its own.
 */
export class Feed implements FeedWork {
  readonly #folder: string;
  readonly #target: FeedTarget;
  readonly #events: FeedEvents;
  #wake: () => void = () => {};
  #isOver = false;
  readonly #startMs = Date.now();

  constructor(runFolder: string, target: FeedTarget, events: FeedEvents = {}) {
    this.#folder = runFolder;
    this.#target = target;
    this.#events = events;
  }

  /** The record is complete: `run` sends the rest and ends. */
  finish(): void {
    this.#isOver = true;
    this.#wake();
  }

  /**
   * Sends until `finish`, and waits until all is delivered; offline until it is on the disk.
   *
   * @throws TrackingError when it is not
   */
  async run(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#runOnce(attempt > 0);
        return;
      } catch (error) {
        const pauseMs = RESTART_MS[attempt];
        const isLost = error instanceof TrackingError && error.code === "WANDB_LOST";
        if (!isLost || pauseMs === undefined) throw error;
        this.#events.onWarning?.(
          `${error.message}; it is started again, and what it lost is read from the run's record`,
        );
        await this.#sleep(pauseMs);
      }
    }
  }

  async #runOnce(isRestart: boolean): Promise<void> {
    const { apiKey, baseUrl, systemMetricsSec, pid } = this.#target;
    const isOffline = apiKey === null;
    const folder = this.#newFolder(isOffline);
    const install = findWandb();
    const run = this.#describe();
    const engine = await Engine.start(install, join(folder, "core.log"));
    try {
      const session = await Session.begin(engine, run, {
        ...{ folder, baseUrl, apiKey, systemMetricsSec, pid },
        clientVersion: install.version,
        resume: isOffline ? "never" : "allow",
      });
      if (session.url !== null) {
        const url = `${appUrl(baseUrl)}/${session.url}`;
        if (!isRestart) this.#events.onUrl?.(url);
        writeFeedState(this.#folder, { isDelivered: false, url });
      }
      this.#defineMetrics(session);
      await this.#follow(engine, session);
      await this.#complete(session);
      const warnings = isOffline ? [] : await this.#warningsOf(session);
      await session.finish(this.#exitCode());
      await engine.end();
      for (const warning of warnings) this.#events.onWarning?.(warning);
      if (!isOffline)
        writeFeedState(this.#folder, { isDelivered: true, url: `${appUrl(baseUrl)}/${session.url}` });
    } finally {
      await engine.end(0);
    }
  }

  /** An offline run is one `.wandb` file; an earlier part of it is written again from the record. */
  #newFolder(isOffline: boolean): string {
    const parent = join(this.#folder, WANDB_FOLDER);
    mkdirSync(parent, { recursive: true });
    for (const name of readdirSync(parent)) {
      if (name.startsWith("offline-run-")) rmSync(join(parent, name), { recursive: true });
    }
    const stamp = new Date().toISOString().replace(/[-:]/g, "").replace("T", "_").slice(0, 15);
    const { id } = this.#describe();
    let folder = join(parent, `${isOffline ? "offline-run" : "run"}-${stamp}-${id}`);
    while (existsSync(folder)) folder += "-2";
    mkdirSync(folder);
    if (isOffline) writeFeedState(this.#folder, { isDelivered: false, url: null });
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
      git: record.git,
    };
  }

  #defineMetrics(session: Session): void {
    session.defineMetric({ name: STEP_AXIS, isHidden: true });
    for (const name of ["train/*", "validation/*", "test/*", "epoch"])
      session.defineMetric({ name, axis: STEP_AXIS });
  }

  async #follow(engine: Engine, session: Session): Promise<void> {
    const follower = new StoreFollower(this.#folder, session.startingStep - 1);
    const console = new ConsoleFollower(this.#folder);
    // A run that goes on has sent what it printed before.
    const consoleFromMs = session.startingStep > 0 ? this.#startMs : 0;
    try {
      for (;;) {
        // Asked before reading: what comes in between is read in the last turn.
        const isLast = this.#isOver;
        for (const row of follower.read(isLast)) {
          const shown = await this.#show(session, row);
          if (row.values.length + shown.length > 0) {
            session.row(row.step, row.timeMs, [...row.values, [STEP_AXIS, row.step]], shown);
          }
          await engine.drained();
        }
        for (const { timeMs, stream, text } of console.read()) {
          if (timeMs >= consoleFromMs) session.console(stream, timeMs, text);
        }
        if (engine.isLost) await engine.drained();
        if (isLast) return;
        await this.#sleep(EVERY_MS);
      }
    } finally {
      follower.close();
    }
  }

  /** A clip that vanished costs its table, not the run. */
  async #show(session: Session, { step, items }: Row): Promise<[string, string][]> {
    const shown: [string, string][] = [];
    for (const item of items) {
      try {
        const value = await showItem(session, this.#folder, this.#describe().id, step, item);
        if (value !== null) shown.push([item.name, value]);
      } catch (error) {
        if (error instanceof TrackingError && error.code === "WANDB_LOST") throw error;
        this.#events.onWarning?.(`${item.name} at step ${step} is not shown: ${(error as Error).message}`);
      }
    }
    return shown;
  }

  /** What can be said only at the end. */
  async #complete(session: Session): Promise<void> {
    using store = RunStore.open(this.#folder);
    const { summary, config, status } = store.info();
    if (status === "failed") session.alert("Run failed", String(summary?.["error"] ?? ""), "ERROR");
    const { monitor, mode } =
      (config as { checkpoint?: { monitor: string; mode: "min" | "max" } }).checkpoint ?? {};
    const best = monitor === undefined ? undefined : store.best(monitor, mode!);
    session.summary({
      ...summary,
      ...(best === undefined ? {} : { [`best/${monitor}`]: best.value, "best/step": best.step }),
    });
  }

  async #warningsOf(session: Session): Promise<string[]> {
    return session.messages();
  }

  #exitCode(): number {
    using store = RunStore.open(this.#folder);
    const { status } = store.info();
    return status === "finished" ? 0 : status === "interrupted" ? 130 : 1;
  }

  #sleep(ms: number): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
