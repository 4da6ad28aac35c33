import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { FilesItem } from "./items.js";

/** The folder inside a run's. */
const OUTBOX = "outbox";
const CLAIMED = ".sending";
const HALF = ".new";

export interface OutboxFile {
  name: string;
  /** Where it lies now. */
  path: string;
}

/**
 * Files of a run that wait to be sent, `outbox/<what>/<version>/`: hard links, so that retention may delete a checkpoint
 * while it is being sent, or before. Whoever trains puts versions in, whoever sends claims, sends and removes them;
 * what is claimed is not dropped.
 */
export class Outbox {
  readonly #folder: string;

  constructor(runFolder: string) {
    this.#folder = join(runFolder, OUTBOX);
  }

  /** Links are made before this gives back; a file system without them gets copies, which takes as long as it takes. */
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

  /** From now on these files stay until `remove`. Gives their folder; null where they are not here. */
  claim({ what, version }: FilesItem): string | null {
    const folder = join(this.#folder, what, version);
    const claimed = `${folder}${CLAIMED}`;
    if (existsSync(claimed)) return claimed; // by a sender that was ended
    try {
      renameSync(folder, claimed);
      return claimed;
    } catch {
      return null;
    }
  }

  /** Where the files lie, claimed or not; null where they are not here. */
  find({ what, version }: FilesItem): string | null {
    const folder = join(this.#folder, what, version);
    return [folder, `${folder}${CLAIMED}`].find(existsSync) ?? null;
  }

  remove({ what, version }: FilesItem): void {
    const folder = join(this.#folder, what, version);
    for (const path of [folder, `${folder}${CLAIMED}`]) rmSync(path, { recursive: true, force: true });
  }

  /** Drops versions that nobody has claimed and that are not to be kept. */
  drop(what: FilesItem["what"], kept: ReadonlySet<string>): void {
    const folder = join(this.#folder, what);
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      if (!kept.has(name) && !name.endsWith(CLAIMED) && !name.endsWith(HALF))
        rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

/** Of versions in their order, those that are worth sending: the newest, and the newest that is the best. */
export function worthSending<Version extends { isBest: boolean }>(
  versions: readonly Version[],
  most: number | null,
): Version[] {
  if (most === null) return [...versions];
  const best = versions.findLastIndex(({ isBest }) => isBest);
  return versions.filter((_, i) => i >= versions.length - most || i === best);
}
