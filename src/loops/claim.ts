/** One process writes a run's checkpoints at a time: a file beside them names it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { CheckpointError } from "../errors.js";
import { makeFolder } from "../make-folder.js";
import { isSameProcess, processStart } from "../process-identity.js";
import { RUN_FILE } from "../tracking/store/database.js";
import { RunStore } from "../tracking/store/store.js";

const CLAIM_FILE = ".writer.json";

interface Claim {
  host: string;
  pid: number;
  start: string;
}

/**
 * Claims a run's folder for this process, and creates it if it is missing. The claim of a process that no longer exists is
 * replaced.
 *
 * @throws CheckpointError if another process of this host writes the run
 */
export function claimFolder(folder: string, warn: (message: string) => void): void {
  const other = claimOf(folder);
  if (other !== null && isLive(other)) {
    throw new CheckpointError(
      "RUN_IS_LIVE",
      `${folder}: process ${other.pid} is still training this run. Wait for it or stop it, close() its checkpoints, or choose another folder`,
    );
  }
  if (other !== null && other.host !== hostname())
    warn(
      `warning: ${folder}: was last trained on ${other.host}; make sure that it is not training there any more`,
    );
  makeFolder(folder);
  const claim: Claim = { host: hostname(), pid: process.pid, start: processStart(process.pid) ?? "" };
  writeFileSync(join(folder, CLAIM_FILE), `${JSON.stringify(claim)}\n`);
}

/** Ends this process's claim. */
export function releaseFolder(folder: string): void {
  rmSync(join(folder, CLAIM_FILE), { force: true });
}

/** Returns the process that trains a run, by its claim or its record; null if there is none. */
export function writerOf(folder: string): number | null {
  const claim = claimOf(folder);
  if (claim !== null && isLive(claim)) return claim.pid;
  if (!existsSync(join(folder, RUN_FILE))) return null;
  using store = RunStore.open(folder);
  const { status, pid } = store.info();
  return status === "running" ? pid : null;
}

const isLive = ({ host, pid, start }: Claim): boolean => host === hostname() && isSameProcess(pid, start);

/** Returns null also for a file that a kill left incomplete. */
function claimOf(folder: string): Claim | null {
  try {
    return JSON.parse(readFileSync(join(folder, CLAIM_FILE), "utf8")) as Claim;
  } catch {
    return null;
  }
}
