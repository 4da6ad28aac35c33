import { createRequire } from "node:module";
import { sqliteAddon } from "../../src/sqlite.js";

/** Path of the checkout's better-sqlite3 addon for this Node: set-up's, else the one that npm built. */
export function sqliteAddonPath(): string {
  return (
    sqliteAddon() ??
    createRequire(import.meta.url).resolve("better-sqlite3/build/Release/better_sqlite3.node")
  );
}
