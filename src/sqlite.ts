/**
 * How Woodshed opens SQLite databases: with better-sqlite3, whose addon is compiled for one ABI of Node. The set-up
 * builds one for each Node that it is called with, so that projects and runs under different versions share a machine.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { TrackingError } from "./errors.js";
import { places, setupCommandLine } from "./installation.js";

/** Path of the addon that set-up built for this Node; null if the package's own is used. */
export function sqliteAddon(): string | null {
  const path = join(places().sqlite, "better_sqlite3.node");
  return existsSync(path) ? path : null;
}

/** Opens a database. @throws TrackingError if better-sqlite3 cannot be loaded, with the command that mends it */
export function openSqlite(file: string, options: Database.Options = {}): Database.Database {
  const nativeBinding = sqliteAddon();
  try {
    return new Database(file, nativeBinding === null ? options : { ...options, nativeBinding });
  } catch (error) {
    throw explainSqliteLoad(error as Error & { code?: string }) ?? error;
  }
}

/** Returns the error to show if `cause` is a failure to load better-sqlite3's addon, else null. */
export function explainSqliteLoad(cause: Error & { code?: string }): TrackingError | null {
  const isMissing = cause.message.includes("Could not locate the bindings file");
  if (cause.code !== "ERR_DLOPEN_FAILED" && !isMissing) return null;
  const built = /compiled against a different Node\.js version using\s+NODE_MODULE_VERSION (\d+)/.exec(
    cause.message,
  )?.[1];
  const found = isMissing
    ? "it is not built"
    : built === undefined
      ? cause.message.split("\n", 1)[0]!
      : `it is built for the ABI ${built}`;
  return new TrackingError(
    "TRACKING_SQLITE",
    `better-sqlite3, which writes the records of runs, cannot be loaded by Node ${process.versions.node} (ABI ${process.versions.modules}): ${found}. ` +
      `Run \`${setupCommandLine()}\` with this Node; what other versions of Node use is kept.`,
    { cause },
  );
}
