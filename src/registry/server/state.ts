import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../make-folder.js";

/** Who keeps a folder's server, as `server.json` in it says while there is one. */
export interface ServerState {
  /** Where the keeper hears its users, on loopback. */
  keeperPort: number;
  keeperPid: number;
  /** Which the keeper says first, so that another program on a port that was its own is known. */
  token: string;
  /** null before it is started. */
  server: { pid: number; start: string; port: number } | null;
}

/** What the keeper tells its users, a line of JSON each. */
export type KeeperMessage = { token: string } & (
  | { status: "starting" }
  | { status: "ready"; uri: string }
  | { status: "failed"; message: string }
);

export const LOCK_FILE = "server.lock";
export const LOG_FILE = "server.log";
const STATE_FILE = "server.json";

/** null while none is there, or it is just being written. */
export function readServerState(folder: string): ServerState | null {
  try {
    return JSON.parse(readFileSync(join(folder, STATE_FILE), "utf8")) as ServerState;
  } catch {
    return null;
  }
}

export function writeServerState(folder: string, state: ServerState): void {
  const path = join(folder, STATE_FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${path}.new`, path);
}

export function removeServerState(folder: string): void {
  rmSync(join(folder, STATE_FILE), { force: true });
}

/** Makes the folder, whose content no version control should take. */
export function prepareServerFolder(folder: string): void {
  makeFolder(folder);
  const ignore = join(folder, ".gitignore");
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
}
