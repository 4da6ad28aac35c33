/** Finds the folders of runs, also inside of the folders of searches and cross-validations. */
import { lstat, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { RUN_FILE } from "../tracking/store/database.js";

/** Runs lie in the folder, or in that of a search inside of it; one level more is for folders of projects. */
const DEEPEST = 3;
/** A folder with more folders inside is not one of runs. */
const MOST_FOLDERS = 50_000;
/** Changes within one tick of the file system's clock have the same time: a folder that changed just now is read again. */
const SETTLED_MS = 2000;

/** Folders with no runs inside, which have many files. */
const SKIPPED = new Set(["checkpoints", "media", "node_modules", "outbox"]);

interface Folder {
  mtimeMs: number;
  readAtMs: number;
  depth: number;
  children: string[];
}

export class RunFolders {
  readonly #root: string;
  readonly #folders = new Map<string, Folder>();
  readonly #runs = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Returns the absolute paths of all runs, after reading the folders that changed. Symbolic links are not followed. */
  async find(): Promise<ReadonlySet<string>> {
    this.#runs.clear();
    await this.#visit(this.#root, 0);
    return this.#runs;
  }

  async #visit(path: string, depth: number): Promise<void> {
    if (this.#folders.size > MOST_FOLDERS) return;
    if (await isRun(path)) {
      this.#runs.add(path);
      this.#folders.delete(path);
      return;
    }
    const folder = await this.#read(path, depth);
    if (folder === null || depth >= DEEPEST) return;
    // In small groups: a folder may have thousands, and each takes a file descriptor.
    for (let i = 0; i < folder.children.length; i += 64)
      await Promise.all(
        folder.children.slice(i, i + 64).map((child) => this.#visit(join(path, child), depth + 1)),
      );
  }

  async #read(path: string, depth: number): Promise<Folder | null> {
    try {
      const { mtimeMs } = await stat(path);
      const known = this.#folders.get(path);
      if (known?.mtimeMs === mtimeMs && known.readAtMs - mtimeMs > SETTLED_MS) return known;
      const readAtMs = Date.now();
      const entries = await readdir(path, { withFileTypes: true });
      const children = entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !SKIPPED.has(entry.name))
        .map(({ name }) => name);
      const folder = { mtimeMs, readAtMs, depth, children };
      this.#folders.set(path, folder);
      return folder;
    } catch {
      // Removed just now, or not readable.
      this.#folders.delete(path);
      return null;
    }
  }
}

async function isRun(path: string): Promise<boolean> {
  try {
    return (await lstat(join(path, RUN_FILE))).isFile();
  } catch {
    return false;
  }
}

/** Returns a text that changes when the record does; null if there is none. */
export async function identityOf(folder: string): Promise<string | null> {
  const describe = async (name: string): Promise<string> => {
    const found = await lstat(join(folder, name), { bigint: true });
    return found.isFile() ? `${found.ino}:${found.size}:${found.mtimeNs}` : "other";
  };
  try {
    const [record, log] = await Promise.all([
      describe(RUN_FILE),
      describe(`${RUN_FILE}-wal`).catch(() => "none"),
    ]);
    return `${record} ${log}`;
  } catch {
    return null;
  }
}
