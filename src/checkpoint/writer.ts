import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { CheckpointError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import {
  CHECKPOINT_VERSION,
  type CheckpointManifest,
  MANIFEST_FILE,
  MODEL_FILE,
  TRAINING_FILE,
} from "./format.js";
import { encodeSafetensors } from "./safetensors.js";

export interface CheckpointContent {
  manifest: Omit<CheckpointManifest, "version" | "createdAt" | "files">;
  model: ReadonlyMap<string, Tensor>;
  training: ReadonlyMap<string, Tensor>;
}

/** The names under which a checkpoint can be found besides its own. */
export type Pointer = "last" | "best";

/**
 * Writes a run's checkpoints. Each is a folder written under another name, synced and renamed, so
 * that a kill at any instant leaves the ones before whole; `last` and `best` are symbolic links
 * replaced in one rename. A folder that no link names any more is deleted after that.
 */
export class CheckpointWriter {
  readonly folder: string;

  /** @param folder the run's `checkpoints` folder */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Gives the checkpoint's folder. Tensors are read before the first await: training may go on. */
  async write(content: CheckpointContent, pointers: readonly Pointer[]): Promise<string> {
    const name = this.#freeName(content.manifest.position.step);
    const files: [string, Uint8Array[]][] = [
      [MODEL_FILE, encodeSafetensors(content.model)],
      [TRAINING_FILE, encodeSafetensors(content.training)],
    ];
    try {
      return await this.#writeFiles(name, content, files, pointers);
    } catch (error) {
      const reason =
        (error as NodeJS.ErrnoException).code === "ENOSPC" ? "the disk is full" : (error as Error).message;
      throw new CheckpointError(
        "WRITE",
        `${join(this.folder, name)}: the checkpoint was not written: ${reason}. Earlier checkpoints are untouched`,
        { cause: error },
      );
    }
  }

  /** A step saved twice (an epoch's end, then Ctrl-C) gets a second folder: the first may be the only whole one. */
  #freeName(step: number): string {
    const name = `step-${String(step).padStart(7, "0")}`;
    let free = name;
    for (let i = 2; existsSync(join(this.folder, free)); i++) free = `${name}.${i}`;
    return free;
  }

  async #writeFiles(
    name: string,
    content: CheckpointContent,
    files: readonly [string, Uint8Array[]][],
    pointers: readonly Pointer[],
  ): Promise<string> {
    const aside = join(this.folder, `.writing-${name}-${process.pid}`);
    await rm(aside, { recursive: true, force: true });
    await mkdir(aside, { recursive: true });
    const listed: CheckpointManifest["files"] = {};
    for (const [file, parts] of files) listed[file] = await writeSynced(join(aside, file), parts);
    const manifest: CheckpointManifest = {
      version: CHECKPOINT_VERSION,
      createdAt: new Date().toISOString(),
      ...content.manifest,
      files: listed,
    };
    await writeSynced(join(aside, MANIFEST_FILE), [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]);
    await syncFolder(aside);

    const final = join(this.folder, name);
    await rename(aside, final);
    for (const pointer of pointers) await this.#point(pointer, name);
    await syncFolder(this.folder);
    await this.#deleteUnnamed();
    return final;
  }

  async #point(pointer: Pointer, name: string): Promise<void> {
    const temporary = join(this.folder, `.${pointer}-${process.pid}`);
    await rm(temporary, { force: true });
    await symlink(name, temporary);
    await rename(temporary, join(this.folder, pointer));
  }

  async #deleteUnnamed(): Promise<void> {
    const named = new Set<string>();
    for (const pointer of ["last", "best"]) {
      try {
        named.add(basename(await readlink(join(this.folder, pointer))));
      } catch {
        // Not every run has a best one yet.
      }
    }
    for (const entry of await readdir(this.folder)) {
      // One process writes a run: what is half-written was left by one that was killed.
      const isOurs = /^(step-\d+(\.\d+)?|\.(writing|last|best)-.*)$/.test(entry);
      if (isOurs && !named.has(entry)) await rm(join(this.folder, entry), { recursive: true });
    }
  }
}

async function writeSynced(
  path: string,
  parts: readonly Uint8Array[],
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for (const part of parts) {
    hash.update(part);
    bytes += part.byteLength;
  }
  const file = await open(path, "w");
  try {
    await writeAll(file, parts);
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest("hex") };
}

async function writeAll(file: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  // The kernel takes at most 1024 buffers a call, and may take fewer bytes than offered.
  for (let i = 0; i < parts.length; i += 1024) {
    let group = parts.slice(i, i + 1024).filter((part) => part.byteLength > 0);
    while (group.length > 0) {
      let { bytesWritten } = await file.writev(group);
      while (group.length > 0 && bytesWritten >= group[0]!.byteLength) {
        bytesWritten -= group[0]!.byteLength;
        group = group.slice(1);
      }
      if (bytesWritten > 0) group = [group[0]!.subarray(bytesWritten), ...group.slice(1)];
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
