/** The file `run.sqlite`: its tables, their versions, and functions that open it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { TrackingError } from "../../errors.js";
import { openSqlite } from "../../sqlite.js";

export const RUN_FILE = "run.sqlite";
/** Identifies the file as a run's record: "WDSH". */
const APPLICATION_ID = 0x57445348;

/** One migration per version, applied in order; released ones never change. */
const MIGRATIONS = [
  `CREATE TABLE run (
     id TEXT NOT NULL,
     name TEXT NOT NULL,
     status TEXT NOT NULL,               -- running, finished, failed, interrupted
     command_json TEXT NOT NULL,         -- list of arguments
     cwd TEXT NOT NULL,
     git_sha TEXT,                       -- NULL outside a checkout
     git_is_dirty INTEGER,
     versions_json TEXT NOT NULL,
     host TEXT NOT NULL,
     pid INTEGER NOT NULL,
     process_start TEXT NOT NULL,        -- tells the process from a later one with its id
     started_ms INTEGER NOT NULL,        -- Unix time
     ended_ms INTEGER,
     config_hash TEXT NOT NULL,
     config_json TEXT NOT NULL,
     summary_json TEXT
   );
   CREATE TABLE metrics (
     name TEXT NOT NULL,
     step INTEGER NOT NULL,
     value REAL,                         -- NULL is NaN, which SQLite cannot hold
     time_ms INTEGER NOT NULL,
     PRIMARY KEY (name, step)
   ) WITHOUT ROWID;
   CREATE TABLE events (
     time_ms INTEGER NOT NULL,
     level TEXT NOT NULL,                -- info, warning, error
     message TEXT NOT NULL
   );`,
  `CREATE TABLE items (
     step INTEGER NOT NULL,
     name TEXT NOT NULL,
     time_ms INTEGER NOT NULL,
     item_json TEXT NOT NULL,
     PRIMARY KEY (step, name)
   ) WITHOUT ROWID;`,
  // Milliseconds of each step by stage; evaluation and checkpoints count for the step before them.
  `CREATE TABLE step_times (
     step INTEGER PRIMARY KEY,
     data REAL NOT NULL,
     copy REAL NOT NULL,
     forward REAL NOT NULL,
     backward REAL NOT NULL,
     all_reduce REAL NOT NULL,
     optimizer REAL NOT NULL,
     agreement REAL NOT NULL,
     evaluation REAL NOT NULL,
     checkpoint REAL NOT NULL,
     logging REAL NOT NULL,
     tracing REAL NOT NULL,
     other REAL NOT NULL
   );`,
  // Raised when rows are removed, so that a process that reads along starts again.
  "ALTER TABLE run ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;",
  // Metrics once more, as buckets of many steps: see metric-blocks.ts.
  `CREATE TABLE metric_blocks (
     name TEXT NOT NULL,
     start INTEGER NOT NULL,             -- first step
     level INTEGER NOT NULL,             -- of buckets of 2^level steps
     buckets BLOB NOT NULL,
     PRIMARY KEY (name, start)
   ) WITHOUT ROWID;`,
];

export const STORE_VERSION = MIGRATIONS.length;

/** Creates the store of a new run. */
export function createDatabase(folder: string): Database.Database {
  const file = join(folder, RUN_FILE);
  return explain(file, () => {
    const database = openSqlite(file);
    // One transaction, so that a concurrent reader sees an empty file or a complete one.
    database.transaction(() => {
      database.pragma(`application_id = ${APPLICATION_ID}`);
      migrate(database);
    })();
    prepareForWriting(database);
    return database;
  });
}

/**
 * Opens the store of an existing run. Reading never writes: a file of an older version stays as it is and may lack tables and
 * columns, which `RunStore` and `StoreFollower` know. Writing migrates it.
 */
