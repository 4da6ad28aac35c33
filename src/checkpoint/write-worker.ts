/*
 * The thread that writes checkpoints while training continues. It writes a checkpoint under a temporary
 * name, syncs and renames it; then it replaces the links that name it, each in one rename; only then
 * does it delete older ones. A kill between any two of these leaves a folder that a restart can use.
 */
import { existsSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { parentPort } from "node:worker_threads";
import { checksumOf } from "./checksum.js";
import { MANIFEST_FILE } from "./file-names.js";
import type { CheckpointManifest } from "./format.js";
import { type Link, replaceLink } from "./links.js";

export interface WriteJob {
  id: number;
  /** The run's `checkpoints`. */
  folder: string;
  /** Name of the checkpoint's own folder. */
  name: string;
  files: readonly { name: string; memory: SharedArrayBuffer }[];
  manifest: Omit<CheckpointManifest, "files">;
  /** Files that must survive a power cut if the checkpoint does; missing ones are skipped. */
  syncBefore: readonly string[];
  /** Links to replace, each with the folder that it will name. */
  links: readonly (readonly [link: Link, target: string])[];
  /** Folders to delete once the checkpoint is complete. */
  obsolete: readonly string[];
}

/** Memory to touch before it is needed: the first write to a page costs more than a copy. */
export interface WarmJob {
  id: number;
  warm: readonly SharedArrayBuffer[];
}

/** The parts of a job, in order. A checkpoint is complete once `write` is done. */
export type WriteStage = "write" | "link" | "delete";

/** The answer to a job of either kind. */
export interface WriteDone {
  /** The job's. */
  id: number;
  /** null when all went well. */
  error: { stage: WriteStage; code: string; message: string } | null;
}

/** Small enough to overlap copying with the disk, large enough that a checksum in between holds nothing up. */
const CHUNK_BYTES = 16 * 2 ** 20;
const PAGE_BYTES = 4096;

async function write(job: WriteJob, enter: (stage: WriteStage) => void): Promise<void> {
  const { folder, name } = job;
  const aside = join(folder, `.writing-${name}`);
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  try {
    const written = await Promise.all(
      job.files.map(async (file) => {
        const bytes = new Uint8Array(file.memory);
        const [crc32] = await Promise.all([checksumOf(bytes), writeSynced(join(aside, file.name), bytes)]);
        return [file.name, { bytes: bytes.byteLength, crc32 }] as const;
      }),
    );
    const manifest: CheckpointManifest = { ...job.manifest, files: Object.fromEntries(written) };
    await writeSynced(join(aside, MANIFEST_FILE), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
    await syncFolder(aside);
    for (const path of job.syncBefore) if (existsSync(path)) await sync(path);
    await rename(aside, join(folder, name));
  } catch (error) {
    // An incomplete checkpoint must not occupy a full disk.
    await rm(aside, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
  enter("link");
  for (const [link, target] of job.links) replaceLink(folder, link, target);
  await syncFolder(folder);
  enter("delete");
  for (const old of job.obsolete) {
    // The user may have deleted it already.
    if (!existsSync(join(folder, old))) continue;
    // Deleting a folder takes several steps: a half-deleted one must not look like a checkpoint.
    const doomed = join(folder, `.deleting-${old}`);
    await rename(join(folder, old), doomed);
    await rm(doomed, { recursive: true, force: true });
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w");
  const syncing: Promise<void>[] = [];
  try {
    for (let from = 0; from < bytes.byteLength; ) {
      const { bytesWritten } = await file.write(bytes, from, Math.min(CHUNK_BYTES, bytes.byteLength - from));
      from += bytesWritten;
      // The disk writes this chunk while the system copies the next.
      const synced = file.datasync();
      synced.catch(() => {}); // reported below
      syncing.push(synced);
    }
    await Promise.all(syncing);
    await file.sync();
  } finally {
    await Promise.allSettled(syncing);
    await file.close();
  }
}

/** Error codes of fsync() on a folder where the file system has no such operation. */
const NO_FOLDER_SYNC: readonly string[] = ["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

async function syncFolder(path: string): Promise<void> {
  try {
    await sync(path);
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** Syncs a file or a folder. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Changes no value: the memory may be in use already. */
function touchPages(memory: SharedArrayBuffer): void {
  const bytes = new Uint8Array(memory);
  for (let at = 0; at < bytes.byteLength; at += PAGE_BYTES) Atomics.or(bytes, at, 0);
}

if (parentPort !== null) {
  const port = parentPort;
  port.on("message", async (job: WriteJob | WarmJob) => {
    if ("warm" in job) {
      for (const memory of job.warm) touchPages(memory);
      port.postMessage({ id: job.id, error: null } satisfies WriteDone);
      return;
    }
    let stage: WriteStage = "write";
    let error: WriteDone["error"] = null;
    try {
      await write(job, (next) => {
        stage = next;
      });
    } catch (thrown) {
      const { code = "", message } = thrown as NodeJS.ErrnoException;
      error = { stage, code, message };
    }
    port.postMessage({ id: job.id, error } satisfies WriteDone);
  });
}
