import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RegistryError } from "../../errors.js";
import type { MlflowClient } from "../../mlflow/client.js";
import type { ConnectionOptions } from "../../mlflow/connection.js";
import { metricKey } from "../../mlflow/limits.js";
import { quote, take } from "../../mlflow/paging.js";
import type { NewMetric, Run, RunStatus } from "../../mlflow/runs.js";
import { openRegistry } from "../../mlflow/server/open.js";
import { createTemporaryFolder } from "../../temporary-folder.js";
import { FeedPace } from "../feed-pace.js";
import type { FeedEvents, FeedWork } from "../feed-thread.js";
import { StoreFollower } from "../store/follower.js";
import { type RunRecord, RunStore } from "../store/store.js";
import { flatParams, RUN_ID_TAG, runTags } from "./describe.js";
import { type MlflowTarget, writeMlflowState } from "./target.js";

const EVERY_MS = 1000;
/** How long a request is retried before the user is warned, once. */
const RETRY_MS = 5000;
const LAST_RETRY_MS = 30_000;
/** Pause before everything is retried after a failed request. */
const PAUSE_MS = 5000;

const STATUSES: Record<RunRecord["status"], RunStatus> = {
  running: "RUNNING",
  finished: "FINISHED",
  failed: "FAILED",
  interrupted: "KILLED",
};

/**
 * Sends a run's record to MLflow, during the run or later. After a failure, the record is read again. The run is found by its id
 * among MLflow's tags, and each metric continues after the last step that MLflow has, so that nothing is sent twice. Runs on a
 * thread of its own.
 */
export class MlflowFeed implements FeedWork {
  readonly #folder: string;
  readonly #target: MlflowTarget;
  readonly #events: FeedEvents;
  readonly #connection: ConnectionOptions;
  readonly #pace = new FeedPace();
  #hasUrl = false;

  /** @param connection replaces how long requests are retried, and can limit their time in all */
  constructor(
    runFolder: string,
    target: MlflowTarget,
    events: FeedEvents = {},
    connection: ConnectionOptions = {},
  ) {
    this.#folder = runFolder;
    this.#target = target;
    this.#events = events;
    this.#connection = connection;
  }

  /** Call when the record is complete: `run` sends the rest and resolves. */
  finish(): void {
    this.#pace.finish();
  }

  /**
   * Sends until `finish`, and returns MLflow's id of the run.
   *
   * @throws RegistryError if the server refuses, or is unreachable when the run is over
   */
  async run(): Promise<string> {
    let warned = "";
    for (;;) {
      const isLast = this.#pace.isOver;
      try {
        return await this.#runOnce();
      } catch (error) {
        const { code, message } = error as RegistryError;
        const isTemporary =
          error instanceof RegistryError &&
          /^(UNREACHABLE|HTTP_(408|429|5..)|INTERNAL_ERROR|TEMPORARILY)/.test(code);
        if (!isTemporary || isLast) throw error;
        if (code !== warned)
          this.#events.onWarning?.(`${message}. No data is lost: sending is retried from the run's record`);
        warned = code;
        await this.#pace.pause(PAUSE_MS);
      }
    }
  }

