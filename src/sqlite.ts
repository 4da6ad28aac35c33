/**
 * How Woodshed opens SQLite databases: with better-sqlite3. Its package contains binaries that need Node-API 10; for an
 * older Node the set-up installs an earlier version of it (tools/setup/sqlite.mjs).
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { TrackingError } from "./errors.js";
import { places, setupCommandLine } from "./installation.js";

const require = createRequire(import.meta.url);

/** The version of better-sqlite3 for this Node, and its folder. */
export interface SqlitePackage {
  version: string;
  folder: string;
}

/** Folder of the better-sqlite3 that set-up installed for this Node; null if the package's own binary is used. */
function installedFolder(): string | null {
  return Number(process.versions["napi"]) >= 10 ? null : places().sqlite;
}

/** Returns the better-sqlite3 that `openSqlite` uses. @throws if it is not installed */
export function sqlitePackage(): SqlitePackage {
  const folder = installedFolder() ?? dirname(require.resolve("better-sqlite3/package.json"));
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  return { version, folder };
}

/** Opens a database, or the bytes of one. @throws TrackingError if better-sqlite3 cannot be loaded, with the command that mends it */
export function openSqlite(file: string | Buffer, options: BetterSqlite.Options = {}): BetterSqlite.Database {
  const folder = installedFolder();
  try {
    const Database = folder === null ? BetterSqlite : (require(folder) as typeof BetterSqlite);
    return new Database(file, options);
  } catch (error) {
    throw explainSqliteLoad(error as Error & { code?: string }) ?? error;
  }
}

/** Returns the error to show if `cause` is a failure to load better-sqlite3, else null. */
export function explainSqliteLoad(cause: Error & { code?: string }): TrackingError | null {
  const isMissing =
    cause.code === "MODULE_NOT_FOUND" || cause.message.includes("Could not locate the bindings file");
  if (cause.code !== "ERR_DLOPEN_FAILED" && !isMissing) return null;
  const built = /compiled against a different Node\.js version using\s+NODE_MODULE_VERSION (\d+)/.exec(
    cause.message,
  )?.[1];
  const found = isMissing
    ? "it is not installed"
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
