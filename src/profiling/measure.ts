import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { formatConfig } from "../config/format.js";
import { hashConfig } from "../config/hash.js";
import { overrideConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { clipName } from "../data/clip.js";
import { defaultNumWorkers } from "../data/loader.js";
import { TrainingError } from "../errors.js";
import { addon } from "../ops/addon.js";
import { packageRoot } from "../package-root.js";
import { createTemporaryFolder } from "../temporary-folder.js";
import { RunStore } from "../tracking/store/store.js";
import { type RunObserver, type RunStart, runTraining } from "../train/run.js";
import { figuresOf, type Machine, type RunFigures } from "./figures.js";
import type { TraceSummary } from "./trace-summary.js";

export interface MeasureOptions {
  /** So long, and `minSteps` at least. */
  seconds: number;
  minSteps: number;
  /** Steps at the start that are no measure, such as a first epoch that fills a cache. */
  skipSteps?: number;
  /** Records a trace as well, of steps after these. */
  withTrace?: boolean;
  observer?: RunObserver;
  signal: AbortSignal;
}

export interface Measured {
  figures: RunFigures;
  start: RunStart | null;
  /** Traces' files, which lie in `folder` and are the caller's to copy and remove. */
  traces: string[];
  folder: string;
}

/** Steps that a measurement begins with and leaves out: kernels are chosen, caches fill, and threads start. */
const SETTLING_STEPS = 5;

/**
 * Trains a recipe for a while as it is, in a folder of its own, and tells where its time went. Several ranks are
 * launched as `woodshed train` launches them.
 */
export async function measure(config: Config, options: MeasureOptions): Promise<Measured> {
  const folder = createTemporaryFolder("woodshed-profile-");
  const runs = join(folder, "runs");
  const measured = overrideConfig(config, [
    `runs_dir=${JSON.stringify(runs)}`,
    // Long enough not to end by itself.
    `training.epochs=${Math.max(config.training.epochs, 100_000)}`,
    "training.early_stopping.patience=null",
    "checkpoint.resume=never",
    "checkpoint.export=none",
    "logging.wandb.mode=offline",
    // These steps are nobody's run: no server hears of them, and they are not a search.
    "registry.mlflow.enabled=false",
    "optimization.hyperparameter_search.enabled=false",
    `profiling.enabled=${options.withTrace ?? false}`,
    `profiling.wait_steps=${SETTLING_STEPS}`,
    "profiling.repeat=1",
  ]);
  try {
    const { start, slowest } =
      config.training.distributed.world_size === 1
        ? await runHere(measured, options)
        : { start: await runRanks(measured, runs, folder, options), slowest: [] };
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
    if (figures === null) throw new TrainingError("PROFILE", "the profile's run ended before its first step");
    return { figures, start, traces: traces.map((name) => join(run, "traces", name)), folder };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

interface RanHere {
  start: RunStart | null;
  slowest: { name: string; ms: number }[];
}

async function runHere(config: Config, options: MeasureOptions): Promise<RanHere> {
  const { observer = {}, seconds, minSteps, withTrace = false } = options;
  const done = new AbortController();
  const signal = AbortSignal.any([options.signal, done.signal]);
  const { profiling } = config;
  const tracedSteps = withTrace ? SETTLING_STEPS + profiling.prepare_steps + profiling.active_steps : 0;
  const settling = options.skipSteps ?? SETTLING_STEPS;
  const least = Math.max(minSteps, tracedSteps) + settling;
  let start: RunStart | null = null;
  let slowest: RanHere["slowest"] = [];
  let numSteps = 0;
  let startMs = 0;
  await runTraining(
    { config, hash: hashConfig(config), sources: { files: [], overrides: [], places: new Map() } },
    {
      ...observer,
      onStart: (run) => {
        start = run;
        observer.onStart?.(run);
      },
      onStep: (position, numClips, means) => {
        observer.onStep?.(position, numClips, means);
        if (numSteps++ === settling) startMs = performance.now();
        if (numSteps >= least && performance.now() - startMs >= 1000 * seconds) done.abort();
      },
      onDecoded: ({ slowest: clips }) => {
        slowest = clips.map(({ clip, ms }) => ({ name: clipName(start!.data.train[clip]!), ms }));
      },
    },
    signal,
  );
  options.signal.throwIfAborted();
  return { start, slowest };
}

const POLL_MS = 200;

/** Launches ranks, and asks them to leave when rank 0's record has enough steps. */
async function runRanks(
  config: Config,
  runs: string,
  folder: string,
  options: MeasureOptions,
): Promise<null> {
  const recipe = join(folder, "recipe.yaml");
  mkdirSync(runs, { recursive: true });
  writeFileSync(recipe, formatConfig(config));
  const child = spawn(process.execPath, [join(packageRoot, "dist", "cli", "main.js"), "train", recipe], {
    stdio: ["ignore", "ignore", "pipe"],
    // A group of its own: Ctrl-C reaches this process, which passes it on once.
    detached: true,
  });
  // A second Ctrl-C ends this process at once; its ranks are not to be left behind.
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
  while (!isOver && !options.signal.aborted) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, POLL_MS))]);
    const numSteps = stepsSoFar(runs);
    if (startMs === 0 && numSteps > SETTLING_STEPS) startMs = performance.now();
    const isLong = startMs > 0 && performance.now() - startMs >= 1000 * options.seconds;
    if (isLong && numSteps >= options.minSteps + 2 * SETTLING_STEPS) break;
  }
  const wasStopped = !isOver;
  if (wasStopped) child.kill("SIGINT");
  const code = await ended;
  process.off("exit", kill);
  options.signal.throwIfAborted();
  if (!wasStopped && code !== 0)
    throw new TrainingError("PROFILE", `the ranks' run failed (exit code ${code}):\n${stderr.trim()}`);
  return null;
}

function stepsSoFar(runs: string): number {
  try {
    using store = RunStore.open(onlyRun(runs));
    return store.stepTimes().at(-1)?.step ?? 0;
  } catch {
    // It is only just starting.
    return 0;
  }
}

function onlyRun(runs: string): string {
  const name = readdirSync(runs).find((entry) => !entry.startsWith("."));
  if (name === undefined) throw new TrainingError("PROFILE", "the profile's run did not begin");
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
