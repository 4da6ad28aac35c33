import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../make-folder.js";

/** `server.json` in a server's folder, present while a keeper runs. */
export interface ServerState {
  /** Port on loopback where the keeper accepts users. */
  keeperPort: number;
  keeperPid: number;
  /** The keeper sends it first, so that users recognize another program on a reused port. */
  token: string;
  /** null before the server starts. */
  server: { pid: number; start: string; port: number } | null;
}

/** Messages of the keeper to its users, one JSON line each. */
export type KeeperMessage = { token: string } & (
  | { status: "starting" }
  | { status: "ready"; uri: string }
  | { status: "failed"; message: string }
);

export const LOCK_FILE = "server.lock";
export const LOG_FILE = "server.log";
const STATE_FILE = "server.json";

/** Returns null if there is none, or it is incomplete. */
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

/** Creates the folder, with a .gitignore that excludes its content. */
export function prepareServerFolder(folder: string): void {
  makeFolder(folder);
  const ignore = join(folder, ".gitignore");
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
}
