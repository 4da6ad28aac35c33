import { join } from "node:path";
import type Database from "better-sqlite3";
import { openSqlite } from "../../sqlite.js";
import { LOCK_FILE } from "./state.js";

/** Held databases: an unreferenced one is garbage collected, which releases its lock. */
const held = new Set<Database.Database>();

/** Locks a server's folder until this process exits, by a SQLite lock. @returns true if this process has the lock */
export function lockServerFolder(folder: string): boolean {
  const database = openSqlite(join(folder, LOCK_FILE), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    held.add(database);
    return true;
  } catch {
    database.close();
    return false;
  }
}
