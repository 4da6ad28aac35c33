/** The searches in a folder of runs. */
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { RequestError } from "../../serving/request-error.js";
import type { SearchDetail, SearchList } from "../api.js";
import { DatabaseFile } from "./database-file.js";
import { describeDetail, describeRow, importancesOf, type SearchPlace } from "./describe-search.js";
import { type FoundFolders, findFolders, JOURNAL } from "./find-folders.js";
import { JournalFile } from "./journal-file.js";
import type { StoredStudies, StoredStudy, StoredTrial, StudySource } from "./stored-study.js";
import { describeUnknown, describeUnread, placeOfNote } from "./unread-search.js";

/** How long a list of folders is used again. */
const SCAN_MS = 2000;
/** A trial that reports nothing for longer does not run, if no process is known that owns the study. */
const QUIET_MS = 3_600_000;

export interface SearchOptions {
  /** The folder that the dashboard shows. */
  folder: string;
  /** Returns the key of a folder in it. */
  keyOf: (path: string) => string;
}

type Unread = SearchList["unread"][number];

/** A study, in a storage that can be read. */
interface Place {
  key: string;
  /** The folder of its runs; null for a study without one. */
  folder: string | null;
  /** Path of the journal or the database. */
  file: string;
  kind: "journal" | "sqlite";
  /** null: the one that is called as the folder, or the first. */
  study: string | null;
}

interface Remembered {
  shares: { numComplete: number; shares: Map<string, number | null> } | null;
  /** Names of the runs in the search's folder. */
  runs: { atMs: number; names: readonly string[] };
}

interface Scan {
  places: Map<string, Place>;
  /** Searches whose storage is not read, by key. */
  unread: Map<string, Unread>;
}

/** Reads the searches of a folder, and what was added to them since. */
export class Searches {
  readonly #options: SearchOptions;
  /** By path, so that studies in one file share a reading. */
  readonly #sources = new Map<string, StudySource>();
  readonly #remembered = new Map<string, Remembered>();
  #folders: FoundFolders | null = null;
  #scannedMs = Number.NEGATIVE_INFINITY;

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  /** The newest first. */
  async list(): Promise<SearchList> {
    const { places, unread } = await this.#scan();
    const searches: SearchList["searches"][number][] = [];
    const others = [...unread.values()];
    for (const place of places.values()) {
      try {
        const read = await this.#sourceOf(place).read();
        const study = studyOf(place, read);
        if (study !== null) searches.push(describeRow(study, this.#describePlace(place, study, read)));
      } catch (error) {
        // A journal that was removed just now, or is none, is no search.
        if (place.kind === "sqlite") others.push(this.#describeFailure(place, error as Error));
      }
    }
    return { searches: searches.sort((a, b) => b.updatedMs - a.updatedMs), unread: others };
  }

  /**
   * Returns a search; null if there is none.
   *
   * @param since the `version` of an earlier answer, after which trials that did not change are left out; -1 for all
   * @throws RequestError for a search whose storage is not read
   */
  async detail(key: string, since = -1): Promise<SearchDetail | null> {
    const { places, unread } = await this.#scan();
    const place = places.get(key);
    if (place === undefined) {
      const found = unread.get(key);
      if (found === undefined) return null;
      throw new RequestError(422, "STORAGE", `${found.name}: ${found.reason}`);
    }
    const read = await this.#read(place);
    const study = studyOf(place, read);
    if (study === null) return null;
    // After a restart, all is new.
    const base = read.numRestarts * POSITIONS_OF_A_START;
    const from = since < base ? -1 : since - base;
    const detail = describeDetail(
      study,
      this.#describePlace(place, study, read),
      this.#sharesOf(key, study),
      {
        since: from,
        version: base + read.position,
        numSkipped: read.numSkipped,
      },
    );
    return from < 0 ? detail : { ...detail, since };
  }

  async #read(place: Place): Promise<StoredStudies> {
    try {
      return await this.#sourceOf(place).read();
    } catch (error) {
      if (place.kind === "journal") throw error;
      throw new RequestError(422, "STORAGE", this.#describeFailure(place, error as Error).reason);
    }
  }

  async #scan(): Promise<Scan> {
    const { folder: root, keyOf } = this.#options;
    if (this.#folders === null || performance.now() - this.#scannedMs > SCAN_MS) {
      this.#folders = findFolders(root, this.#folders);
      this.#scannedMs = performance.now();
    }
    const places = new Map<string, Place>();
    const unread = new Map<string, Unread>();
    const { journals, notes, orphans, databases } = this.#folders;
    const pathOf = (folder: string): string => relative(root, folder) || ".";
    for (const folder of journals)
      places.set(keyOf(folder), {
        ...{ key: keyOf(folder), folder, file: join(folder, JOURNAL), kind: "journal", study: null },
      });
    for (const { folder, note } of notes) {
      const key = keyOf(folder);
      const found = placeOfNote(note, root);
      if ("reason" in found) unread.set(key, { ...found, path: pathOf(folder), key });
      else places.set(key, { key, folder, ...found });
    }
    const isClaimed = (file: string, study: string): boolean =>
      [...places.values()].some((place) => place.file === file && place.study === study);
    for (const file of databases) {
      for (const study of await this.#studiesOf(file)) {
        if (isClaimed(file, study)) continue;
        const folder = folderOf(file, study, root);
        const key = keyOf(folder ?? `${file}#${study}`);
        if (!places.has(key) && !unread.has(key))
          places.set(key, { key, folder, file, kind: "sqlite", study });
      }
    }
    for (const folder of orphans) {
      const key = keyOf(folder);
      if (!places.has(key) && !unread.has(key))
        unread.set(key, { ...describeUnknown(folder), path: pathOf(folder), key });
    }
    this.#forget(places);
    return { places, unread };
  }

  /** Names of the studies in a database; of one that cannot be read, its file's. */
  async #studiesOf(file: string): Promise<string[]> {
    try {
      const { studies } = await this.#sourceOf({ file, kind: "sqlite" }).read();
      return studies.map(({ name }) => name);
    } catch {
      return [basename(file)];
    }
  }

  #sourceOf({ file, kind }: Pick<Place, "file" | "kind">): StudySource {
    let source = this.#sources.get(file);
    if (source === undefined) {
      source = kind === "journal" ? new JournalFile(file) : new DatabaseFile(file);
      this.#sources.set(file, source);
    }
    return source;
  }

