import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { FilesItem } from "../items.js";

/** Name of the folder in a run's folder. */
const OUTBOX = "outbox";
const CLAIMED = ".sending";
const HALF = ".new";

export interface OutboxFile {
  name: string;
  /** The file's present path. */
  path: string;
}

/**
 * Files of a run that wait to be sent, in `outbox/<what>/<version>/`. They are hard links, so that retention may delete
 * a checkpoint before or during its upload. The training thread puts versions in; the sender claims, sends and removes
 * them. Claimed versions are not dropped.
 */
export class Outbox {
  readonly #folder: string;

  constructor(runFolder: string) {
    this.#folder = join(runFolder, OUTBOX);
  }

  /** Creates the links before it returns; on a file system without links it copies, which may take long. */
  async put(what: FilesItem["what"], version: string, files: readonly OutboxFile[]): Promise<void> {
    const whole = join(this.#folder, what, version);
    const half = `${whole}${HALF}`;
    for (const old of [half, whole]) rmSync(old, { recursive: true, force: true });
    mkdirSync(half, { recursive: true });
    try {
      for (const { name, path } of files) linkSync(path, join(half, name));
    } catch {
      rmSync(half, { recursive: true });
      mkdirSync(half);
      for (const { name, path } of files) await copyFile(path, join(half, name));
    }
    renameSync(half, whole);
  }

  /** Protects the files until `remove`. Returns their folder; null if they are not in the outbox. */
  claim({ what, version }: FilesItem): string | null {
    const folder = join(this.#folder, what, version);
    const claimed = `${folder}${CLAIMED}`;
    if (existsSync(claimed)) return claimed; // by a sender that was killed
    try {
      renameSync(folder, claimed);
      return claimed;
    } catch {
      return null;
    }
  }

  /** Returns the files' folder, claimed or not; null if they are not in the outbox. */
  find({ what, version }: FilesItem): string | null {
    const folder = join(this.#folder, what, version);
    return [folder, `${folder}${CLAIMED}`].find(existsSync) ?? null;
  }

  remove({ what, version }: FilesItem): void {
    const folder = join(this.#folder, what, version);
    for (const path of [folder, `${folder}${CLAIMED}`]) rmSync(path, { recursive: true, force: true });
  }

  /** Deletes versions that are neither claimed nor listed in `kept`. */
  drop(what: FilesItem["what"], kept: ReadonlySet<string>): void {
    const folder = join(this.#folder, what);
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      if (!kept.has(name) && !name.endsWith(CLAIMED) && !name.endsWith(HALF))
        rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

/** Selects the versions to send, in order: the newest `most`, and the newest best one. */
export function worthSending<Version extends { isBest: boolean }>(
  versions: readonly Version[],
  most: number | null,
): Version[] {
  if (most === null) return [...versions];
  const best = versions.findLastIndex(({ isBest }) => isBest);
  return versions.filter((_, i) => i >= versions.length - most || i === best);
}
