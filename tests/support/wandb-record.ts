import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunRecorder } from "../../src/tracking/store/recorder.js";
import { RunStore } from "../../src/tracking/store/store.js";
import type { FinishStatus, RunInfo } from "../../src/tracking/tracker.js";
import { Feed, type FeedTarget } from "../../src/tracking/wandb/feed.js";
import { API_KEY } from "./wandb-server.js";

/** A run record written by the test, in a folder of its own. */
export class HandMadeRun {
  readonly folder = mkdtempSync(join(tmpdir(), "woodshed-feed-"));
  readonly id: string;
  readonly recorder = new RunRecorder({ warn: () => {} });

  constructor(id = "by-hand", config: Record<string, unknown> = {}) {
    this.id = id;
    this.#start(null, config);
    mkdirSync(join(this.folder, "media"));
  }

  #start(resumedAtStep: number | null, config: Record<string, unknown> = {}): void {
    const provenance: RunInfo["provenance"] = {
      ...{
        command: ["node", "train"],
        cwd: "/",
        git: { sha: "0123abc", isDirty: false },
        versions: {},
        host: "here",
      },
    };
    this.recorder.start({
      ...{ id: this.id, name: this.id, folder: this.folder, config, configHash: "", provenance },
      ...{ resumedAtStep, trackerIds: {} },
    });
  }

  /** Resumes from a step; the record of later steps is deleted. */
  resume(step: number): HandMadeRun {
    this.#start(step);
    return this;
  }

  log(step: number, metrics: Record<string, number>): void {
    this.recorder.log(step, metrics);
  }

  async end(status: FinishStatus = "finished", summary: Record<string, unknown> = {}): Promise<void> {
    await this.recorder.finish(status, summary);
  }

  rows(): Map<number, Record<string, number>> {
    using store = RunStore.open(this.folder);
    const rows = new Map<number, Record<string, number>>();
    for (const { step, name, value } of store.metrics()) rows.set(step, { ...rows.get(step), [name]: value });
    return rows;
  }
}

export interface Fed {
  warnings: string[];
  error: Error | null;
}

/** Starts a feed of a finished run, or of one that continues until `finish`. */
export function startFeed(
  run: HandMadeRun,
  baseUrl: string | null,
  options: Partial<FeedTarget> = {},
): { finish: () => Promise<Fed> } {
  const warnings: string[] = [];
  const target: FeedTarget = {
    ...{ project: "woodshed", entity: null, group: null, jobType: null, notes: null, tags: [] },
    ...{ baseUrl: baseUrl ?? "http://127.0.0.1:9", apiKey: baseUrl === null ? null : API_KEY },
    ...{ systemMetricsSec: null, pid: process.pid, keepVersions: 3, ...options },
  };
  const feed = new Feed(run.folder, target, { onWarning: (warning) => warnings.push(warning) });
  const running = feed.run().then(
    () => null,
    (error: Error) => error,
  );
  return {
    finish: async () => {
      feed.finish();
      return { error: await running, warnings };
    },
  };
}

export function feed(run: HandMadeRun, baseUrl: string | null, options?: Partial<FeedTarget>): Promise<Fed> {
  return startFeed(run, baseUrl, options).finish();
}
