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
import { RANDOM_VERSION } from "../data/random.js";
import { CheckpointError, ConfigError } from "../errors.js";
import { RUN_FILE } from "../tracking/store/database.js";
import { type RunRecord, RunStore } from "../tracking/store/store.js";

/** The checkpoint that a run resumes from, on any rank: rank 0 alone has the files. */
export interface ResumedFrom {
  folder: string;
  manifest: CheckpointManifest;
  /** null on other ranks. */
  reader: CheckpointReader | null;
}

/** The run and the checkpoint to resume. */
export interface ResumePoint {
  /** The run to resume; null if the checkpoint is outside of any run: a new run starts from it. */
  run: { folder: string; id: string } | null;
  /** null for a run that stopped before its first checkpoint: it starts again in its own folder. */
  checkpoint: CheckpointReader | null;
}

interface KnownRun {
  folder: string;
  record: RunRecord;
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
export function findResumePoint(
  choice: string,
  config: Config,
  warn: (message: string) => void,
): ResumePoint | null {
  if (choice === "never") return null;
  if (choice === "auto") {
    const run = runsOf(config).find((known) => isSameTraining(known, config));
    return run === undefined || run.record.status === "finished" ? null : resumeRun(run, "last", warn);
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
export function findRestartPoint(folder: string | null, warn: (message: string) => void): ResumePoint | null {
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

function resumeRun(run: KnownRun, link: Link, warn: (message: string) => void): ResumePoint {
  refuseLive(run, warn);
  return { run: idOf(run), checkpoint: newestComplete(run.folder, link, warn) };
}

// The record's id, not the folder's name: the folder may have been moved.
const idOf = ({ folder, record }: KnownRun): { folder: string; id: string } => ({ folder, id: record.id });

function atPath(path: string, warn: (message: string) => void): ResumePoint {
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
function isSameTraining({ folder, record }: KnownRun, config: Config): boolean {
  try {
    const before = overrideConfig(lastConfig(folder) ?? (record.config as Config), []);
    return findDifferences(before, config).every(({ isHarmless }) => isHarmless);
  } catch {
    // Written by a version whose configuration this one cannot read.
    return false;
  }
}

/** Returns the configuration of the last checkpoint; null if there is none or it is unreadable. */
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
  warn(
    `warning: ${folder}: was last trained on ${record.host}; make sure that it is not training there any more`,
  );
}

/** The run that `assertResumable` compares with a checkpoint. */
export interface ResumeTerms {
  config: Config;
  platform: Platform;
  /** Fingerprint of the clips that this run would train on. */
  fingerprint: string;
  numClips: number;
  labels: readonly string[];
  /** Reports harmful differences instead of refusing them. */
  allowChanges: boolean;
}

/**
 * Reports each difference between a checkpoint and the run that would resume from it.
 *
 * @throws CheckpointError, ConfigError for a difference that changes results
 */
export function assertResumable(
  { folder, manifest }: Pick<ResumedFrom, "folder" | "manifest">,
  terms: ResumeTerms,
  report: (message: string) => void,
): void {
  if (!(TRAINING_FILE in manifest.files)) {
    throw new CheckpointError(
      "WEIGHTS_ONLY",
      `${folder}: holds weights only and cannot be resumed; start a new run from them with --init-from ${folder}`,
    );
  }
  const before = overrideConfig(manifest.config, []);
  if (before.task.name !== terms.config.task.name) {
    throw new ConfigError(
      "RESUME",
      `${folder}: was trained with task.name ${before.task.name}, and the recipe has ${terms.config.task.name}; start a new run, or set task.name to ${before.task.name}`,
    );
  }
  const change = labelDifference(manifest.labels, terms.labels);
  if (change !== null) {
    const sources = ["train", "validation"].flatMap((split) => {
      const path = terms.config.data[split as "train" | "validation"];
      return path === null ? [] : [`data.${split} ${path}`];
    });
    throw new ConfigError(
      "RESUME",
      `${folder}: was trained on the ${manifest.labels.length} labels ${shorten(manifest.labels)}; the data now has ${terms.labels.length}, ${change} (${sources.join(", ") || `data.dataset ${terms.config.data.dataset}`}). ` +
        `Start a new run, from these weights with --init-from ${folder} --init-keys '!head.*'`,
    );
  }
  const differences = [
    ...findDifferences(before, terms.config),
    ...platformDifferences(manifest.platform, terms),
    ...dataDifferences(manifest, terms),
    ...randomDifferences(manifest),
  ];
  // If the clips differ, their paths explain the difference.
  const isOtherData = manifest.data.fingerprint !== terms.fingerprint;
  const harmful = differences.filter(({ isHarmless }) => !isHarmless);
  const shown = differences.filter(
    ({ key, isHarmless }) => !isHarmless || (isOtherData && /^data\.(root|train|validation)$/.test(key)),
  );
  if (harmful.length > 0 && !terms.allowChanges) {
    throw new ConfigError(
      "RESUME",
      `${folder}: with ${isOtherData ? "other data" : "another configuration"} the resumed run would be a different one:\n` +
        `${shown.map((one) => `  ${describeDifference(one)}\n`).join("")}` +
        `Undo the changes, resume anyway with --allow-changes, or start a new run from these weights with --init-from ${folder}`,
    );
  }
  for (const one of differences)
    report(`${one.isHarmless ? "changed" : "changed, which changes results"}: ${describeDifference(one)}`);
  reportRanks(manifest.worldSize, terms.config.training.distributed.world_size, report);
}

/** Reports another number of ranks, which is allowed: the clips of each step stay the same. */
function reportRanks(before: number, now: number, report: (message: string) => void): void {
  if (before === now) return;
  const [first, last] = [Math.min(before, now), Math.max(before, now) - 1];
  const ranks = first === last ? `rank ${first}` : `ranks ${first} to ${last}`;
  const random =
    now > before ? `${ranks} start with random numbers of their own` : `those of ${ranks} are not needed`;
  report(
    `${before} rank${before === 1 ? "" : "s"} before, ${now} now: sums of gradients round differently, and dropout draws other random numbers (${random}); batches stay the same`,
  );
}

/** Compares platforms: explicit settings must be equal, resolved `auto` settings may follow the machine. */
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
  const difference = {
    key: "training and validation clips",
    before: data.numClips,
    now: numClips,
    isHarmless: false,
  };
  const isSameNumber = data.numClips === numClips;
  return [isSameNumber ? { ...difference, note: "with other paths, labels or order" } : difference];
}

/** Compares the ways in which random numbers are drawn: an older version drew others for the same seed. */
function randomDifferences({ randomVersion }: CheckpointManifest): Difference[] {
  if (randomVersion === RANDOM_VERSION) return [];
  const note =
    "saved by another version of Woodshed: the order of clips, crops, gains and the split by data.validation_fraction differ; the rest of an unfinished epoch repeats some clips and omits others";
  return [
    {
      key: "version of random numbers",
      before: randomVersion,
      now: RANDOM_VERSION,
      isHarmless: false,
      note,
    },
  ];
}

/** `mid is gone, middle is new`; null for the same labels. */
function labelDifference(before: readonly string[], now: readonly string[]): string | null {
  if (before.join("\n") === now.join("\n")) return null;
  const [gone, added] = [
    before.filter((label) => !now.includes(label)),
    now.filter((label) => !before.includes(label)),
  ];
  const parts = [
    ...(gone.length === 0 ? [] : [`without ${shorten(gone)}`]),
    ...(added.length === 0 ? [] : [`with ${shorten(added)} in addition`]),
  ];
  return parts.length === 0 ? "in another order" : parts.join(", ");
}

const MAX_LABELS = 10;

function shorten(labels: readonly string[]): string {
  const more = labels.length - MAX_LABELS;
  return `${labels.slice(0, MAX_LABELS).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
