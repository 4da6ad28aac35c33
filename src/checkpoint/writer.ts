import { existsSync, realpathSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { CheckpointError } from "../errors.js";
import { packageRoot } from "../package-root.js";
import { scope, type Tensor } from "../tensor/index.js";
import { CHECKPOINT_VERSION, type CheckpointManifest } from "./format.js";
import { FileImage } from "./image.js";
import { linksOf, replaceLinks } from "./links.js";
import type { BestPolicy, Policy } from "./policy.js";
import type { CheckpointReader } from "./reader.js";
import { namesToKeep, type StoredCheckpoint } from "./retention.js";
import { listStored, namesIn } from "./stored.js";
import type { WarmJob, WriteDone, WriteJob } from "./write-worker.js";

export interface CheckpointContent {
  manifest: Omit<CheckpointManifest, "version" | "createdAt" | "files" | "savedFor" | "saves">;
  /** Tensors by file and name; the same names, dtypes and shapes at every save. */
  files: ReadonlyMap<string, ReadonlyMap<string, Tensor>>;
}

export interface CheckpointWriterOptions {
  /** The run's `checkpoints`. */
  folder: string;
  runId: string;
  /** The first is the one whose best checkpoint is called `best`. */
  policies: readonly [BestPolicy, ...Policy[]];
  /** What the run goes on from: never deleted. Those saved after it are, once a new one is whole. */
  resumedFrom: CheckpointReader | null;
  /** Files that must outlive a power cut if a checkpoint does: the record of what led to it. */
  syncBefore?: readonly string[];
  onFailure: (error: CheckpointError) => void;
  /** Told a checkpoint once it is whole, and whether it is the best; before any other is deleted for a later one. */
  onWhole?: (stored: StoredCheckpoint, isBest: boolean) => void;
}

/**
 * Writes a run's checkpoints: the training loop waits for one copy in memory, a thread does the rest.
 * Keeps what the policies keep, and the links `last` and `best`.
 */
export class CheckpointWriter {
  readonly folder: string;
  readonly #options: CheckpointWriterOptions;
  readonly #saves: Record<string, number>;
  /** The name of the checkpoint that the run goes on from, if it is one of its own. */
  readonly #resumedFrom: string | null;
  #stored: StoredCheckpoint[];
  /** Of a future that the run did not take: it was resumed from an earlier checkpoint. */
  #abandoned: string[];
  #images: Map<string, FileImage> | null = null;
  #worker: Worker | null = null;
  #writing: Promise<void> = Promise.resolve();

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

  /** The checkpoints that are there and whole, oldest first. */
  get stored(): readonly StoredCheckpoint[] {
    return this.#stored;
  }

  /** Makes the memory that saves go through, so that the first one finds it warm. */
  prepare(files: CheckpointContent["files"]): void {
    this.#images = new Map([...files].map(([file, tensors]) => [file, new FileImage(tensors)]));
    for (const { memory } of this.#images.values())
      this.#startWorker().postMessage({ warm: memory } satisfies WarmJob);
  }

  /**
   * Captures the state and gives back once it is captured; the last save is waited for first.
   *
   * @param describe called when the state is to be captured; its tensors are freed after
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
      folder: this.folder,
      name,
      files: [...this.#images!].map(([file, { memory }]) => ({ name: file, memory })),
      manifest,
      syncBefore: this.#options.syncBefore ?? [],
      links: [...linksOf(this.#options.policies[0], all)],
      obsolete: [...this.#abandoned, ...this.#stored.map((one) => one.name).filter((one) => !kept.has(one))],
    };
    this.#writing = this.#write(job).then(({ error, isWhole }) => {
      if (isWhole) {
        this.#stored = all.filter((one) => kept.has(one.name));
        this.#abandoned = [];
        this.#options.onWhole?.(stored, linksOf(this.#options.policies[0], all).get("best") === name);
      }
      if (error !== null) this.#options.onFailure(this.#explain(name, error, isWhole));
    });
  }

  #capture(
    content: CheckpointContent,
    savedFor: readonly string[],
  ): { name: string; manifest: WriteJob["manifest"] } {
    if (this.#images === null) this.prepare(content.files);
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

  /** A step saved twice (its epoch's end, then Ctrl-C) gets a second folder: the first may be the only whole one. */
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

  #write(job: WriteJob): Promise<WriteDone> {
    const worker = this.#startWorker();
    worker.ref();
    return new Promise((resolve) => {
      const settle = (done: WriteDone): void => {
        worker.off("message", settle).off("error", onDeath).off("exit", onDeath);
        worker.unref();
        resolve(done);
      };
      const onDeath = (cause: Error | number): void => {
        this.#worker = null;
        const reason = typeof cause === "number" ? `it ended with code ${cause}` : cause.message;
        settle({ error: { code: "", message: `the writing thread died: ${reason}` }, isWhole: false });
      };
      worker.on("message", settle).on("error", onDeath).on("exit", onDeath);
      worker.postMessage(job);
    });
  }

  #startWorker(): Worker {
    if (this.#worker !== null) return this.#worker;
    this.#worker = new Worker(join(packageRoot, "dist", "checkpoint", "write-worker.js"), { execArgv: [] });
    this.#worker.unref();
    return this.#worker;
  }

  #explain(name: string, error: { code: string; message: string }, isWhole: boolean): CheckpointError {
    const where = join(this.folder, name);
    const reason = error.code === "ENOSPC" ? "the disk is full" : error.message;
    return new CheckpointError(
      "WRITE",
      isWhole
        ? `${where}: written, but older checkpoints could not be deleted: ${reason}`
        : `${where}: the checkpoint was not written: ${reason}. Earlier checkpoints are untouched`,
    );
  }

  /** Resolves when what was saved is on the disk, or has failed. */
  async drain(): Promise<void> {
    await this.#writing;
  }

  async close(): Promise<void> {
    await this.drain();
    await this.#worker?.terminate();
    for (const image of this.#images?.values() ?? []) image.dispose();
    this.#images = null;
  }
}

function isIn(path: string, folder: string): boolean {
  return existsSync(folder) && realpathSync(dirname(path)) === realpathSync(folder);
}

/**
 * Makes `last` and `best` name what they did when a checkpoint was the newest: they must not name a
 * future that the run leaves. Call it before the run's record forgets that future, so that a kill in
 * between leaves no gap in it.
 *
 * @param name of the checkpoint's folder; null changes nothing
 */
export function goBackTo(
  name: string | null,
  { folder, runId, policies }: Pick<CheckpointWriterOptions, "folder" | "runId" | "policies">,
): { stored: StoredCheckpoint[]; abandoned: StoredCheckpoint[] } {
  const found = listStored(folder, runId);
  const at = found.findIndex((one) => one.name === name);
  if (at < 0) return { stored: found, abandoned: [] };
  const stored = found.slice(0, at + 1);
  replaceLinks(folder, linksOf(policies[0], stored));
  return { stored, abandoned: found.slice(at + 1) };
}

/** One process writes a run: what is half-written or half-deleted was left by one that was killed. */
function clearLeftovers(folder: string): void {
  for (const entry of namesIn(folder)) {
    if (/^\.((writing|deleting)-.*|last|best)$/.test(entry)) rmSync(join(folder, entry), { recursive: true });
  }
}
