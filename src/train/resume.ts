import { existsSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import {
  type CheckpointManifest,
  CheckpointReader,
  findCheckpoint,
  hasCheckpoint,
  type Link,
  newestComplete,
  type Platform,
  runOf,
  TRAINING_FILE,
} from "../checkpoint/index.js";
import { type Difference, describeDifference, findDifferences } from "../config/differences.js";
import { overrideConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { CheckpointError, ConfigError } from "../errors.js";
import { RUN_FILE } from "../tracking/store/database.js";
import { type RunRecord, RunStore } from "../tracking/store/store.js";

/** What a run goes on from, on any rank: rank 0 alone has the files. */
export interface ResumedFrom {
  folder: string;
  manifest: CheckpointManifest;
  /** null on other ranks. */
  reader: CheckpointReader | null;
}

/** Where a run goes on. */
export interface ResumePoint {
  /** The run that goes on; null when the checkpoint lies outside of any: a new one begins there. */
  run: { folder: string; id: string } | null;
  /** null for a run that was ended before its first checkpoint: it begins again in its own folder. */
  checkpoint: CheckpointReader | null;
}

interface KnownRun {
  folder: string;
  record: RunRecord;
}

/**
 * What `--resume` and `checkpoint.resume` mean.
 *
 * - `never`: nothing.
 * - `auto`: the newest run with this name and configuration, unless it finished or there is none.
 * - `last`, `best`: that checkpoint of the newest run with this name.
 * - a path: of a run's folder (its last checkpoint) or a checkpoint's.
 *
 * A damaged checkpoint is passed over for the one before, unless it was named by its own path.
 */
export function findResumePoint(
  choice: string,
  config: Config,
  warn: (message: string) => void,
): ResumePoint | null {
  if (choice === "never") return null;
  if (choice === "auto") {
    const run = runsOf(config).find((known) => isSameTraining(known, config));
    return run === undefined || run.record.status === "finished" ? null : goOn(run, "last", warn);
  }
  if (choice === "last" || choice === "best") {
    const run = runsOf(config).find(({ folder }) => hasCheckpoint(folder, choice));
    if (run !== undefined) return goOn(run, choice, warn);
    throw new CheckpointError(
      "MISSING",
      `--resume ${choice}: no run called "${config.name}" with a checkpoint in ${config.runs_dir}; name a run's folder, or start one without --resume`,
    );
  }
  return atPath(choice, warn);
}

/**
 * Where a launcher's earlier attempt stands, which its ranks go on with whatever their command says; null
 * when it left nothing.
 */
export function findRestartPoint(folder: string | null, warn: (message: string) => void): ResumePoint | null {
  if (folder === null) return null;
  let run: KnownRun;
  try {
    run = openRun(folder);
  } catch {
    // Ended while it made its record.
    return null;
  }
  return goOn(run, "last", warn);
}

function goOn(run: KnownRun, link: Link, warn: (message: string) => void): ResumePoint {
  refuseLive(run, warn);
  return { run: idOf(run), checkpoint: newestComplete(run.folder, link, warn) };
}

// The record's id, not the folder's name: the folder may have been moved.
const idOf = ({ folder, record }: KnownRun): { folder: string; id: string } => ({ folder, id: record.id });

function atPath(path: string, warn: (message: string) => void): ResumePoint {
  const isRun = existsSync(join(path, RUN_FILE));
  if (isRun) {
    const point = goOn(openRun(resolve(path)), "last", warn);
    if (point.checkpoint !== null) return point;
    throw new CheckpointError(
      "MISSING",
      `${path}: the run was ended before its first checkpoint; use --resume auto`,
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

/** Runs of the recipe's name, newest first; folders that are no whole run are passed over. */
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

/** Whether the run, as it last stood, differs from the configuration in harmless ways at most. */
function isSameTraining({ folder, record }: KnownRun, config: Config): boolean {
  try {
    const before = overrideConfig(lastConfig(folder) ?? (record.config as Config), []);
    return findDifferences(before, config).every(({ isHarmless }) => isHarmless);
  } catch {
    // Of a version whose configurations this one does not know.
    return false;
  }
}

/** The configuration that the last checkpoint was saved with; null when there is none that can be read. */
function lastConfig(folder: string): Config | null {
  try {
    return new CheckpointReader(findCheckpoint(join(folder, "checkpoints"), ["last"])).manifest.config;
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
  warn(`warning: ${folder}: was last trained on ${record.host}, which cannot be asked whether it still does`);
}

/** What `assertResumable` compares a checkpoint with. */
export interface ResumeTerms {
  config: Config;
  platform: Platform;
  /** Of the clips that this run would train on. */
  fingerprint: string;
  numClips: number;
  labels: readonly string[];
  /** Harmful differences are said aloud instead of refused. */
  allowChanges: boolean;
}

/**
 * Says every difference between how a checkpoint was made and how the run would go on.
 *
 * @throws CheckpointError, ConfigError for one that would make another run of it
 */
export function assertResumable(
  { folder, manifest }: Pick<ResumedFrom, "folder" | "manifest">,
  terms: ResumeTerms,
  say: (message: string) => void,
): void {
  if (!(TRAINING_FILE in manifest.files)) {
    throw new CheckpointError(
      "WEIGHTS_ONLY",
      `${folder}: holds weights alone, nothing to resume; start a new run from them with --init-from ${folder}`,
    );
  }
  if (manifest.labels.join("\n") !== terms.labels.join("\n")) {
    throw new ConfigError(
      "RESUME",
      `${folder}: was trained on the labels ${manifest.labels.join(", ")}; the data now has ${terms.labels.join(", ")}. Start a new run, with --init-from for its weights`,
    );
  }
  const differences = [
    ...findDifferences(overrideConfig(manifest.config, []), terms.config),
    ...platformDifferences(manifest.platform, terms),
    ...dataDifferences(manifest, terms),
  ];
  const harmful = differences.filter(({ isHarmless }) => !isHarmless);
  if (harmful.length > 0 && !terms.allowChanges) {
    throw new ConfigError(
      "RESUME",
      `${folder}: going on with another configuration would be another run:\n` +
        `${harmful.map((one) => `  ${describeDifference(one)}\n`).join("")}` +
        `Take the changes back, go on all the same with --allow-changes, or start a new run from these weights with --init-from ${folder}`,
    );
  }
  for (const one of differences)
    say(`${one.isHarmless ? "changed" : "changed, and results with it"}: ${describeDifference(one)}`);
  sayRanks(manifest.worldSize, terms.config.training.distributed.world_size, say);
}

/** Any number of ranks goes on from any other: the clips of each step stay the same. */
function sayRanks(before: number, now: number, say: (message: string) => void): void {
  if (before === now) return;
  const [first, last] = [Math.min(before, now), Math.max(before, now) - 1];
  const ranks = first === last ? `rank ${first}` : `ranks ${first} to ${last}`;
  const random =
    now > before ? `${ranks} start with random numbers of their own` : `those of ${ranks} are not needed`;
  say(
    `${before} rank${before === 1 ? "" : "s"} before, ${now} now: sums of gradients round differently, and dropout draws other random numbers (${random}); batches stay the same`,
  );
}

/** What was asked for by name must be as it was; what `auto` came to may follow the machine. */
function platformDifferences(before: Platform, { config, platform }: ResumeTerms): Difference[] {
  const { training } = config;
  const asked = {
    device: training.device,
    precision: training.precision,
    channelsLast: training.channels_last,
    threads: training.threads,
    libtorch: "auto",
  } as const;
  return (Object.keys(asked) as (keyof Platform)[]).flatMap((name) => {
    if (before[name] === platform[name]) return [];
    const key = name === "libtorch" ? name : `training.${name === "channelsLast" ? "channels_last" : name}`;
    return [{ key, before: before[name], now: platform[name], isHarmless: asked[name] === "auto" }];
  });
}

function dataDifferences({ data }: CheckpointManifest, { fingerprint, numClips }: ResumeTerms): Difference[] {
  if (data.fingerprint === fingerprint) return [];
  const now = numClips === data.numClips ? "as many, though not the same" : numClips;
  return [{ key: "training and validation clips", before: data.numClips, now, isHarmless: false }];
}
