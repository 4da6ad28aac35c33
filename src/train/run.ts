import { basename, join } from "node:path";
import { goBackTo, type Position, policiesOf } from "../checkpoint/index.js";
import type { LoadedConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import type { Dataset } from "../data/dataset.js";
import { type CheckpointError, ConfigError } from "../errors.js";
import { addon } from "../ops/addon.js";
import { createRunFolder } from "../tracking/store/folder.js";
import { collectProvenance } from "../tracking/store/provenance.js";
import { RunRecorder } from "../tracking/store/recorder.js";
import { Trackers } from "../tracking/trackers.js";
import { openData } from "./data.js";
import type { Evaluation } from "./evaluate.js";
import { chooseHardware, type Hardware, platformOf } from "./hardware.js";
import { EVALUATION_METRICS, evaluationMetrics, type LoopResult } from "./loop.js";
import { assertResumable, findResumePoint, type ResumePoint } from "./resume.js";
import { Crash } from "./stop.js";
import { dataIdentity, Trainer, type TrainerObserver } from "./trainer.js";

/** What a run tells whoever shows it to a person, besides the loop's own events. */
export interface RunObserver extends TrainerObserver {
  onPrepare?(done: number, total: number): void;
  /** `position` is where the run goes on; null for a new one. */
  onResume?(checkpoint: string, position: Position, differences: readonly string[]): void;
  onStart?(run: RunStart): void;
}

export interface RunStart {
  folder: string;
  data: Dataset;
  modelName: string;
  numParameters: number;
  hardware: Hardware;
  numSteps: number;
}

export interface RunOptions {
  /** `never`, `auto`, `last`, `best` or a path; by default what the recipe says. */
  resume?: string;
  /** Goes on from a checkpoint although the configuration changed in ways that change its numbers. */
  allowChanges?: boolean;
}

export interface RunResult extends LoopResult {
  folder: string;
  /** Of the best checkpoint on the test clips; null without test clips or when interrupted. */
  test: Evaluation | null;
}

/**
 * Trains a recipe: finds what to go on from, opens the data, builds the network, trains, exports the
 * best weights and evaluates them on the test clips. Aborting the signal saves a checkpoint and ends the
 * run: as interrupted, or as failed when the signal's reason is a Crash.
 */
export async function runTraining(
  loaded: LoadedConfig,
  observer: RunObserver,
  signal: AbortSignal,
  options: RunOptions = {},
): Promise<RunResult> {
  const { config, hash } = loaded;
  assertMetricNames(config);
  const warn = (message: string): void => observer.onWarning?.(message);
  const point = findResumePoint(options.resume ?? config.checkpoint.resume, config, warn);
  const from = point?.checkpoint ?? null;
  const hardware = chooseHardware(config.training, from?.manifest.platform);
  const data = await openData(config, {
    onProgress: (done, total) => observer.onPrepare?.(done, total),
    signal,
  });
  const differences: string[] = [];
  if (from !== null) {
    const terms = {
      config,
      platform: platformOf(hardware),
      ...dataIdentity(data),
      labels: data.labels,
      allowChanges: options.allowChanges ?? false,
    };
    assertResumable(from, terms, (difference) => differences.push(difference));
  }

  // Besides whoever calls: a save that fails, when the recipe says that this ends the run.
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const recorder = new RunRecorder({ warn });
  const trackers = new Trackers([recorder], { warn });
  const onFailedSave = (error: CheckpointError): void => {
    warn(`warning: ${error.message}`);
    recorder.event("warning", error.message);
    if (config.checkpoint.on_failed_save === "stop") stop.abort(new Crash(error));
  };
  // Before anything is written: weights that do not fit must leave no trace.
  const trainer = new Trainer({
    config,
    data,
    hardware,
    resumeFrom: from,
    observer,
    log: (step, metrics) => trackers.log(step, metrics),
    flush: () => trackers.flush(),
    trackerIds: () => trackers.ids(),
    onFailedSave,
    signal: either,
  });
  try {
    const folder = point?.run?.folder ?? createRunFolder(config.runs_dir, config.name);
    const id = point?.run?.id ?? basename(folder);
    if (point?.run && from !== null) {
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
    for (const difference of differences) recorder.event("info", difference);
    if (from !== null) observer.onResume?.(from.folder, from.manifest.position, differences);
    const { modelName, numParameters, numSteps } = trainer;
    observer.onStart?.({ folder, data, modelName, numParameters, hardware, numSteps });
    const result = await trainer.train(folder, id);
    await trainer.drain();
    throwIfCrashed(either);
    const test = result.status === "interrupted" ? null : await trainer.finish(folder);
    throwIfCrashed(either);
    if (test !== null) trackers.log(result.position.step, evaluationMetrics("test", test));
    const metrics = { ...result.metrics, ...(test === null ? {} : evaluationMetrics("test", test)) };
    // A test that was stopped is done when the run goes on.
    const status = either.aborted ? "interrupted" : result.status;
    await trackers.finish(status === "interrupted" ? status : "finished", metrics);
    return { ...result, status, metrics, folder, test };
  } catch (error) {
    await trackers.finish("failed", { error: (error as Error).message });
    throw error;
  } finally {
    await trainer.close();
  }
}

function throwIfCrashed({ reason }: AbortSignal): void {
  if (reason instanceof Crash) throw reason.cause;
}

/** null for a new record; 0 begins the run's own again. */
function resumedAtStep(point: ResumePoint | null): number | null {
  if (point === null || point.run === null) return null;
  return point.checkpoint?.manifest.position.step ?? 0;
}

/** Said before an hour of training, not after. */
function assertMetricNames({ checkpoint, training }: Config): void {
  const { metric, patience } = training.early_stopping;
  const names = [
    ["checkpoint.monitor", checkpoint.monitor],
    ...checkpoint.save.flatMap(({ best }, i) =>
      best === undefined ? [] : [[`checkpoint.save[${i}].best`, best]],
    ),
    ...(patience === null ? [] : [["training.early_stopping.metric", metric]]),
  ];
  for (const [key, name] of names) {
    if (!EVALUATION_METRICS.includes(name!)) {
      throw new ConfigError(
        "METRIC",
        `${key}: expected one of ${EVALUATION_METRICS.join(", ")}, got "${name}"`,
      );
    }
  }
}
