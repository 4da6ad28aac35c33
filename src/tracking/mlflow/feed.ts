import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RegistryError } from "../../errors.js";
import type { MlflowClient } from "../../registry/mlflow/client.js";
import { metricKey } from "../../registry/mlflow/limits.js";
import { quote, take } from "../../registry/mlflow/paging.js";
import type { NewMetric, Run, RunStatus } from "../../registry/mlflow/runs.js";
import { openRegistry } from "../../registry/server/open.js";
import { createTemporaryFolder } from "../../temporary-folder.js";
import { FeedPace } from "../feed-pace.js";
import type { FeedEvents, FeedWork } from "../feed-thread.js";
import { StoreFollower } from "../store/follower.js";
import { type RunRecord, RunStore } from "../store/store.js";
import { flatParams, RUN_ID_TAG, runTags } from "./describe.js";
import { type MlflowTarget, writeMlflowState } from "./target.js";

const EVERY_MS = 1000;
/** A request is tried for so long: then the run's people are told, once. */
const RETRY_MS = 5000;
const LAST_RETRY_MS = 30_000;
/** Before all is tried again with a server that was away for longer than a request is tried. */
const AGAIN_MS = 5000;

const STATUSES: Record<RunRecord["status"], RunStatus> = {
  running: "RUNNING",
  finished: "FINISHED",
  failed: "FAILED",
  interrupted: "KILLED",
};

/**
 * Sends a run to MLflow out of its record, while it goes on or later: what a dead server does not take is read there again. The
 * run is found again by its id among MLflow's tags, and each metric goes on after the last step that MLflow has of it, so that
 * nothing is sent twice. Belongs on a thread of its own.
 */
export class MlflowFeed implements FeedWork {
  readonly #folder: string;
  readonly #target: MlflowTarget;
  readonly #events: FeedEvents;
  readonly #pace = new FeedPace();
  #hasUrl = false;

  constructor(runFolder: string, target: MlflowTarget, events: FeedEvents = {}) {
    this.#folder = runFolder;
    this.#target = target;
    this.#events = events;
  }

  /** The record is complete: `run` sends the rest and ends. */
  finish(): void {
    this.#pace.finish();
  }

  /**
   * Sends until `finish`. Gives MLflow's id of the run.
   *
   * @throws RegistryError when the server refuses, or is away when the run is over
   */
  async run(): Promise<string> {
    let warned = "";
    for (;;) {
      const isLast = this.#pace.isOver;
      try {
        return await this.#runOnce();
      } catch (error) {
        const { code, message } = error as RegistryError;
        const mayPass =
          error instanceof RegistryError &&
          /^(UNREACHABLE|HTTP_(408|429|5..)|INTERNAL_ERROR|TEMPORARILY)/.test(code);
        if (!mayPass || isLast) throw error;
        if (code !== warned)
          this.#events.onWarning?.(`${message}. Nothing is lost: it is tried again, from the run's record`);
        warned = code;
        await this.#pace.pause(AGAIN_MS);
      }
    }
  }

  async #runOnce(): Promise<string> {
    // When the run is over its end waits anyway, for as long as the recipe says.
    using registry = await openRegistry(this.#target.place, {
      retryMs: this.#pace.isOver ? LAST_RETRY_MS : RETRY_MS,
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

  /** An answer that was lost may hide a run that was made. */
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

  /** Params keep their first value at MLflow; a run that goes on with others says so. */
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
        // Asked before reading: what comes in between is read in the last turn.
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

  /** The configuration, and the newest of all that the run has shown. */
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
