import { join } from "node:path";
import Database from "better-sqlite3";
import { LOCK_FILE } from "./state.js";

/** Kept, for a database that nobody refers to is closed when memory is collected, and its lock ends. */
const held = new Set<Database.Database>();

/** Takes the lock of a server's folder: SQLite's, which ends with the process, whatever ends that. @returns whether it is ours */
export function lockServerFolder(folder: string): boolean {
  const database = new Database(join(folder, LOCK_FILE), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    held.add(database);
    return true;
  } catch {
    database.close();
    return false;
  }
}
