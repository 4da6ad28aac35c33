/** Maps of embeddings, computed when a page asks for them, one at a time, and kept on the disk. */
import { type ChildProcess, fork } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { bundlePath } from "../../package-root.js";
import { defaultCacheFolder } from "../../registry/versions/cache.js";
import { RequestError } from "../../serving/request-error.js";
import type { MapJob, MapMessage } from "./map-process.js";
import type { FoundEmbeddings } from "./tasks.js";

/** The evaluation to map, or those of several splits, and their run. */
export interface WantedMap extends FoundEmbeddings {
  /** The run's key. */
  run: string;
  /** null for a map of several splits. */
  split: string | null;
  /** The step that the map stands for. */
  step: number;
}

export type MapState = { state: "ready"; path: string } | { state: "computing"; fraction: number };

interface Job {
  wanted: WantedMap;
  out: string;
  fraction: number;
  /** When a page asked last: pages ask again and again. */
  askedMs: number;
  error: string | null;
}

/** A map that no page asked for this long is not begun. */
const PATIENCE_MS = 10_000;
const MOST_JOBS = 256;

export class Maps {
  readonly #folder: string;
  readonly #jobs = new Map<string, Job>();
  #child: ChildProcess | null = null;

  constructor(folder: string = join(defaultCacheFolder(), "dashboard-maps")) {
    this.#folder = folder;
  }

  /** @throws RequestError 422 if it cannot be computed; asking again tries again */
  ask(wanted: WantedMap): MapState {
    const out = join(this.#folderOf(wanted), `${wanted.step}-${wanted.hash}.columns`);
    if (existsSync(out)) {
      this.#jobs.delete(out);
      return { state: "ready", path: out };
    }
    const job = this.#jobs.get(out) ?? { wanted, out, fraction: 0, askedMs: 0, error: null };
    if (job.error !== null) {
      this.#jobs.delete(out);
      throw new RequestError(422, "MAP", `the map cannot be computed: ${job.error}`);
    }
    if (!this.#jobs.has(out) && this.#jobs.size >= MOST_JOBS)
      throw new RequestError(503, "OVERLOADED", "too many maps wait; try again later");
    job.askedMs = Date.now();
    this.#jobs.set(out, job);
    this.#next();
    return { state: "computing", fraction: job.fraction };
  }

  close(): void {
    this.#jobs.clear();
    this.#child?.kill("SIGKILL");
  }

  #folderOf({ run, split }: WantedMap): string {
    // No split's folder has this name.
    if (split === null) return join(this.#folder, `${run}+all`);
    return join(this.#folder, `${run}-${split.replace(/[^a-z0-9]/gi, "_")}`);
  }

  /** Begins the map that was asked for last: the one that somebody looks at. */
  #next(): void {
    if (this.#child !== null) return;
    const now = Date.now();
    const waiting = [...this.#jobs.values()].filter(({ error }) => error === null);
    for (const { out, askedMs } of waiting) if (now - askedMs > PATIENCE_MS) this.#jobs.delete(out);
    const [job] = waiting
      .filter(({ askedMs }) => now - askedMs <= PATIENCE_MS)
      .sort((a, b) => b.askedMs - a.askedMs);
    if (job !== undefined) this.#start(job);
  }

  #start(job: Job): void {
    const { wanted, out } = job;
    const child = fork(bundlePath("dashboard/maps/map-process"), [], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [],
    });
    this.#child = child;
    let isTold = false;
    const end = (error: string | null): void => {
      if (this.#child !== child) return;
      this.#child = null;
      if (error === null) this.#jobs.delete(out);
      else job.error = error;
      this.#next();
    };
    child.on("message", (message: MapMessage) => {
      if ("fraction" in message) job.fraction = message.fraction;
      else {
        isTold = true;
        if ("error" in message) job.error = message.error;
      }
    });
    child.once("error", (error) => end(error.message));
    child.once("exit", (code, signal) =>
      end(isTold ? job.error : `its process ended unexpectedly (${signal ?? `code ${code}`})`),
    );
    const { step, split, folder, files } = wanted;
    child.send({
      folder,
      files,
      alignTo: this.#nearest(wanted),
      out,
      step,
      split,
    } satisfies MapJob);
  }

  /** The finished map whose step is nearest: neighbouring maps look alike, whichever was asked for first. */
  #nearest(wanted: WantedMap): string | null {
    const folder = this.#folderOf(wanted);
    if (!existsSync(folder)) return null;
    const [nearest] = readdirSync(folder)
      .flatMap((name) => {
        const step = /^(\d+)-[0-9a-f]{32}\.columns$/.exec(name)?.[1];
        return step === undefined ? [] : [{ name, away: Math.abs(Number(step) - wanted.step) }];
      })
      .sort((a, b) => a.away - b.away);
    return nearest === undefined ? null : join(folder, nearest.name);
  }
}
