/**
 * The index across runs: rows of the runs that ended, so that a start of the dashboard need not open a thousand records. It is a
 * cache: a damaged one is removed, and what cannot be stored is read again.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { openSqlite } from "../../sqlite.js";
import { cacheFolder } from "./cache-folder.js";
import { isObject } from "./flat-config.js";
import type { RecordRow } from "./row.js";

/** Raise it when a row gets other contents. */
const VERSION = 2;
/** Rows that nobody asked for as long. */
const MOST_DAYS = 90;

export interface IndexedRow {
  /** Absolute. */
  folder: string;
  /** Inode, size and time of the record's files: see run-folders.ts. */
  identity: string;
  row: RecordRow;
}

/** Returns the rows of the runs below a folder. */
export function loadIndex(root: string): IndexedRow[] {
  return withIndex((database) => {
    const rows = database
      .prepare("SELECT folder, identity, row_json FROM runs WHERE folder = ? OR (folder > ? AND folder < ?)")
      .raw()
      .all(root, `${root}/`, `${root}0`) as [string, string, string][];
    return rows.flatMap(([folder, identity, json]) => {
      const row: unknown = JSON.parse(json);
      return isObject(row) ? [{ folder, identity, row: row as unknown as RecordRow }] : [];
    });
  }, []);
}

export function saveIndex(rows: readonly IndexedRow[]): void {
  withIndex((database) => {
    const insert = database.prepare(
      "INSERT OR REPLACE INTO runs (folder, identity, row_json, saved_ms) VALUES (?, ?, ?, ?)",
    );
    const saveAll = database.transaction(() => {
      for (const { folder, identity, row } of rows)
        insert.run(folder, identity, JSON.stringify(row), Date.now());
      database.prepare("DELETE FROM runs WHERE saved_ms < ?").run(Date.now() - MOST_DAYS * 86_400_000);
    });
    saveAll.immediate();
  }, undefined);
}

function withIndex<T>(use: (database: Database.Database) => T, otherwise: T): T {
  const file = join(cacheFolder(), `runs-${VERSION}.sqlite`);
  for (const isLast of [false, true]) {
    let database: Database.Database | null = null;
    try {
      mkdirSync(cacheFolder(), { recursive: true, mode: 0o700 });
      database = openSqlite(file);
      // Another dashboard may write: pages never wait for it.
      database.pragma("busy_timeout = 200");
      database.pragma("journal_mode = WAL");
      database.pragma("synchronous = OFF");
      database.exec(
        "CREATE TABLE IF NOT EXISTS runs (folder TEXT PRIMARY KEY, identity TEXT NOT NULL, row_json TEXT NOT NULL, saved_ms INTEGER NOT NULL) WITHOUT ROWID",
      );
      return use(database);
    } catch (error) {
      const { code = "" } = error as { code?: string };
      const isDamaged = /^SQLITE_(CORRUPT|NOTADB|ERROR|SCHEMA)/.test(code) || error instanceof SyntaxError;
      if (!isDamaged || isLast) return otherwise;
      database?.close();
      database = null;
      for (const ending of ["", "-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
    } finally {
      database?.close();
    }
  }
  return otherwise;
}
