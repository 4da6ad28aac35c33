/** Finds the folders of searches and the databases that may have studies, without following links. */
import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { NOTE_FILE, readNote, type StorageNote } from "../../search/storage-note.js";
import { DatabaseFile } from "./database-file.js";

export const JOURNAL = "study.journal";
/** Searches lie in `runs_dir`, which may be a folder of the one that is shown. */
const DEEPEST = 3;
const MOST_SEARCHES = 1000;
const MOST_FOLDERS = 20_000;
const MOST_DATABASES = 50;

export interface FoundFolders {
  /** Folders with Optuna's journal. */
  journals: string[];
  /** Folders whose storage is elsewhere. */
  notes: { folder: string; note: StorageNote }[];
  /** Folders with trials of a search, and neither a journal nor a note. */
  orphans: string[];
  /** Storages of Optuna in SQLite. */
  databases: string[];
  /** Files that were looked into, by path and inode: true for a storage of Optuna. */
  looked: Map<string, boolean>;
}

/** @param before the last result: files are looked into once */
export function findFolders(root: string, before: FoundFolders | null): FoundFolders {
  const found: FoundFolders = { journals: [], notes: [], orphans: [], databases: [], looked: new Map() };
  const folders: { path: string; depth: number }[] = [{ path: root, depth: 0 }];
  let numFound = 0;
  for (let i = 0; i < folders.length && i < MOST_FOLDERS && numFound < MOST_SEARCHES; i++) {
    const { path, depth } = folders[i]!;
    if (isFile(join(path, JOURNAL))) {
      found.journals.push(path);
      numFound++;
      continue;
    }
    // A run has no searches in it.
    if (existsSync(join(path, "run.sqlite"))) continue;
    const note = isFile(join(path, NOTE_FILE)) ? readNote(path) : null;
    let names: string[] = [];
    try {
      const entries = readdirSync(path, { withFileTypes: true });
      names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
      for (const entry of entries)
        if (entry.isFile() && isDatabaseName(entry.name) && found.looked.size < MOST_DATABASES)
          look(join(path, entry.name), found, before);
    } catch {
      // A folder that may not be read.
    }
    if (note !== null) found.notes.push({ folder: path, note });
    else if (depth > 0 && names.includes("trials") && names.some((name) => /-t\d{4}-\d{8}-/.test(name)))
      found.orphans.push(path);
    else {
      if (depth < DEEPEST)
        for (const name of names) folders.push({ path: join(path, name), depth: depth + 1 });
      continue;
    }
    numFound++;
  }
  return found;
}

/** Other programs' databases are not searches. */
const isDatabaseName = (name: string): boolean =>
  /\.(db|db3|sqlite|sqlite3)$/i.test(name) && !["run.sqlite", "mlflow.db"].includes(name);

function look(path: string, found: FoundFolders, before: FoundFolders | null): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  // Optuna creates the tables right after the file.
  const isSettled = stat !== undefined && Date.now() - stat.mtimeMs > 10_000;
  const key = `${path} ${stat?.ino}`;
  const known = before?.looked.get(key);
  const isStorage = known === true || (known === false && isSettled) ? known : DatabaseFile.isStorage(path);
  found.looked.set(key, isStorage);
  if (isStorage) found.databases.push(path);
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
