import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { basename, dirname, relative } from "node:path";
import { isSameProcess } from "../process-identity.js";
import { RequestError } from "../serving/request-error.js";
import type { RunList, RunRow, RunStatus } from "./api.js";
import type { Readers } from "./readers.js";
import type { RecordRow } from "./reading/row.js";
import type { IndexedRow } from "./reading/run-index.js";
import { identityOf, RunFolders } from "./run-folders.js";
import { runKey } from "./run-key.js";

/** How often records are looked at: those that somebody follows, running ones, others. */
const FOLLOWED_MS = 500;
const RUNNING_MS = 1000;
const OTHERS_MS = 10_000;
/** How often folders are searched for new runs. */
const SEARCH_MS = 2000;
const TICK_MS = 250;
/** How often rows of runs that ended are stored. */
const SAVE_MS = 1000;
/** Curves of fewer steps are read in no time. */
const LONG_STEPS = 20_000;
/** The index is read and written by one thread. */
const INDEX_THREAD = { affinity: "0000" };

/** A run of the folder. */
export interface KnownRun {
  key: string;
  /** Absolute. */
  folder: string;
  /** Relative to the folder that the dashboard shows. */
  path: string;
  /** A text that changes when the record does: what was read of it is cached with it. */
  identity: string | null;
  /** null before it was read, and if it cannot be. */
  row: RecordRow | null;
  /** Status by the process that trains it, as of the last look. */
  status: RunStatus;
  /** Why it cannot be read. */
  error: string | null;
}

interface Entry extends KnownRun {
  /** When it started, by the name of its folder. */
  started: string;
  /** Number of its last change. */
  changedAt: number;
  dueMs: number;
  isReading: boolean;
  numFollowers: number;
}

/** Events by name. */
interface Events {
  /** A run was read for the first time, or has news. `before` is null for the first. */
  run: [run: KnownRun, before: RecordRow | null];
  /** Runs came or went. */
  list: [];
}

/** All runs of a folder, which is watched by looking at its files: no record stays open. */
export class Runs extends EventEmitter<Events> {
  readonly folder: string;
  readonly #readers: Readers;
  readonly #folders: RunFolders;
  readonly #entries = new Map<string, Entry>();
  #searchDueMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #isSearched = false;
  /** Counts changes of rows: see `list`. */
  readonly #epoch = randomBytes(4).toString("hex");
  #change = 0;
  /** When runs were removed, by key. */
  readonly #gone = new Map<string, number>();
  /** Rows of an earlier start, until their runs are looked at. */
  readonly #indexed = new Map<string, IndexedRow>();
  #unsaved: IndexedRow[] = [];
  #saveTimer: NodeJS.Timeout | undefined;

  constructor(folder: string, readers: Readers) {
    super();
    this.setMaxListeners(0);
    this.folder = folder;
    this.#readers = readers;
    this.#folders = new RunFolders(folder);
  }

  /** Finds the runs once, then keeps watching them. Reading them takes place later. */
  async start(): Promise<void> {
    // Without an index everything is read: it is no reason to fail.
    const indexed = await this.#readers.call("loadIndex", [this.folder], INDEX_THREAD).catch(() => []);
    for (const one of indexed) this.#indexed.set(one.folder, one);
    await this.#tick();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#saveTimer);
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Looks at a run at the next opportunity. */
  lookSoon(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) Object.assign(entry, { identity: null, dueMs: 0 });
  }

  /** @throws RequestError 404 for a key of no run */
  find(key: string): KnownRun {
    const entry = this.#entries.get(key);
    if (entry === undefined)
      throw new RequestError(
        404,
        "NO_RUN",
        `no run ${key} in this folder: it was moved or removed; reload the list`,
      );
    return entry;
  }

  /** Returns the run of a folder; null if it is none of these. */
  ofFolder(folder: string): KnownRun | null {
    return this.#entries.get(runKey(folder)) ?? null;
  }

