import { hostname } from "node:os";
import { basename, join } from "node:path";
import { type CheckpointReader, goBackTo, type Position, policiesOf } from "../checkpoint/index.js";
import type { LoadedConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import type { Dataset } from "../data/dataset.js";
import { noteRunOfLaunch, runOfLaunch } from "../distributed/launch-note.js";
import { World } from "../distributed/world.js";
import { type CheckpointError, ConfigError, DistributedError } from "../errors.js";
import type { Evaluation } from "../evaluation/evaluate.js";
import { metricsOf } from "../evaluation/metrics-of.js";
import { chooseHardware, type Hardware, platformOf } from "../inference/hardware.js";
import { openData } from "../inference/open-data.js";
import { publishRun } from "../registry/publish.js";
import { metricDirection } from "../tasks/directions.js";
import { evaluationMetricNames } from "../tasks/metrics.js";
import { addon } from "../tensor/addon.js";
import { finishTimeoutMs, openTrackers } from "../tracking/open.js";
import { createRunFolder } from "../tracking/store/folder.js";
import { collectProvenance } from "../tracking/store/provenance.js";
import { RunRecorder } from "../tracking/store/recorder.js";
import type { Tracker } from "../tracking/tracker.js";
import { Trackers } from "../tracking/trackers.js";
import type { LoopResult } from "./loop.js";
import {
  assertResumable,
  findRestartPoint,
  findResumePoint,
  type ResumedFrom,
  type ResumePoint,
} from "./resume.js";
import { checkSaved, type SavedFiles } from "./saved-files.js";
import { Crash, type StopCheck } from "./stop.js";
import { dataIdentity, Trainer, type TrainerObserver } from "./trainer.js";

/** Events of a run, for displays, besides those of the loop. */
export interface RunObserver extends TrainerObserver {
  onPrepare?(done: number, total: number): void;
  /** Called if the run resumes from a checkpoint, with its position. */
  onResume?(checkpoint: string, position: Position, differences: readonly string[]): void;
  onStart?(run: RunStart): void;
  /** Receives a line of information, such as the run's page; by default it goes to `onWarning`. */
  onNote?(message: string): void;
}

export interface RunStart {
  folder: string;
  data: Dataset;
  modelName: string;
  numParameters: number;
  hardware: Hardware;
  numSteps: number;
  numRanks: number;
}

export interface RunOptions {
  /** `never`, `auto`, `last`, `best` or a path; by default the recipe's `checkpoint.resume`. */
  resume?: string;
  /** Resumes even if the configuration changed in ways that affect results. */
  allowChanges?: boolean;
  /** The ranks that train together; by default a world of this process. */
  world?: World;
  /** Evaluates the test clips at the end; true by default. */
  withTest?: boolean;
  /** Called after each evaluation; set on all ranks or on none. */
  stopCheck?: StopCheck;
  /** Trackers besides those of the recipe, on rank 0. */
  trackers?: readonly Tracker[];
}

export interface RunResult extends LoopResult {
  folder: string;
  /** Evaluation of the best checkpoint on the test clips; null without test clips or when interrupted. */
  test: Evaluation | null;
  /** The files on the disk, on rank 0. */
  saved: SavedFiles;
}

/**
 * Trains a recipe: finds the checkpoint to resume, opens the data, builds the model, trains, exports the
 * best weights and evaluates them on the test clips. Aborting the signal saves a checkpoint and ends the
 * run: as interrupted, or as failed if the signal's reason is a Crash.
 *
 * @throws CheckpointError if training finished and neither a checkpoint nor weights are on the disk
 */
export async function runTraining(
  loaded: LoadedConfig,
  observer: RunObserver,
  signal: AbortSignal,
  options: RunOptions = {},
): Promise<RunResult> {
  const { config } = loaded;
  const { world = World.solo() } = options;
  const warn = (message: string): void => observer.onWarning?.(message);
  const note = (message: string): void =>
    observer.onNote === undefined ? warn(message) : observer.onNote(message);
  const point = await findPoint(loaded, world, options, warn);
  const { hardware, data, differences } = await prepare(loaded, world, point, observer, signal, options);

  // Aborts besides the caller: after a failed save, if the recipe says so.
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const recorder = world.isMain ? new RunRecorder({ warn }) : null;
  // The recorder comes first: the other trackers read its record.
  const trackers = new Trackers(
    recorder === null
      ? []
      : [recorder, ...openTrackers(config, { say: note, warn }), ...(options.trackers ?? [])],
    {
      warn,
      finishTimeoutMs: finishTimeoutMs(config),
    },
  );
  const onFailedSave = (error: CheckpointError): void => {
    warn(`warning: ${error.message}`);
    recorder?.event("warning", error.message);
    if (config.checkpoint.on_failed_save === "stop") stop.abort(new Crash(error));
  };
  // Built before anything is written: weights that do not fit must leave no trace.
  const trainer = await world.together(
    () =>
      new Trainer({
        config,
        data,
        hardware,
        world,
        resumeFrom: point.from,
        observer,
        log: (step, metrics) => trackers.log(step, metrics),
        show: (step, name, item) => trackers.show(step, name, item),
        recordTimes: (step, times) => recorder?.stepTimes(step, times),
        flush: () => trackers.flush(),
        trackerIds: () => trackers.ids(),
        onFailedSave,
        stopCheck: options.stopCheck ?? null,
        signal: either,
      }),
  );
  try {
    await trainer.align();
    // Rank 0 alone has trackers, and all ranks compute what they want.
    const { folder, id, wants } = await world.decide(() => ({
      ...openRun(loaded, point, trackers),
      wants: trackers.wants,
    }));
    trackers.show(0, "model", trainer.describeModel());
    for (const difference of differences) recorder?.event("info", difference);
    const { from } = point;
    if (from !== null) observer.onResume?.(from.folder, from.manifest.position, differences);
    const { modelName, numParameters, numSteps } = trainer;
    const { size: numRanks } = world;
    observer.onStart?.({ folder, data, modelName, numParameters, hardware, numSteps, numRanks });
    const result = await trainer.train(folder, id, wants);
    await trainer.drain();
    throwIfCrashed(either);
    const test = result.status === "interrupted" ? null : await trainer.finish(folder, options.withTest);
    throwIfCrashed(either);
    if (test !== null) {
      trackers.log(result.position.step, metricsOf("test", test.summary));
      for (const [name, item] of test.summary.items())
        trackers.show(result.position.step, `test/${name}`, item);
    }
    const saved = trainer.saved();
    if (result.status !== "interrupted") {
      const warning = await world.decide(() => checkSaved(folder, result.position.step, saved));
      if (warning !== null) warn(warning);
    }
    const metrics = { ...result.metrics, ...(test === null ? {} : metricsOf("test", test.summary)) };
    // An interrupted test is repeated when the run resumes.
    const status = world.agree(null, either.aborted) ? "interrupted" : result.status;
    await trackers.finish(status === "interrupted" ? status : "finished", metrics);
    if (status !== "interrupted" && world.isMain)
      await publishRun(folder, config, { say: note, warn }, signal);
    return { ...result, status, metrics, folder, test, saved };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    await trackers.finish("failed", { error: message, ...(code === undefined ? {} : { error_code: code }) });
    throw error;
  } finally {
    await trainer.close();
  }
}

/** The run and checkpoint that all ranks resume, as rank 0 found them. */
interface Point {
  run: ResumePoint["run"];
  from: ResumedFrom | null;
}

/** All ranks. */
async function findPoint(
  { config }: LoadedConfig,
  world: World,
  options: RunOptions,
  warn: (message: string) => void,
): Promise<Point> {
  let reader: CheckpointReader | null = null;
  const found = await world.decide(() => {
    assertMetricNames(config);
    const point =
      findRestartPoint(runOfLaunch(), warn) ??
      findResumePoint(options.resume ?? config.checkpoint.resume, config, warn);
    reader = point?.checkpoint ?? null;
    const from = reader === null ? null : { folder: reader.folder, manifest: reader.manifest };
    return { run: point?.run ?? null, from };
  });
  return { ...found, from: found.from === null ? null : { ...found.from, reader } };
}

interface Prepared {
  hardware: Hardware;
  data: Dataset;
  /** Differences between the checkpoint and this run, in words. */
  differences: string[];
}

/** All ranks: chooses the hardware, opens the data, and checks that all ranks have the same run. */
async function prepare(
  { config, hash }: LoadedConfig,
  world: World,
  { from }: Point,
  observer: RunObserver,
  signal: AbortSignal,
  options: RunOptions,
): Promise<Prepared> {
  const hardware = await world.together(() =>
    chooseHardware(config.training, from?.manifest.platform, world),
  );
  const open = (): Promise<Dataset> =>
    openData(config, {
      onProgress: (done, total) => observer.onPrepare?.(done, total),
      signal,
      warn: (message) => world.isMain && observer.onWarning?.(message),
    });
  // One rank of each host makes a built-in set; the others read it.
  const first = await world.together(() => (world.localRank === 0 ? open() : null));
  const data = await world.together(() => first ?? open());
  const identity = dataIdentity(data);
  assertSameRun(world, { hash, ...identity, libtorch: addon.version() });
  const differences: string[] = [];
  if (from !== null) {
    const terms = {
      config,
      platform: platformOf(hardware),
      ...identity,
      labels: data.labels,
      allowChanges: options.allowChanges ?? false,
    };
    await world.together(() => assertResumable(from, terms, (difference) => differences.push(difference)));
  }
  return { hardware, data, differences };
}

/** All ranks: throws if recipes, clips or libraries differ. */
function assertSameRun(world: World, own: Record<string, string | number>): void {
  const all = world.gather<Record<string, string | number>>({ ...own, host: hostname() });
  for (const [rank, theirs] of all.entries()) {
    const key = Object.keys(own).find((name) => theirs[name] !== all[0]![name]);
    if (key === undefined) continue;
    const what = { hash: "configuration", fingerprint: "clips", numClips: "number of clips" }[key] ?? key;
    const error = new DistributedError(
      "RANKS_DIFFER",
      `rank ${rank} on ${theirs["host"]} has another ${what} than rank 0 on ${all[0]!["host"]} (${theirs[key]} and ${all[0]![key]}). ` +
        "Every host needs the same recipe, the same audio and the same installation",
    );
    world.markShared(error);
    throw error;
  }
}

/** Rank 0: creates the run's folder, or resets it to the checkpoint that the run resumes, and starts its record. */
function openRun(
  { config, hash }: LoadedConfig,
  point: Point,
  trackers: Trackers,
): { folder: string; id: string } {
  const { run, from } = point;
  const folder = run?.folder ?? createRunFolder(config.runs_dir, config.name);
  const id = run?.id ?? basename(folder);
  noteRunOfLaunch(folder);
  if (run && from !== null) {
    const policies = policiesOf(config.checkpoint);
    goBackTo(basename(from.folder), { folder: join(folder, "checkpoints"), runId: id, policies });
  }
  trackers.start({
    id,
    name: config.name,
    folder,
    config,
    configHash: hash,
    provenance: collectProvenance({ libtorch: addon.version() }),
    resumedAtStep: resumedAtStep(point),
    trackerIds: from?.manifest.trackerIds ?? {},
  });
  return { folder, id };
}

function throwIfCrashed({ reason }: AbortSignal): void {
  if (reason instanceof Crash) throw reason.cause;
}

/** Returns null for a new record; 0 restarts the run's record. */
function resumedAtStep({ run, from }: Point): number | null {
  return run === null ? null : (from?.manifest.position.step ?? 0);
}

/** Checks metric names and directions before training, so that a typo does not cost an hour. */
function assertMetricNames(config: Config): void {
  const { checkpoint, training } = config;
  const { metric, patience } = training.early_stopping;
  const names = [
    ["checkpoint.monitor", checkpoint.monitor, checkpoint.mode],
    ...checkpoint.save.flatMap(({ best, mode }, i) =>
      best === undefined ? [] : [[`checkpoint.save[${i}].best`, best, mode] as const],
    ),
    ...(patience === null
      ? []
      : [["training.early_stopping.metric", metric, training.early_stopping.mode] as const]),
  ] as const;
  const known = evaluationMetricNames(config);
  for (const [key, name, mode] of names) {
    if (!known.includes(name))
      throw new ConfigError("METRIC", `${key}: expected one of ${known.join(", ")}, got "${name}"`);
    const right = metricDirection(name);
    if (mode !== undefined && right !== undefined && mode !== right)
      throw new ConfigError(
        "METRIC",
        `${key}: mode ${mode} would prefer the worst ${name}; set it to ${right}`,
      );
  }
}
