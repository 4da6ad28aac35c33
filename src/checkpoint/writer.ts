import { existsSync, realpathSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { CheckpointError } from "../errors.js";
import { bundlePath } from "../package-root.js";
import { scope } from "../tensor/index.js";
import { CHECKPOINT_VERSION, type CheckpointManifest } from "./format.js";
import { FileImage } from "./image.js";
import { linksOf, replaceLinks } from "./links.js";
import type { Policy } from "./policy.js";
import type { CheckpointReader } from "./reader.js";
import { reasonOf } from "./reason.js";
import { namesToKeep, type StoredCheckpoint } from "./retention.js";
import type { StateFiles } from "./states.js";
import { listStored, namesIn } from "./stored.js";
import type { WarmJob, WriteDone, WriteJob } from "./write-worker.js";

export interface CheckpointContent {
  manifest: Omit<CheckpointManifest, "version" | "createdAt" | "files" | "savedFor" | "saves">;
  files: StateFiles;
}

export interface CheckpointWriterOptions {
  /** The run's `checkpoints`. */
  folder: string;
  runId: string;
  /** The best checkpoint of the first policy that keeps the best is called `best`. */
  policies: readonly Policy[];
  /** The checkpoint that the run resumes from: never deleted. Later ones are, once a new one is complete. */
  resumedFrom: CheckpointReader | null;
  /** Files that must survive a power cut if a checkpoint does: the record of the steps before it. */
  syncBefore?: readonly string[];
  onFailure: (error: CheckpointError) => void;
  /** Called once a checkpoint is complete, before any other is deleted for a later one. */
  onComplete?: (stored: StoredCheckpoint, isBest: boolean) => void;
}

/**
 * Writes a run's checkpoints: the training loop waits for one copy in memory, a thread does the rest.
 * Retains the checkpoints that the policies retain, and maintains the links `last` and `best`.
 */
export class CheckpointWriter {
  readonly folder: string;
  readonly #options: CheckpointWriterOptions;
  readonly #saves: Record<string, number>;
  /** Name of the checkpoint that the run resumes from, if it is one of its own. */
  readonly #resumedFrom: string | null;
  #stored: StoredCheckpoint[];
  /** Names of checkpoints after the one that the run resumes from. */
  #abandoned: string[];
  #images: Map<string, FileImage> | null = null;
  #worker: Worker | null = null;
  #writing: Promise<void> = Promise.resolve();
  #nextId = 0;
  /** Jobs that the thread has not finished; it holds the process meanwhile. */
  #numAsked = 0;
  #isClosing = false;

  constructor(options: CheckpointWriterOptions) {
    this.#options = options;
    this.folder = options.folder;
    const { resumedFrom } = options;
    this.#saves = { ...resumedFrom?.manifest.saves };
    this.#resumedFrom =
      resumedFrom !== null && isIn(resumedFrom.folder, this.folder) ? basename(resumedFrom.folder) : null;
    clearLeftovers(options.folder);
    const { stored, abandoned } = goBackTo(this.#resumedFrom, options);
    this.#stored = stored;
    this.#abandoned = abandoned.map(({ name }) => name);
  }

  /** The complete checkpoints, oldest first. */
  get stored(): readonly StoredCheckpoint[] {
    return this.#stored;
  }

  /** Name of the best checkpoint; null before the first with a finite metric, or if no policy keeps the best. */
  get best(): string | null {
    return linksOf(this.#options.policies, this.#stored).get("best") ?? null;
  }

  /**
   * Allocates the memory that saves go through, and touches its pages in the writing thread, so that the first save
   * takes no longer than later ones. Resolves once all pages are touched; saves need not wait for it.
   */
  prepare(files: StateFiles): Promise<void> {
    this.#images = new Map([...files].map(([file, tensors]) => [file, new FileImage(tensors)]));
    const warm = [...this.#images.values()].map(({ memory }) => memory);
    return this.#ask({ id: this.#nextId++, warm }).then(() => {});
  }

  /**
   * Waits for the previous save, captures the state, and resolves once it is captured.
   *
   * @param describe called to capture the state; its tensors are freed afterwards
   * @param savedFor ids of the policies that asked for it
   */
  async save(describe: () => CheckpointContent, savedFor: readonly string[]): Promise<void> {
    await this.#writing;
    const { name, manifest } = scope(() => this.#capture(describe(), savedFor));
    const stored = { ...manifest, name };
    const all = [...this.#stored, stored];
    const kept = namesToKeep(this.#options.policies, all);
    if (this.#resumedFrom !== null) kept.add(this.#resumedFrom);
    const job: WriteJob = {
      id: this.#nextId++,
      folder: this.folder,
      name,
      files: [...this.#images!].map(([file, { memory }]) => ({ name: file, memory })),
      manifest,
      syncBefore: this.#options.syncBefore ?? [],
      links: [...linksOf(this.#options.policies, all)],
      obsolete: [...this.#abandoned, ...this.#stored.map((one) => one.name).filter((one) => !kept.has(one))],
    };
    this.#writing = this.#ask(job).then(({ error }) => {
      if (error?.stage !== "write") {
        // After a failure nothing counts as deleted, so that the next save tries again.
        this.#stored = error === null ? all.filter((one) => kept.has(one.name)) : all;
        if (error === null) this.#abandoned = [];
        this.#options.onComplete?.(stored, this.best === name);
      }
      if (error !== null) this.#options.onFailure(this.#explain(name, error));
    });
  }

  #capture(
    content: CheckpointContent,
    savedFor: readonly string[],
  ): { name: string; manifest: WriteJob["manifest"] } {
    if (this.#images === null) void this.prepare(content.files);
    for (const [file, image] of this.#images!) image.capture(content.files.get(file)!);
    for (const id of savedFor) this.#saves[id] = (this.#saves[id] ?? 0) + 1;
    const manifest = {
      version: CHECKPOINT_VERSION,
      createdAt: new Date().toISOString(),
      ...content.manifest,
      savedFor: [...savedFor],
      saves: { ...this.#saves },
    };
    return { name: this.#freeName(manifest.position.step), manifest };
  }

  /** A step saved twice (its epoch's end, then Ctrl-C) gets a second folder: the first may be the only complete one. */
  #freeName(step: number): string {
    const name = `step-${String(step).padStart(7, "0")}`;
    const taken = new Set([
      ...this.#stored.map((one) => one.name),
      ...this.#abandoned,
      ...namesIn(this.folder),
    ]);
    let free = name;
    for (let times = 2; taken.has(free); times++) free = `${name}.${times}`;
    return free;
  }

  /** Gives the thread a job; it does them in order. */
  #ask(job: WriteJob | WarmJob): Promise<WriteDone> {
    const worker = this.#startWorker();
    this.#numAsked++;
    worker.ref();
    return new Promise((resolve) => {
      const settle = (done: WriteDone): void => {
        if (done.id !== job.id) return;
        worker.off("message", settle).off("error", onDeath).off("exit", onDeath);
        this.#numAsked--;
        // terminate() waits for the thread, which must hold the process until then.
        if (this.#numAsked === 0 && !this.#isClosing) worker.unref();
        resolve(done);
      };
      const onDeath = (cause: Error | number): void => {
        this.#worker = null;
        const reason = typeof cause === "number" ? `it exited with code ${cause}` : cause.message;
        const message = `the writing thread died: ${reason}`;
        settle({ id: job.id, error: { stage: "write", code: "", message } });
      };
      worker.on("message", settle).on("error", onDeath).on("exit", onDeath);
      worker.postMessage(job);
    });
  }

  #startWorker(): Worker {
    if (this.#worker !== null) return this.#worker;
    this.#worker = new Worker(bundlePath("checkpoint/write-worker"), { execArgv: [] });
    this.#worker.unref();
    return this.#worker;
  }

  #explain(name: string, { stage, code, message }: NonNullable<WriteDone["error"]>): CheckpointError {
    const outcome = {
      write: "the checkpoint was not written",
      link: "the checkpoint was written, but last and best could not be updated to name it",
      delete: "the checkpoint was written, but older ones could not be deleted",
    }[stage];
    const earlier =
      this.#stored.length === 0 ? "There is no earlier checkpoint" : "Earlier checkpoints are untouched";
    const rest = stage === "write" ? `. ${earlier}` : "";
    return new CheckpointError(
      "WRITE",
      `${join(this.folder, name)}: ${outcome}: ${reasonOf({ code, message })}${rest}`,
      { cause: Object.assign(new Error(message), { code }) },
    );
  }

  /** Resolves once every save is on the disk, or has failed. */
  async drain(): Promise<void> {
    await this.#writing;
  }

  async close(): Promise<void> {
    await this.drain();
    this.#isClosing = true;
    await this.#worker?.terminate();
    for (const image of this.#images?.values() ?? []) image.dispose();
    this.#images = null;
  }
}

function isIn(path: string, folder: string): boolean {
  return existsSync(folder) && realpathSync(dirname(path)) === realpathSync(folder);
}

/**
 * Resets `last` and `best` to what they named when a checkpoint was the newest, so that they do not name
 * checkpoints that the resumed run will replace. Call it before the run's record is truncated to that
 * step, so that a kill in between leaves no gap in the record.
 *
 * @param name the checkpoint's folder; null changes nothing
 */
export function goBackTo(
  name: string | null,
  { folder, runId, policies }: Pick<CheckpointWriterOptions, "folder" | "runId" | "policies">,
): { stored: StoredCheckpoint[]; abandoned: StoredCheckpoint[] } {
  const found = listStored(folder, runId);
  const at = found.findIndex((one) => one.name === name);
  if (at < 0) return { stored: found, abandoned: [] };
  const stored = found.slice(0, at + 1);
  replaceLinks(folder, linksOf(policies, stored));
  return { stored, abandoned: found.slice(at + 1) };
}

/** Deletes what a killed process left half-written or half-deleted: only one process writes a run. */
function clearLeftovers(folder: string): void {
  for (const entry of namesIn(folder)) {
    if (/^\.((writing|deleting)-.*|last|best)$/.test(entry)) rmSync(join(folder, entry), { recursive: true });
  }
}