export function openDatabase(folder: string, access: "read" | "write"): Database.Database {
  const file = join(folder, RUN_FILE);
  if (!existsSync(file)) {
    const what = existsSync(folder) ? `the folder has no ${RUN_FILE}` : "no such folder";
    throw new TrackingError(
      "TRACKING_NO_RUN",
      `${folder}: ${what}, so this is not a run. Name one of the folders inside runs_dir.`,
    );
  }
  return explain(file, () => {
    const database = openSqlite(file, { readonly: access === "read", fileMustExist: true });
    try {
      checkVersion(database, file);
      if (access === "write") prepareForWriting(database);
      else assertPlain(database, file);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
}

/** Applies the missing migrations, each in one transaction. */
export function migrate(database: Database.Database, migrations: readonly string[] = MIGRATIONS): void {
  for (let version = versionOf(database); version < migrations.length; version++) {
    database.transaction(() => {
      database.exec(migrations[version]!);
      database.pragma(`user_version = ${version + 1}`);
    })();
  }
}

function prepareForWriting(database: Database.Database): void {
  // WAL allows reads during writes; NORMAL syncs at WAL checkpoints only. After a power cut the last seconds may be
  // missing, but the file is intact.
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  migrate(database);
}

/** Versions in which tables came: see `MIGRATIONS`. */
export const VERSION_OF = { items: 2, stepTimes: 3, generation: 4, blocks: 5 };

/** @throws TrackingError for a file that is not a store, or one of a later version */
function checkVersion(database: Database.Database, file: string): void {
  if (database.pragma("page_count", { simple: true }) === 0) {
    throw new TrackingError(
      "TRACKING_NO_RUN",
      `${file}: empty: the run is starting just now, or was killed at its start. Try again in a few seconds; a run that was killed holds nothing.`,
    );
  }
  if (database.pragma("application_id", { simple: true }) !== APPLICATION_ID) {
    throw new TrackingError("TRACKING_NOT_A_STORE", `${file}: a SQLite database, but not of a woodshed run.`);
  }
  const version = versionOf(database);
  if (version > STORE_VERSION) {
    throw new TrackingError(
      "TRACKING_NEWER_STORE",
      `${file}: written by a newer woodshed (store version ${version}, this one reads up to ${STORE_VERSION}). Update woodshed to read it.`,
    );
  }
}

/**
 * Refuses a file that computes while it is read: it may come from anywhere, and a view in place of a table can run for ever, as can
 * a search for names without the table's key.
 *
 * @throws TrackingError for views, triggers, virtual tables, computed columns and missing keys, which no store has
 */
function assertPlain(database: Database.Database, file: string): void {
  database.pragma("trusted_schema = OFF");
  const computed = database
    .prepare(
      `SELECT type, name FROM sqlite_schema
       WHERE type IN ('view', 'trigger') OR (type = 'table' AND sql LIKE 'create virtual%')
       UNION ALL
       SELECT 'computed column', x.name FROM sqlite_schema AS s, pragma_table_xinfo(s.name) AS x
       WHERE s.type = 'table' AND s.sql LIKE '% as %' AND x.hidden <> 0
       UNION ALL
       SELECT 'table without its key', s.name FROM sqlite_schema AS s
       WHERE s.type = 'table' AND lower(s.name) IN ('metrics', 'metric_blocks') AND 2 <> (
         SELECT count(*) FROM pragma_table_info(s.name) AS x
         WHERE (x.name = 'name' AND x.pk = 1) OR (x.name IN ('step', 'start') AND x.pk = 2))
       LIMIT 1`,
    )
    .get() as { type: string; name: string } | undefined;
  if (computed !== undefined)
    throw new TrackingError(
      "TRACKING_NOT_A_STORE",
      `${file}: has a ${computed.type} (${computed.name.slice(0, 40)}), which no store has: woodshed did not write this file. Do not use it.`,
    );
}

/** Returns the version of an open store's file. */
export function versionOf(database: Database.Database): number {
  return database.pragma("user_version", { simple: true }) as number;
}

/** Runs `work`; errors of SQLite and of the file system become a TrackingError with the file, the cause and the remedy. */
export function explain<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TrackingError) throw error;
    throw storeError(file, error as Error & { code?: string });
  }
}

function storeError(file: string, cause: Error & { code?: string }): TrackingError {
  const { code = "", message } = cause;
  if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT")) {
    return new TrackingError(
      "TRACKING_CORRUPT_STORE",
      `${file}: damaged, or not a run store (${message}). Restore it from a copy, or rescue what is left with: sqlite3 ${file} .recover`,
      { cause },
    );
  }
  return new TrackingError("TRACKING_STORE", `${file}: ${message}. ${remedy(code)}`, { cause });
}

/** Returns the remedy for an error code of SQLite or the system. */
function remedy(code: string): string {
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) return "The disk or its quota is full: free some space.";
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EROFS|EACCES|EPERM)/.test(code)) {
    return "The folder cannot be written to: check its permissions and whether it is mounted read-only, or set runs_dir to another one.";
  }
  if (/^SQLITE_IOERR_(WRITE|FSYNC|TRUNCATE|READ)$/.test(code))
    return "The disk reports an error: check that it is not full and see dmesg.";
  if (/^(SQLITE_IOERR|SQLITE_PROTOCOL|SQLITE_NOLFS)/.test(code)) {
    return "The file system may lack the locks or shared memory that SQLite needs, as NFS and shared folders of virtual machines do: set runs_dir to a local disk.";
  }
  if (/^(SQLITE_BUSY|SQLITE_LOCKED)/.test(code)) return "Another process is writing to this record.";
  return "Check that the folder can be written to and the disk is not full.";
}
