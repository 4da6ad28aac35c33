import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CheckpointError } from "../errors.js";
import { MANIFEST_FILE } from "./format.js";
import { followTextLink, type Link, linksOf, linkTarget } from "./links.js";
import { savedPolicies } from "./policy.js";
import { CheckpointReader } from "./reader.js";
import { byAge } from "./retention.js";
import { listStored } from "./stored.js";

/**
 * Finds the checkpoint that a path means: a checkpoint's own folder, a link to one, a run's folder or a
 * run's `checkpoints`. In a run's folder it takes the first link of `order` with a complete checkpoint;
 * without links, the checkpoint that the first link should name.
 *
 * @throws CheckpointError if there is none
 */
export function findCheckpoint(path: string, order: readonly Link[] = ["best", "last"]): string {
  const own = followTextLink(path);
  if (isComplete(own)) return realpathSync(own);
  for (const folder of [join(path, "checkpoints"), path]) {
    const linked = order.map((link) => completeTarget(folder, link));
    const name = linked.find((one) => one !== undefined) ?? shouldName(folder, order[0]!);
    if (name !== undefined) return realpathSync(join(folder, name));
  }
  if (!existsSync(path)) {
    throw new CheckpointError(
      "MISSING",
      `${path}: no such folder; expected a run's folder or a checkpoint's`,
    );
  }
  if (!statSync(path).isDirectory())
    throw new CheckpointError(
      "MISSING",
      `${path}: a file, expected the folder of a run or a checkpoint${hasRuns(dirname(path), ".") ? `: ${dirname(path)}` : ""}`,
    );
  const names = readdirSync(path);
  const run = names.find((name) => hasRuns(path, name));
  if (run !== undefined)
    throw new CheckpointError(
      "MISSING",
      `${path}: a folder of runs, expected one run, such as ${join(path, run)}`,
    );
  const inside = names.slice(0, 5).join(", ");
  throw new CheckpointError(
    "MISSING",
    `${path}: holds no checkpoint (found ${inside || "nothing"}); expected ${MANIFEST_FILE}, or a run's folder with checkpoints/`,
  );
}

/** True if a folder has the checkpoints of a run. */
const hasRuns = (path: string, name: string): boolean =>
  listStored(join(path, name, "checkpoints")).length > 0;

/** Returns whether a run has a checkpoint, complete or damaged, that a link names or should name. */
export function hasCheckpoint(run: string, link: Link): boolean {
  const folder = join(run, "checkpoints");
  return linkTarget(folder, link) !== undefined || shouldName(folder, link) !== undefined;
}

const isComplete = (folder: string): boolean => existsSync(join(folder, MANIFEST_FILE));

/** The checkpoint that a link names, if it is complete. A copy that follows links has folders called last and best. */
function completeTarget(folder: string, link: Link): string | undefined {
  const target = linkTarget(folder, link) ?? link;
  return isComplete(join(folder, target)) ? target : undefined;
}

/** The checkpoint that a missing link should name, by the policies of the newest; the newest where there is no best. */
function shouldName(folder: string, link: Link): string | undefined {
  const stored = listStored(folder);
  const newest = stored.at(-1)?.name;
  if (newest === undefined || link === "last") return newest;
  const { manifest } = new CheckpointReader(join(folder, newest));
  return linksOf(savedPolicies(manifest), stored).get(link) ?? newest;
}

/** The folder of the run that a checkpoint belongs to; null for one that was copied out of its run. */
export function runOf(checkpoint: string): string | null {
  const folder = dirname(checkpoint);
  return basename(folder) === "checkpoints" ? dirname(folder) : null;
}

/**
 * Returns the checkpoint that a link names, or the newest undamaged one before it; null if the run has
 * none at all. Warns of each damaged one.
 *
 * @throws CheckpointError if there are checkpoints and all are damaged
 */
export function newestComplete(
  run: string,
  link: Link,
  warn: (message: string) => void,
): CheckpointReader | null {
  const folder = join(run, "checkpoints");
  const names = listStored(folder).map(({ name }) => name);
  const linked = linkTarget(folder, link) ?? shouldName(folder, link);
  if (names.length === 0 && linked === undefined) return null;
  // Later ones than the linked one were saved before the run was resumed from an earlier step.
  const before = linked === undefined ? names : names.filter((name) => byAge({ name }, { name: linked }) < 0);
  const newestFirst = [...(linked === undefined ? [] : [linked]), ...before.reverse()];
  let failure: CheckpointError | undefined;
  for (const name of newestFirst) {
    try {
      return new CheckpointReader(join(folder, name)).verify();
    } catch (error) {
      // A newer format version is no damage: an older checkpoint would lose training.
      if (!(error instanceof CheckpointError) || error.code === "VERSION") throw error;
      failure ??= error;
      warn(`warning: ${error.message.replace(/; use another checkpoint$/, "")}; using the one before`);
    }
  }
  throw new CheckpointError(
    "CORRUPT",
    `${folder}: every checkpoint is damaged (${newestFirst.join(", ")}). Restore one from a copy, or start a new run with --resume never`,
    { cause: failure },
  );
}