  all(): readonly KnownRun[] {
    return [...this.#entries.values()];
  }

  /** @param since version of an earlier answer; one of another start of the dashboard counts as none */
  list(since: string | null = null): RunList {
    const entries = [...this.#entries.values()];
    const [epoch, change] = since?.split("-") ?? [];
    const isWhole = epoch !== this.#epoch || !/^\d{1,15}$/.test(change ?? "");
    const after = isWhole ? -1 : Number(change);
    return {
      folder: this.folder,
      version: `${this.#epoch}-${this.#change}`,
      isWhole,
      gone: [...this.#gone].flatMap(([key, at]) => (at > after && !isWhole ? [key] : [])),
      runs: entries
        .flatMap((entry) => (entry.row === null || entry.changedAt <= after ? [] : [this.rowOf(entry)]))
        .sort((a, b) => b.startedMs - a.startedMs),
      numUnread: entries.filter(({ row, error }) => row === null && error === null).length,
      unreadable: entries.flatMap(({ path, error, row }) =>
        error === null || row !== null ? [] : [{ path, message: error }],
      ),
    };
  }

  /** Returns a row as of now. @throws RequestError if the run was not read yet or cannot be */
  rowOf(run: KnownRun): RunRow {
    const { row, status, key, path } = run;
    if (row === null)
      throw run.error === null
        ? new RequestError(503, "NOT_READ", `${path}: not read yet; try again in a second`, {
            "Retry-After": "1",
          })
        : new RequestError(422, "UNREADABLE", run.error);
    const { process: _, patienceMs, secondsLeft, problems, ...shown } = row;
    const quietMs = Date.now() - row.updatedMs;
    const isQuiet = status === "running" && quietMs > patienceMs;
    return {
      ...shown,
      ...{ key, path, status, search: this.#searchOf(run) },
      secondsLeft:
        status !== "running" || secondsLeft === null ? null : Math.max(0, secondsLeft - quietMs / 1000),
      problems: isQuiet ? [...problems, `no news for ${Math.round(quietMs / 60_000)} minutes`] : problems,
    };
  }

  /** Looks at a run more often until the returned function is called. */
  follow(key: string): () => void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return () => {};
    entry.numFollowers++;
    entry.dueMs = 0;
    let isOver = false;
    return () => {
      if (!isOver) entry.numFollowers--;
      isOver = true;
    };
  }

  /** A run in a folder of its own is a trial of a search, or a fold of a cross-validation. */
  #searchOf({ folder, path }: KnownRun): RunRow["search"] {
    if (dirname(path) === ".") return null;
    const parent = dirname(folder);
    const trial = /-(?:t|fold-)(\d+)-\d{8}-\d{6}-\w{4}$/.exec(basename(folder))?.[1];
    return trial === undefined ? null : { key: runKey(parent), name: basename(parent), trial: Number(trial) };
  }

  async #tick(): Promise<void> {
    const startMs = Date.now();
    try {
      if (startMs >= this.#searchDueMs) {
        this.#searchDueMs = startMs + SEARCH_MS;
        await this.#search();
      }
      // The newest first: those are looked for.
      const due = [...this.#entries.values()]
        .filter((entry) => entry.dueMs <= startMs && !entry.isReading)
        .sort((a, b) => (b.started < a.started ? -1 : Number(b.started > a.started)));
      // In groups: a thousand files at once would take a thousand descriptors.
      for (let i = 0; i < due.length; i += 64)
        await Promise.all(due.slice(i, i + 64).map((entry) => this.#look(entry)));
    } finally {
      if (!this.#isClosed) this.#timer = setTimeout(() => void this.#tick(), TICK_MS).unref();
    }
  }

  async #search(): Promise<void> {
    const found = await this.#folders.find();
    let isChanged = !this.#isSearched;
    this.#isSearched = true;
    for (const folder of found) {
      const key = runKey(folder);
      if (this.#entries.has(key)) continue;
      isChanged = true;
      this.#gone.delete(key);
      this.#entries.set(key, {
        ...{ key, folder, path: relative(this.folder, folder) || basename(folder) },
        ...{ identity: null, row: null, status: "running", error: null },
        started: /\d{8}-\d{6}/.exec(basename(folder))?.[0] ?? "",
        ...{ changedAt: 0, dueMs: 0, isReading: false, numFollowers: 0 },
      });
    }
    for (const [key, { folder }] of this.#entries) {
      if (found.has(folder)) continue;
      isChanged = true;
      this.#entries.delete(key);
      this.#gone.set(key, ++this.#change);
    }
    if (isChanged) this.emit("list");
  }

  /** Reads a run again if its files changed; notices that its process ended. */
  async #look(entry: Entry): Promise<void> {
    const identity = await identityOf(entry.folder);
    const pauseMs =
      entry.numFollowers > 0 ? FOLLOWED_MS : entry.status === "running" ? RUNNING_MS : OTHERS_MS;
    entry.dueMs = Date.now() + pauseMs;
    if (identity === null) return;
    if (identity !== entry.identity) {
      const indexed = this.#indexed.get(entry.folder);
      this.#indexed.delete(entry.folder);
      if (indexed?.identity === identity) this.#accept(entry, identity, indexed.row);
      else this.#read(entry, identity);
      return;
    }
    const status = liveStatus(entry.row);
    if (entry.row !== null && status !== entry.status) {
      entry.status = status;
      entry.changedAt = ++this.#change;
      this.emit("run", entry, entry.row);
    }
  }

  #read(entry: Entry, identity: string): void {
    entry.isReading = true;
    const isUrgent = entry.numFollowers > 0;
    this.#readers.call("row", [entry.folder], { affinity: entry.key, isUrgent }).then(
      (row) => {
        this.#accept(entry, identity, row);
        if (row.status === "running") return;
        this.#save({ folder: entry.folder, identity, row });
        this.#prepare(entry, identity, row);
      },
      (error: RequestError) => {
        entry.isReading = false;
        if (this.#isClosed || error.status === 503) return;
        entry.identity = identity;
        entry.error = error.message;
        // A run that starts just now is empty for a moment.
        if (error.code === "TRACKING_NO_RUN") entry.identity = null;
        this.emit("list");
      },
    );
  }

  /** Reads the long curves of a run that ended while nobody asks for others. */
  #prepare({ folder, key }: Entry, identity: string, { step, monitor, last }: RecordRow): void {
    if (step < LONG_STEPS) return;
    const names = ["train/loss", "loss", monitor?.name ?? ""].filter((name) => Object.hasOwn(last, name));
    // One by one: a page that asks for something waits for one of them at most.
    for (const name of new Set(names))
      this.#readers
        .call("prepareCurve", [folder, identity, name], { affinity: key, isUrgent: false, isLong: true })
        .catch(() => {});
  }

  #save(row: IndexedRow): void {
    this.#unsaved.push(row);
    this.#saveTimer ??= setTimeout(() => {
      this.#saveTimer = undefined;
      const rows = this.#unsaved.splice(0);
      this.#readers.call("saveIndex", [rows], { ...INDEX_THREAD, isUrgent: false }).catch(() => {});
    }, SAVE_MS).unref();
  }

  #accept(entry: Entry, identity: string, row: RecordRow): void {
    const before = entry.row;
    Object.assign(entry, { identity, row, error: null, isReading: false, status: liveStatus(row) });
    entry.changedAt = ++this.#change;
    if (before === null) this.emit("list");
    this.emit("run", entry, before);
  }
}

/** The status now: a process that was killed leaves `running`. */
function liveStatus(row: RecordRow | null): RunStatus {
  if (row === null) return "running";
  if (row.status !== "running" || row.process === null) return row.status;
  return isSameProcess(row.process.pid, row.process.start) ? "running" : "interrupted";
}
