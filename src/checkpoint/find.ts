import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CheckpointError } from "../errors.js";
import { MANIFEST_FILE } from "./format.js";
import { type Link, linkTarget } from "./links.js";
import { CheckpointReader } from "./reader.js";
import { byAge } from "./retention.js";
import { listStored } from "./stored.js";

/**
 * The checkpoint folder that a path means: a checkpoint's own, a run's, or a run's `checkpoints`; of
 * those the first of `order` that is there.
 */
export function findCheckpoint(path: string, order: readonly Link[] = ["best", "last"]): string {
  const candidates = [path, ...order.flatMap((link) => [join(path, "checkpoints", link), join(path, link)])];
  for (const candidate of candidates) {
    if (existsSync(join(candidate, MANIFEST_FILE))) return realpathSync(candidate);
  }
  if (!existsSync(path)) {
    throw new CheckpointError(
      "MISSING",
      `${path}: no such folder; expected a run's folder or a checkpoint's`,
    );
  }
  const inside = statSync(path).isDirectory() ? readdirSync(path).slice(0, 5).join(", ") : "a file";
  throw new CheckpointError(
    "MISSING",
    `${path}: holds no checkpoint (found ${inside || "nothing"}); expected ${MANIFEST_FILE}, or a run's folder with checkpoints/`,
  );
}

/** The run's folder that a checkpoint lies in; null for one that was copied out of its run. */
export function runOf(checkpoint: string): string | null {
  const folder = dirname(checkpoint);
  return basename(folder) === "checkpoints" ? dirname(folder) : null;
}

/**
 * The newest whole checkpoint of a run from the one that a link names backwards; null when it has
 * none at all. Each damaged one on the way is given to `warn`.
 *
 * @throws CheckpointError when there are checkpoints and all are damaged
 */
export function newestWhole(
  run: string,
  link: Link,
  warn: (message: string) => void,
): CheckpointReader | null {
  const folder = join(run, "checkpoints");
  const names = listStored(folder).map(({ name }) => name);
  const linked = linkTarget(folder, link);
  if (names.length === 0 && linked === undefined) return null;
  // What lies after the linked one was saved by a future that the run has left.
  const before = linked === undefined ? names : names.filter((name) => byAge({ name }, { name: linked }) < 0);
  const newestFirst = [...(linked === undefined ? [] : [linked]), ...before.reverse()];
  let failure: CheckpointError | undefined;
  for (const name of newestFirst) {
    try {
      return new CheckpointReader(join(folder, name)).verify();
    } catch (error) {
      // A newer version is no damage: older checkpoints would be no better answer.
      if (!(error instanceof CheckpointError) || error.code === "VERSION") throw error;
      failure ??= error;
      warn(`warning: ${error.message.replace(/; use another checkpoint$/, "")}; using the one before`);
    }
  }
  throw new CheckpointError(
    "CORRUPT",
    `${folder}: no checkpoint is whole (${newestFirst.join(", ")}). Restore one from a copy, or start a new run with --resume never`,
    { cause: failure },
  );
}