  async #runOnce(): Promise<string> {
    // At the end of a run, the recipe's finish_timeout_sec limits the wait.
    using registry = await openRegistry(this.#target.place, {
      retryMs: this.#pace.isOver ? LAST_RETRY_MS : RETRY_MS,
      ...this.#connection,
    });
    const { client } = registry;
    const run = await this.#begin(client);
    await this.#follow(client, run);
    await this.#complete(client, run);
    return run.id;
  }

  async #begin(client: MlflowClient): Promise<Run> {
    const record = this.#record();
    const { id: experimentId } = await client.experiments.ensure(this.#target.experiment);
    const find = async (): Promise<Run | undefined> =>
      (await take(client.runs.search([experimentId], `tags.\`${RUN_ID_TAG}\` = ${quote(record.id)}`), 1))[0];
    const tags = { ...this.#target.tags, ...runTags(record, this.#folder) };
    const run = (await find()) ?? (await this.#create(client, experimentId, record, tags, find));
    const { uri } = client;
    writeMlflowState(this.#folder, { uri, experimentId, runId: run.id, isDelivered: false });
    if (!this.#hasUrl) this.#events.onUrl?.(client.runPage(experimentId, run.id));
    this.#hasUrl = true;
    if (run.status !== "RUNNING") await client.runs.update(run.id, { status: "RUNNING" });
    await this.#describe(client, run, record, tags);
    return run;
  }

  /** Creates the run; one that exists although the answer was lost is found. */
  async #create(
    client: MlflowClient,
    experimentId: string,
    { id, startedMs }: RunRecord,
    tags: Record<string, string>,
    find: () => Promise<Run | undefined>,
  ): Promise<Run> {
    try {
      return await client.runs.create({
        experimentId,
        name: id,
        startedMs,
        tags: { [RUN_ID_TAG]: tags[RUN_ID_TAG]! },
      });
    } catch (error) {
      const made = await find().catch(() => undefined);
      if (made === undefined) throw error;
      return made;
    }
  }

  /** Sends tags, and params that MLflow does not have: it refuses to change a param. */
  async #describe(
    client: MlflowClient,
    run: Run,
    { config }: RunRecord,
    tags: Record<string, string>,
  ): Promise<void> {
    await client.runs.setTags(run.id, tags);
    const params = Object.entries(flatParams(config));
    await client.runs.logParams(run.id, Object.fromEntries(params.filter(([key]) => !(key in run.params))));
  }

  async #follow(client: MlflowClient, run: Run): Promise<void> {
    const sent = new Map(Object.values(run.metrics).map(({ key, step }) => [key, step]));
    const follower = new StoreFollower(this.#folder);
    try {
      for (;;) {
        // Read before the record: entries added in between are sent in the last turn.
        const isLast = this.#pace.isOver;
        const metrics: NewMetric[] = [];
        for (const { step, timeMs, values } of follower.read(isLast)) {
          for (const [name, value] of values) {
            const key = metricKey(name);
            if (step > (sent.get(key) ?? -1)) metrics.push({ key, value, step, timeMs });
          }
        }
        await client.runs.logMetrics(run.id, metrics);
        if (isLast) return;
        await this.#pace.pause(EVERY_MS);
      }
    } finally {
      follower.close();
    }
  }

  async #complete(client: MlflowClient, run: Run): Promise<void> {
    await this.#upload(client, run);
    const { status, endedMs, summary } = this.#record();
    if (typeof summary?.["error"] === "string")
      await client.runs.setTags(run.id, { "woodshed.error": summary["error"].slice(0, 5000) });
    await client.runs.update(run.id, {
      status: STATUSES[status],
      ...(status === "running" ? {} : { endedMs: endedMs ?? Date.now() }),
    });
    const { uri } = client;
    const { experimentId, id: runId } = run;
    writeMlflowState(this.#folder, { uri, experimentId, runId, isDelivered: true });
  }

  /** Uploads the configuration, and the newest version of each shown item. */
  async #upload(client: MlflowClient, { artifactUri }: Run): Promise<void> {
    const scratch = createTemporaryFolder("woodshed-mlflow-");
    try {
      await client.artifacts.upload(artifactUri, "config.yaml", join(this.#folder, "config.yaml"));
      using store = RunStore.open(this.#folder);
      const newest = new Map(store.items().map((shown) => [shown.name, shown]));
      for (const [name, { step, item }] of newest) {
        const file = join(scratch, "item.json");
        writeFileSync(file, `${JSON.stringify({ step, ...item })}\n`);
        await client.artifacts.upload(artifactUri, `shown/${name}.json`, file);
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  #record(): RunRecord {
    using store = RunStore.open(this.#folder);
    return store.info();
  }
}
