import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { formatConfig } from "../config/format.js";
import { hashConfig } from "../config/hash.js";
import { overrideConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { clipName } from "../data/clip.js";
import { ExaminedFiles } from "../data/examination/examined-files.js";
import { defaultNumWorkers } from "../data/loader.js";
import { TrainingError } from "../errors.js";
import { packageRoot } from "../package-root.js";
import { type CpuLoad, CpuLoadMeter } from "../profiling/system/cpu-load.js";
import type { TraceSummary } from "../profiling/trace-summary.js";
import { createTemporaryFolder } from "../temporary-folder.js";
import { addon } from "../tensor/addon.js";
import { RunStore } from "../tracking/store/store.js";
import { type RunObserver, type RunStart, runTraining } from "../train/run.js";
import { figuresOf, type Machine, type RunFigures } from "./figures.js";

export interface MeasureOptions {
  /** Length of the measurement, with `minSteps` at least. */
  seconds: number;
  minSteps: number;
  /** Steps at the start to leave out, such as a first epoch that fills a cache. */
  skipSteps?: number;
  /** Records a trace of later steps too. */
  withTrace?: boolean;
  observer?: RunObserver;
  signal: AbortSignal;
}

export interface Measurement {
  figures: RunFigures;
  start: RunStart | null;
  /** Trace files in `folder`; the caller copies and removes them. */
  traces: string[];
  folder: string;
}

/** Steps at the start of a measurement that are left out: kernels are chosen, caches fill and threads start. */
const SETTLING_STEPS = 5;

/**
 * Trains a recipe for a while, unchanged, in a temporary folder, and measures where its time goes. Several ranks are
 * launched as by `woodshed train`.
 */
export async function measure(config: Config, options: MeasureOptions): Promise<Measurement> {
  const folder = createTemporaryFolder("woodshed-profile-");
  const runs = join(folder, "runs");
  const measured = overrideConfig(config, [
    `runs_dir=${JSON.stringify(runs)}`,
    // Long enough not to end before the measurement does.
    `training.epochs=${Math.max(config.training.epochs, 100_000)}`,
    "training.early_stopping.patience=null",
    "checkpoint.resume=never",
    "checkpoint.export=none",
    "logging.wandb.mode=offline",
    // The measurement is no run of the user: nothing is sent to a server, and no search starts.
    "registry.mlflow.enabled=false",
    "optimization.hyperparameter_search.enabled=false",
    `profiling.enabled=${options.withTrace ?? false}`,
    `profiling.wait_steps=${SETTLING_STEPS}`,
    "profiling.repeat=1",
  ]);
  ExaminedFiles.copy(config.runs_dir, runs);
  try {
    const { start, slowest, load } =
      config.training.distributed.world_size === 1
        ? await runHere(measured, options)
        : { start: null, slowest: [], load: await runRanks(measured, runs, folder, options) };
    const run = onlyRun(runs);
    const traces = existsSync(join(run, "traces")) ? readdirSync(join(run, "traces")) : [];
    const summary = traces.find((name) => /^rank0-.*summary\.json$/.test(name));
    using store = RunStore.open(run);
    const trace =
      summary === undefined
        ? null
        : (JSON.parse(readFileSync(join(run, "traces", summary), "utf8")) as TraceSummary);
    const figures = figuresOf(store, config, {
      machine: machineHere(),
      numWorkers: numWorkersOf(config),
      slowestClips: slowest,
      load,
      ...(start === null
        ? {}
        : {
            numTrainClips: start.data.train.length,
            stepsPerEpoch: start.numSteps / measured.training.epochs,
            numValidationClips: start.data.validation.length,
          }),
      ...(options.skipSteps === undefined ? {} : { skipSteps: options.skipSteps }),
      trace,
    });
    if (figures === null) throw new TrainingError("PROFILE", "the profiled run ended before its first step");
    return { figures, start, traces: traces.map((name) => join(run, "traces", name)), folder };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

interface LocalMeasurement {
  start: RunStart | null;
  slowest: { name: string; ms: number }[];
  /** Over the measured steps. */
  load: CpuLoad | null;
}

async function runHere(config: Config, options: MeasureOptions): Promise<LocalMeasurement> {
  const { observer = {}, seconds, minSteps, withTrace = false } = options;
  const done = new AbortController();
  const signal = AbortSignal.any([options.signal, done.signal]);
  const { profiling } = config;
  const tracedSteps = withTrace ? SETTLING_STEPS + profiling.prepare_steps + profiling.active_steps : 0;
  const settling = options.skipSteps ?? SETTLING_STEPS;
  const least = Math.max(minSteps, tracedSteps) + settling;
  let start: RunStart | null = null;
  let slowest: LocalMeasurement["slowest"] = [];
  let numSteps = 0;
  let startMs = 0;
  let meter: CpuLoadMeter | null = null;
  let load: CpuLoad | null = null;
  await runTraining(
    {
      config,
      hash: hashConfig(config),
      sources: { files: [], overrides: [], places: new Map(), notes: [], modules: {} },
    },
    {
      ...observer,
      onStart: (run) => {
        start = run;
        observer.onStart?.(run);
      },
      onStep: (position, numClips, means, epochMeans) => {
        observer.onStep?.(position, numClips, means, epochMeans);
        if (numSteps++ === settling) {
          startMs = performance.now();
          meter = new CpuLoadMeter();
        }
        if (numSteps < least || performance.now() - startMs < 1000 * seconds || done.signal.aborted) return;
        load = meter?.read() ?? null;
        done.abort();
      },
      onDecoded: ({ slowest: clips }) => {
        slowest = clips.map(({ clip, ms }) => ({ name: clipName(start!.data.train[clip]!), ms }));
      },
    },
    signal,
  );
  options.signal.throwIfAborted();
  return { start, slowest, load };
}

const POLL_MS = 200;

/** Launches ranks, and stops them when rank 0's record has enough steps. */
async function runRanks(
  config: Config,
  runs: string,
  folder: string,
  options: MeasureOptions,
): Promise<CpuLoad | null> {
  const recipe = join(folder, "recipe.yaml");
  mkdirSync(runs, { recursive: true });
  writeFileSync(recipe, formatConfig(config));
  const child = spawn(process.execPath, [join(packageRoot, "dist", "cli", "main.js"), "train", recipe], {
    stdio: ["ignore", "ignore", "pipe"],
    // In a process group of its own: Ctrl-C reaches this process, which passes it on once.
    detached: true,
  });
  // A second Ctrl-C exits this process at once, which must not leave ranks behind.
  const kill = (): void => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  };
  process.once("exit", kill);
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr = (stderr + text).slice(-4000);
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  let startMs = 0;
  let meter: CpuLoadMeter | null = null;
  while (!isOver && !options.signal.aborted) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, POLL_MS))]);
    const numSteps = stepsSoFar(runs);
    if (startMs === 0 && numSteps > SETTLING_STEPS) {
      startMs = performance.now();
      meter = new CpuLoadMeter();
    }
    const isLong = startMs > 0 && performance.now() - startMs >= 1000 * options.seconds;
    if (isLong && numSteps >= options.minSteps + 2 * SETTLING_STEPS) break;
  }
  const wasStopped = !isOver;
  const load = meter?.read() ?? null;
  if (wasStopped) child.kill("SIGINT");
  const code = await ended;
  process.off("exit", kill);
  options.signal.throwIfAborted();
  if (!wasStopped && code !== 0)
    throw new TrainingError(
      "PROFILE",
      `the profiled run of several ranks failed (exit code ${code}):\n${stderr.trim()}`,
    );
  return load;
}

function stepsSoFar(runs: string): number {
  try {
    using store = RunStore.open(onlyRun(runs));
    return store.stepTimes().at(-1)?.step ?? 0;
  } catch {
    // The run is still starting.
    return 0;
  }
}

function onlyRun(runs: string): string {
  const name = readdirSync(runs).find((entry) => !entry.startsWith("."));
  if (name === undefined) throw new TrainingError("PROFILE", "the profiled run did not start");
  return join(runs, name);
}

export function machineHere(): Machine {
  const { amx, avx512Bf16 } = addon.cpuCapability();
  const numGpus = addon.cudaDeviceCount();
  const unit = numGpus > 0 ? "the GPU" : amx ? "AMX" : avx512Bf16 ? "AVX-512 BF16" : null;
  return { numCores: availableParallelism(), memoryBytes: totalmem(), bf16Unit: unit, numGpus };
}

export function numWorkersOf({ data, training }: Config): number {
  return data.workers === "auto" ? defaultNumWorkers(training.distributed.world_size) : data.workers;
}
