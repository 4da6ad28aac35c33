/** Opens a SQLite file of another program to look at it: nothing is written, and its writer waits for milliseconds at most. */
import { closeSync, existsSync, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import type Database from "better-sqlite3";
import { openSqlite } from "../../sqlite.js";

/** A file of this size is copied into memory where it cannot be read in place without a trace. */
const MOST_COPIED_BYTES = 256 * 2 ** 20;
/** Where the header tells how the file is written and read: 1 is a rollback journal, 2 a write-ahead log. */
const FORMAT_AT = 18;
const WAL_FORMAT = 2;
const BUSY_MS = 500;

/** Returns a text that changes whenever the database does; null where a change within the clock's tick cannot be excluded. */
export function identityOf(path: string): { identity: string | null; changedMs: number } {
  const stats = [path, `${path}-wal`].map((one) => lstatSync(one, { bigint: true, throwIfNoEntry: false }));
  const [file] = stats;
  if (!file?.isFile()) throw new Error(`${path}: expected a file`);
  const changedMs = Math.max(...stats.map((stat) => Number(stat?.mtimeMs ?? 0)));
  const identity = stats.map((stat) => `${stat?.ino} ${stat?.size} ${stat?.mtimeNs}`).join(" ");
  return { identity: Date.now() - changedMs > 1000 ? identity : null, changedMs };
}

/**
 * Reads on one snapshot of a database.
 *
 * @throws Error for a file that is no database, is locked, or may not be read
 */
export function readSnapshot<T>(path: string, read: (database: Database.Database) => T): T {
  const copied = copyOf(path);
  const database =
    copied === null
      ? openSqlite(path, { readonly: true, fileMustExist: true, timeout: BUSY_MS })
      : openSqlite(copied, { readonly: true });
  try {
    database.pragma("trusted_schema = OFF");
    return database.transaction(read)(database);
  } finally {
    database.close();
  }
}

/**
 * Returns the bytes of a database that has a write-ahead log in its header and none on the disk: no program uses it, and opening it
 * would leave the log's files behind, or fail in a folder that may not be written. Null for others.
 */
function copyOf(path: string): Buffer | null {
  const log = `${path}-wal`;
  if (existsSync(log)) return null;
  const handle = openSync(path, "r");
  try {
    const { size } = fstatSync(handle);
    const header = Buffer.alloc(FORMAT_AT + 2);
    const isLogged = readSync(handle, header, 0, header.length, 0) === header.length;
    if (!isLogged || header[FORMAT_AT] !== WAL_FORMAT || size > MOST_COPIED_BYTES) return null;
    const bytes = Buffer.alloc(size);
    const isWhole = readSync(handle, bytes, 0, size, 0) === size;
    // A program that opened it meanwhile may have written to the file.
    if (!isWhole || existsSync(log) || fstatSync(handle).size !== size) return null;
    // In memory there is no log.
    bytes.fill(1, FORMAT_AT, FORMAT_AT + 2);
    return bytes;
  } finally {
    closeSync(handle);
  }
}
