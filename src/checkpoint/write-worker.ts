/*
 * The thread that writes checkpoints while training goes on. A checkpoint is written under another
 * name, synced and renamed; then the links that name it are replaced, each in one rename; and only
 * then are older ones deleted. A kill between any two of these leaves a folder that a restart can use.
 */
import { existsSync } from "node:fs";
import { mkdir, open, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { parentPort } from "node:worker_threads";
import { checksumOf } from "./checksum.js";
import { type CheckpointManifest, MANIFEST_FILE } from "./format.js";

export interface WriteJob {
  /** The run's `checkpoints`. */
  folder: string;
  /** Of the checkpoint's own folder. */
  name: string;
  files: readonly { name: string; memory: SharedArrayBuffer }[];
  manifest: Omit<CheckpointManifest, "files">;
  /** Files that must outlive a power cut if the checkpoint does; one that is not there is passed over. */
  syncBefore: readonly string[];
  /** Links to replace, each with the folder that it will name. */
  links: readonly (readonly [link: string, target: string])[];
  /** Folders to delete when the checkpoint is whole. */
  obsolete: readonly string[];
}

/** Memory that is to be touched before it is needed: the first write to a page costs more than a copy. */
export interface WarmJob {
  warm: SharedArrayBuffer;
}

export interface WriteDone {
  error: { code: string; message: string } | null;
  /** Whether the checkpoint is there and whole, also when deleting others failed after it. */
  isWhole: boolean;
}

/** Small enough to overlap copying with the disk, large enough that a checksum in between holds nothing up. */
const CHUNK_BYTES = 16 * 2 ** 20;
const PAGE_BYTES = 4096;

async function write(job: WriteJob, onWhole: () => void): Promise<void> {
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
    await sync(aside);
    for (const path of job.syncBefore) if (existsSync(path)) await sync(path);
    await rename(aside, join(folder, name));
  } catch (error) {
    // A full disk must not stay full of halves.
    await rm(aside, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
  for (const [link, target] of job.links) await point(folder, link, target);
  await sync(folder);
  onWhole();
  for (const old of job.obsolete) {
    // Someone made room by hand.
    if (!existsSync(join(folder, old))) continue;
    // A folder is not deleted in one instant: half of one must not look like a checkpoint.
    const doomed = join(folder, `.deleting-${old}`);
    await rename(join(folder, old), doomed);
    await rm(doomed, { recursive: true, force: true });
  }
}

async function point(folder: string, link: string, target: string): Promise<void> {
  const temporary = join(folder, `.${link}`);
  await rm(temporary, { force: true });
  await symlink(target, temporary);
  await rename(temporary, join(folder, link));
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w");
  const syncing: Promise<void>[] = [];
  try {
    for (let from = 0; from < bytes.byteLength; ) {
      const { bytesWritten } = await file.write(bytes, from, Math.min(CHUNK_BYTES, bytes.byteLength - from));
      from += bytesWritten;
      // The disk takes what it has while the system copies the next chunk.
      const synced = file.datasync();
      synced.catch(() => {}); // told below
      syncing.push(synced);
    }
    await Promise.all(syncing);
    await file.sync();
  } finally {
    await Promise.allSettled(syncing);
    await file.close();
  }
}

/** Of a file or a folder. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Changes nothing: the memory may be in use already. */
function touchPages(memory: SharedArrayBuffer): void {
  const bytes = new Uint8Array(memory);
  for (let at = 0; at < bytes.byteLength; at += PAGE_BYTES) Atomics.or(bytes, at, 0);
}

if (parentPort !== null) {
  const port = parentPort;
  port.on("message", async (job: WriteJob | WarmJob) => {
    if ("warm" in job) {
      touchPages(job.warm);
      return;
    }
    let isWhole = false;
    let error: WriteDone["error"] = null;
    try {
      await write(job, () => {
        isWhole = true;
      });
    } catch (thrown) {
      const { code = "", message } = thrown as NodeJS.ErrnoException;
      error = { code, message };
    }
    port.postMessage({ error, isWhole } satisfies WriteDone);
  });
}
