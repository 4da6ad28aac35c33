/** The searches in a folder of runs. */
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { SearchDetail, SearchRow } from "../api.js";
import { describeDetail, describeRow, importancesOf, type SearchPlace } from "./describe-search.js";
import type { JournalStudy, JournalTrial } from "./journal.js";
import { JournalFile } from "./journal-file.js";

const JOURNAL = "study.journal";
/** Written by the process that owns the study: services/search/parts.py. */
const OWNER = "study.journal.owner";
/** Searches lie in `runs_dir`, which may be a folder of the one that is shown. */
const DEEPEST = 3;
const MOST_SEARCHES = 1000;
const MOST_FOLDERS = 20_000;
/** How long a list of folders is used again. */
const SCAN_MS = 2000;

export interface SearchOptions {
  /** The folder that the dashboard shows. */
  folder: string;
  /** Returns the key of a folder in it. */
  keyOf: (path: string) => string;
}

interface Open {
  folder: string;
  file: JournalFile;
  shares: { numComplete: number; shares: Map<string, number | null> } | null;
  /** Names of the runs in the search's folder. */
  runs: { atMs: number; names: readonly string[] };
}

/** Reads the searches of a folder, and what was added to them since. */
export class Searches {
  readonly #options: SearchOptions;
  readonly #open = new Map<string, Open>();
  #scannedMs = Number.NEGATIVE_INFINITY;

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  /** The newest first. Searches that cannot be read are left out. */
  async list(): Promise<SearchRow[]> {
    this.#scan();
    const rows: SearchRow[] = [];
    for (const [key, open] of this.#open) {
      try {
        const study = studyOf(open, (await open.file.read()).studies);
        if (study !== null) rows.push(describeRow(study, this.#placeOf(key, open)));
      } catch {
        // It was removed, or it is none.
      }
    }
    return rows.sort((a, b) => b.updatedMs - a.updatedMs);
  }

  /**
   * Returns a search; null if there is none.
   *
   * @param since the `version` of an earlier answer, after which trials that did not change are left out; -1 for all
   */
  async detail(key: string, since = -1): Promise<SearchDetail | null> {
    if (!this.#open.has(key)) this.#scan();
    const open = this.#open.get(key);
    if (open === undefined) return null;
    const journal = await open.file.read();
    const study = studyOf(open, journal.studies);
    if (study === null) return null;
    // A version counts the lines that were read; after a restart, all are new.
    const base = open.file.numRestarts * VERSIONS_OF_A_START;
    const from = since < base ? -1 : since - base;
    return describeDetail(study, this.#placeOf(key, open), sharesOf(open, study), {
      since: from < 0 ? -1 : since,
      version: base + journal.numLines,
      numSkipped: journal.numSkipped,
    });
  }

  #scan(): void {
    if (performance.now() - this.#scannedMs < SCAN_MS) return;
    const found = findSearches(this.#options.folder);
    const keys = new Map(found.map((folder) => [this.#options.keyOf(folder), folder]));
    for (const key of this.#open.keys()) if (!keys.has(key)) this.#open.delete(key);
    for (const [key, folder] of keys) {
      if (!this.#open.has(key))
        this.#open.set(key, {
          folder,
          file: new JournalFile(join(folder, JOURNAL)),
          shares: null,
          runs: { atMs: Number.NEGATIVE_INFINITY, names: [] },
        });
    }
    this.#scannedMs = performance.now();
  }

  #placeOf(key: string, open: Open): SearchPlace {
    const { keyOf, folder } = this.#options;
    const names = runsIn(open);
    return {
      key,
      path: relative(folder, open.folder) || ".",
      isOwned: isOwned(open.folder),
      changedMs: open.file.changedMs,
      runOf: (trial, recipeName) => {
        const name = runNameOf(trial, recipeName, names);
        return name === null ? null : keyOf(join(open.folder, name));
      },
    };
  }
}

/** More lines than a journal has. */
const VERSIONS_OF_A_START = 2 ** 40;

/** The study of a folder: the one that is called as the folder, or the first of a file that has several. */
function studyOf({ folder }: Open, studies: readonly JournalStudy[]): JournalStudy | null {
  return studies.find(({ name }) => name === basename(folder)) ?? studies[0] ?? null;
}

/** Importances are computed again when a tenth more trials are complete. */
function sharesOf(open: Open, study: JournalStudy): Map<string, number | null> {
  const numComplete = study.trials.filter(({ state }) => state === "complete").length;
  const before = open.shares;
  const isOld = before === null || numComplete < before.numComplete || numComplete > 1.1 * before.numComplete;
  if (isOld) open.shares = { numComplete, shares: importancesOf(study) };
  return open.shares!.shares;
}

function runsIn(open: Open): readonly string[] {
  if (performance.now() - open.runs.atMs > SCAN_MS) {
    let names: string[] = [];
    try {
      names = readdirSync(open.folder).sort();
    } catch {
      // The folder was removed.
    }
    open.runs = { atMs: performance.now(), names };
  }
  return open.runs.names;
}

/** The trial's run: as it told at its end, or by its name, which it shares with the trial that it retries. */
function runNameOf(
  { number, userAttrs, retryHistory }: JournalTrial,
  recipeName: string | null,
  names: readonly string[],
): string | null {
  const told = userAttrs.get("run");
  if (typeof told === "string") return has(names, told) ? told : null;
  if (recipeName === null) return null;
  const root = retryHistory[0] ?? number;
  // SearchPlan.trialName makes the same.
  const prefix = `${recipeName.slice(0, 34)}-t${String(root).padStart(4, "0")}-`;
  const place = lowerBound(names, prefix);
  let found: string | null = null;
  for (let i = place; names[i]?.startsWith(prefix) === true; i++) found = names[i]!;
  return found;
}

function lowerBound(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

const has = (sorted: readonly string[], text: string): boolean => sorted[lowerBound(sorted, text)] === text;

/** Returns whether the process that owns the study lives; its id may belong to another program by now. */
function isOwned(folder: string): boolean {
  try {
    const path = join(folder, OWNER);
    const stat = lstatSync(path);
    if (!stat.isFile() || stat.size > 100) return false;
    const pid = Number(readFileSync(path, "utf8").trim());
    if (!Number.isSafeInteger(pid) || pid <= 1) return false;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Folders with a study, without following links. */
export function findSearches(root: string): string[] {
  const found: string[] = [];
  const folders: { path: string; depth: number }[] = [{ path: root, depth: 0 }];
  for (let i = 0; i < folders.length && i < MOST_FOLDERS && found.length < MOST_SEARCHES; i++) {
    const { path, depth } = folders[i]!;
    if (isFile(join(path, JOURNAL))) {
      found.push(path);
      continue;
    }
    // A run has no searches in it.
    if (depth >= DEEPEST || existsSync(join(path, "run.sqlite"))) continue;
    try {
      for (const entry of readdirSync(path, { withFileTypes: true }))
        if (entry.isDirectory()) folders.push({ path: join(path, entry.name), depth: depth + 1 });
    } catch {
      // A folder that may not be read.
    }
  }
  return found;
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