  #forget(places: ReadonlyMap<string, Place>): void {
    const files = new Set([...[...places.values()].map(({ file }) => file), ...this.#folders!.databases]);
    for (const file of this.#sources.keys()) if (!files.has(file)) this.#sources.delete(file);
    for (const key of this.#remembered.keys()) if (!places.has(key)) this.#remembered.delete(key);
  }

  #describeFailure({ key, folder, file, study }: Place, error: Error): Unread {
    return {
      ...describeUnread(study ?? basename(file), file, error),
      path: relative(this.#options.folder, folder ?? file) || ".",
      key,
    };
  }

  #describePlace(place: Place, study: StoredStudy, { studies, changedMs }: StoredStudies): SearchPlace {
    const { keyOf, folder: root } = this.#options;
    const { key, folder, file } = place;
    const names = folder === null ? [] : this.#runsIn(key, folder);
    // One search at a time owns a file: of several studies in it, the one whose trials are the newest.
    const isNewest = studies.every((other) => newestOf(other) <= newestOf(study));
    const owner = ownerOf(file);
    return {
      key,
      path: relative(root, folder ?? file) || ".",
      isOwned:
        owner === "none"
          ? place.kind === "sqlite" && hasRunning(study) && Date.now() - changedMs < QUIET_MS
          : owner === "alive" && isNewest,
      changedMs: studies.length > 1 ? Math.min(changedMs, newestOf(study) || changedMs) : changedMs,
      runOf: (trial, recipeName) => {
        const name = runNameOf(trial, recipeName, names);
        return name === null || folder === null ? null : keyOf(join(folder, name));
      },
    };
  }

  #rememberedOf(key: string): Remembered {
    let found = this.#remembered.get(key);
    if (found === undefined) {
      found = { shares: null, runs: { atMs: Number.NEGATIVE_INFINITY, names: [] } };
      this.#remembered.set(key, found);
    }
    return found;
  }

  /** Importances are computed again when a tenth more trials are complete. */
  #sharesOf(key: string, study: StoredStudy): Map<string, number | null> {
    const remembered = this.#rememberedOf(key);
    const numComplete = study.trials.filter(({ state }) => state === "complete").length;
    const before = remembered.shares;
    const isOld =
      before === null || numComplete < before.numComplete || numComplete > 1.1 * before.numComplete;
    if (isOld) remembered.shares = { numComplete, shares: importancesOf(study) };
    return remembered.shares!.shares;
  }

  #runsIn(key: string, folder: string): readonly string[] {
    const remembered = this.#rememberedOf(key);
    if (performance.now() - remembered.runs.atMs > SCAN_MS) {
      let names: string[] = [];
      try {
        names = readdirSync(folder).sort();
      } catch {
        // The folder was removed.
      }
      remembered.runs = { atMs: performance.now(), names };
    }
    return remembered.runs.names;
  }
}

/** More changes than a storage has. */
const POSITIONS_OF_A_START = 2 ** 40;

function studyOf({ study, folder }: Place, { studies }: StoredStudies): StoredStudy | null {
  if (study !== null) return studies.find(({ name }) => name === study) ?? null;
  return studies.find(({ name }) => name === basename(folder!)) ?? studies[0] ?? null;
}

/** The folder of the runs of a study in a database: it is called as the study. */
function folderOf(file: string, study: string, root: string): string | null {
  const own = dirname(file);
  if (basename(own) === study) return own;
  if (study === "" || study === "." || study === ".." || basename(study) !== study) return null;
  const candidates = [join(own, study), join(root, study)];
  return candidates.find((path) => isFolder(path) && !existsSync(join(path, "run.sqlite"))) ?? null;
}

const isFolder = (path: string): boolean => {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
};

const hasRunning = ({ trials }: StoredStudy): boolean => trials.some(({ state }) => state === "running");

/** Time of the newest trial's last change; 0 without trials. */
const newestOf = ({ trials }: StoredStudy): number =>
  trials.reduce((newest, { startedMs, endedMs }) => Math.max(newest, startedMs ?? 0, endedMs ?? 0), 0);

/** The trial's run: as it told at its end, or by its name, which it shares with the trial that it retries. */
function runNameOf(
  { number, userAttrs, retryHistory }: StoredTrial,
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

/**
 * Returns whether the process lives that owns a storage's file, by the file that services/search/parts.py writes beside it; its id
 * may belong to another program by now. `none` for a study of another program, which writes no such file.
 */
function ownerOf(file: string): "alive" | "gone" | "none" {
  try {
    const path = `${file}.owner`;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return "none";
    if (!stat.isFile() || stat.size > 100) return "gone";
    const pid = Number(readFileSync(path, "utf8").trim());
    if (!Number.isSafeInteger(pid) || pid <= 1) return "gone";
    process.kill(pid, 0);
    return "alive";
  } catch (error) {
    // A process of another user.
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "alive" : "gone";
  }
}
