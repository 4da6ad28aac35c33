import { existsSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import {
  CheckpointReader,
  findCheckpoint,
  hasCheckpoint,
  type Link,
  newestComplete,
  type RecipeManifest,
  runOf,
} from "../checkpoint/index.js";
import { type Difference, describeDifference, findDifferences } from "../config/differences.js";
import { overrideConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { displayPath } from "../display-path.js";
import { runOfLaunch } from "../distributed/launch-note.js";
import type { World } from "../distributed/world.js";
import { CheckpointError } from "../errors.js";
import { RUN_FILE } from "../tracking/store/database.js";
import { type RunRecord, RunStore } from "../tracking/store/store.js";

/** Changed keys that a warning names. */
const MOST_CHANGES = 5;

/** The checkpoint that a run resumes from, on any rank: rank 0 alone has the files. */
export interface ResumedFrom {
  folder: string;
  manifest: RecipeManifest;
  /** null on other ranks. */
  reader: CheckpointReader | null;
}

/** The run and the checkpoint that all ranks resume, as rank 0 found them; both null for a new run. */
export interface ResumePoint {
  /** The run to resume; null if the checkpoint is outside of any run: a new run starts from it. */
  run: { folder: string; id: string } | null;
  /** null for a run that stopped before its first checkpoint: it starts again in its own folder. */
  from: ResumedFrom | null;
}

/** The run and the checkpoint as rank 0 finds them. */
interface Found {
  run: ResumePoint["run"];
  checkpoint: CheckpointReader | null;
}

interface KnownRun {
  folder: string;
  record: RunRecord;
}

/** All ranks: finds the run of a launcher's earlier attempt, else what `choice` means. */
export async function findPoint(
  choice: string,
  config: Config,
  world: World,
  warn: (message: string) => void,
): Promise<ResumePoint> {
  let reader: CheckpointReader | null = null;
  const found = await world.decide(() => {
    const point = findAttempt(runOfLaunch(), warn) ?? findChosen(choice, config, warn);
    reader = point?.checkpoint ?? null;
    const from = reader === null ? null : { folder: reader.folder, manifest: reader.recipe };
    return { run: point?.run ?? null, from };
  });
  return { ...found, from: found.from === null ? null : { ...found.from, reader } };
}

/**
 * Finds what `--resume` or `checkpoint.resume` means:
 *
 * - `never`: nothing.
 * - `auto`: the newest run with this name and configuration, unless it finished or there is none.
 * - `last`, `best`: that checkpoint of the newest run with this name.
 * - a path of a run's folder (its last checkpoint) or of a checkpoint's.
 *
 * Skips damaged checkpoints for the one before, except one named by its own path.
 */
function findChosen(choice: string, config: Config, warn: (message: string) => void): Found | null {
  if (choice === "never") return null;
  if (choice === "auto") {
    const runs = runsOf(config);
    const run = runs.find((known) => isSameTraining(known, config));
    if (run !== undefined) return run.record.status === "finished" ? null : resumeRun(run, "last", warn);
    warnOfOther(runs, config, warn);
    return null;
  }
  if (choice === "last" || choice === "best") {
    const run = runsOf(config).find(({ folder }) => hasCheckpoint(folder, choice));
    if (run !== undefined) return resumeRun(run, choice, warn);
    throw new CheckpointError(
      "MISSING",
      `--resume ${choice}: no run called "${config.name}" with a checkpoint in ${config.runs_dir}; name a run's folder, or start one without --resume`,
    );
  }
  return atPath(choice, warn);
}

/**
 * Finds the run of a launcher's earlier attempt, which its ranks resume whatever their command says; null
 * if that attempt left none.
 */
function findAttempt(folder: string | null, warn: (message: string) => void): Found | null {
  if (folder === null) return null;
  let run: KnownRun;
  try {
    run = openRun(folder);
  } catch {
    // The attempt ended before its record was complete.
    return null;
  }
  return resumeRun(run, "last", warn);
}

function resumeRun(run: KnownRun, link: Link, warn: (message: string) => void): Found {
  refuseLive(run, warn);
  return { run: idOf(run), checkpoint: newestComplete(run.folder, link, warn) };
}

// The record's id, not the folder's name: the folder may have been moved.
const idOf = ({ folder, record }: KnownRun): { folder: string; id: string } => ({ folder, id: record.id });

function atPath(path: string, warn: (message: string) => void): Found {
  const isRun = existsSync(join(path, RUN_FILE));
  if (isRun) {
    const point = resumeRun(openRun(resolve(path)), "last", warn);
    if (point.checkpoint !== null) return point;
    throw new CheckpointError(
      "MISSING",
      `${path}: the run stopped before its first checkpoint; use --resume auto`,
    );
  }
  const checkpoint = new CheckpointReader(findCheckpoint(path, ["last", "best"])).verify();
  const folder = runOf(checkpoint.folder);
  if (folder === null || !existsSync(join(folder, RUN_FILE))) return { run: null, checkpoint };
  const run = openRun(folder);
  refuseLive(run, warn);
  return { run: idOf(run), checkpoint };
}

function openRun(folder: string): KnownRun {
  using store = RunStore.open(folder);
  return { folder, record: store.info() };
}

/** Lists the runs with the recipe's name, newest first; skips folders without a readable record. */
function runsOf({ runs_dir, name }: Config): KnownRun[] {
  if (!existsSync(runs_dir)) return [];
  const runs = readdirSync(runs_dir).flatMap((entry) => {
    try {
      const run = openRun(join(resolve(runs_dir), entry));
      return run.record.name === name ? [run] : [];
    } catch {
      return [];
    }
  });
  return runs.sort((a, b) => b.record.startedMs - a.record.startedMs);
}

/** Returns true if the run's last configuration differs from this one in harmless ways at most. */
function isSameTraining(run: KnownRun, config: Config): boolean {
  return changesSince(run, config)?.length === 0;
}

/** Returns how a configuration differs from the run's last one in ways that change results; null if that one is unreadable. */
function changesSince({ folder, record }: KnownRun, config: Config): Difference[] | null {
  try {
    const before = overrideConfig(lastConfig(folder) ?? (record.config as Config), []);
    return findDifferences(before, config).filter(({ isHarmless }) => !isHarmless);
  } catch {
    // Written by a version whose configuration this one cannot read.
    return null;
  }
}

/** Warns if the newest run with this name is unfinished and `auto` does not resume it: a key may have been forgotten. */
function warnOfOther(runs: readonly KnownRun[], config: Config, warn: (message: string) => void): void {
  const [newest] = runs;
  if (newest === undefined || newest.record.status === "finished") return;
  const changes = changesSince(newest, config);
  if (changes === null) return;
  const listed = changes.slice(0, MOST_CHANGES).map(describeDifference).join("; ");
  const more = changes.length > MOST_CHANGES ? "; ..." : "";
  warn(
    `warning: --resume auto starts a new run: ${displayPath(newest.folder)} is not finished, but has another configuration (${listed}${more}). To continue that run, undo the changes, or use --resume last --allow-changes`,
  );
}

/** Returns the configuration of the last checkpoint; null if there is none or it is unreadable. */
function lastConfig(folder: string): Config | null {
  try {
    return new CheckpointReader(findCheckpoint(join(folder, "checkpoints"), ["last"])).recipe.config;
  } catch {
    return null;
  }
}

function refuseLive({ folder, record }: KnownRun, warn: (message: string) => void): void {
  if (record.status !== "running") return;
  if (record.host === hostname()) {
    throw new CheckpointError(
      "RUN_IS_LIVE",
      `${folder}: process ${record.pid} is still training this run. Wait for it or stop it, or start another run with --resume never`,
    );
  }
  warn(
    `warning: ${folder}: was last trained on ${record.host}; make sure that it is not training there any more`,
  );
}
