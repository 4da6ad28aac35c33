/**
 * `woodshed train --on runpod`, from the recipe to the fetched run. Whatever fails in between, the machine is terminated
 * here; if this process cannot (killed, no network), the supervisor on the pod does it.
 */
import { basename, isAbsolute } from "node:path";
import { type ConfigSources, loadConfig } from "../../config/load.js";
import { filesOfModules } from "../../config/own-modules.js";
import type { Config } from "../../config/schema.js";
import { ConfigError } from "../../errors.js";
import { packBundle } from "./bundle.js";
import { RunpodClient } from "./client.js";
import { durationText, spentUsd } from "./limits.js";
import { createMachine } from "./machine.js";
import { describePlan, describeRequest, type JobSpec, makePlan, provideVolume } from "./plan.js";
import type { RunpodOptions } from "./request.js";
import {
  type JobExit,
  type JobObserver,
  type JobSignals,
  RunningJob,
  TIMING,
  type Timing,
} from "./running-job.js";

export interface TrainOnRunpodOptions {
  recipe: string;
  overrides: readonly string[];
  rent: RunpodOptions;
  /** A shell command to run in the project's folder first. */
  setup?: string | undefined;
  /** `--resume` of `woodshed train`; by default `auto`. */
  resume?: string | undefined;
  allowChanges?: boolean | undefined;
  /** Exit once the pod has everything it needs; it terminates itself. */
  detach?: boolean | undefined;
  dryRun?: boolean | undefined;
}

export interface JobResult {
  /** `detached` and `planned` have not ended. */
  status: JobExit["status"] | "detached" | "planned";
  exitCode: number;
  machine: string;
  /** Local folders of the fetched runs. */
  folders: string[];
}

export async function trainOnRunpod(
  options: TrainOnRunpodOptions,
  observer: JobObserver,
  signals: JobSignals,
  timingOverrides: Partial<Timing> = {},
): Promise<JobResult> {
  const timing = { ...TIMING, ...timingOverrides };
  const { onStatus } = observer;
  const { stop } = signals;
  const { rent } = options;
  const { config, sources } = loadConfig(options.recipe, options.overrides);
  if (options.detach && rent.storage.volume === undefined) {
    throw new ConfigError(
      "RUNPOD_VOLUME",
      "--detach: the run would be lost with the pod; add --volume NAME.",
    );
  }
  const bundle = packBundle(options.recipe, [...sources.files, ...modulesOf(config, sources)]);
  const { backoffMs } = timing;
  const jobSpec: JobSpec = {
    name: config.name,
    command: commandOf(options, bundle.recipe),
    cwd: bundle.cwd,
    setup: options.setup,
    bundle: bundle.tar,
    fetchWithinMs: options.detach ? 0 : timing.fetchWithinMs,
    drainMs: timing.drainMs,
  };
  const planned = (lines: readonly string[], machine: string): JobResult => {
    for (const line of lines) observer.onOutput(line);
    return { status: "planned", exitCode: 0, machine, folders: [] };
  };
  if (options.dryRun && !RunpodClient.hasKey()) return planned(describeRequest(rent, jobSpec), "");
  const client = RunpodClient.fromEnvironment({ onWait: onStatus, backoffMs });
  const plan = await makePlan(client, rent, jobSpec, stop);
  if (options.dryRun) return planned(describePlan(plan), plan.spec.name);
  await provideVolume(client, plan, rent, onStatus);
  const createOptions = { onStatus, signal: stop, backoffMs: 4 * backoffMs };
  const machine = await createMachine(client, plan.spec, plan.candidates, createOptions);
  const startedMs = Date.now();
  const job = new RunningJob(client, plan, machine, observer, signals, timing);
  let isDetached = false;
  try {
    await job.start(bundle.tar);
    if (options.detach) {
      isDetached = true;
      onStatus(
        `${machine.name} trains, and terminates itself afterwards; \`woodshed runpod logs -f ${machine.name}\` follows its output`,
      );
      return { status: "detached", exitCode: 0, machine: machine.name, folders: [] };
    }
    const result = await job.follow();
    const folders = await job.fetch(config.name, config.runs_dir);
    return { ...result, machine: machine.name, folders };
  } finally {
    if (!isDetached) {
      await job.end();
      const cost = spentUsd(machine.candidate.pricePerHour, startedMs, Date.now());
      onStatus(`ran ${durationText(Date.now() - startedMs)}, about $${cost.toFixed(2)}`);
    }
  }
}

/** Returns the files of the recipe's modules. @throws ConfigError for one that the pod cannot find by its path */
function modulesOf(config: Config, { modules }: ConfigSources): string[] {
  const files = filesOfModules(config, modules);
  const absolute = files.find(({ use }) => isAbsolute(use) || use.startsWith("file:"));
  if (absolute === undefined) return files.map(({ path }) => path);
  throw new ConfigError(
    "RUNPOD_BUNDLE",
    `${absolute.section}.use ${absolute.use}: the folders of a pod are others; give the path relative to the recipe, such as ./${basename(absolute.path)}`,
  );
}

/** Returns the command that the pod runs. Later overrides win: those of the user, then the ones that the pod needs. */
function commandOf(options: TrainOnRunpodOptions, recipe: string): string[] {
  const { nodes = 1, count = 1 } = options.rent.machine;
  const { mountPath = "/workspace" } = options.rent.storage;
  return [
    ...["woodshed", "train", recipe, "training.device=cuda"],
    ...options.overrides,
    `training.distributed.world_size=${nodes * count}`,
    `runs_dir=${mountPath}/runs`,
    ...["--resume", options.resume ?? "auto"],
    ...(options.allowChanges ? ["--allow-changes"] : []),
    ...(nodes > 1 ? ["--nnodes", String(nodes), "--rdzv-endpoint", "$PRIMARY_ADDR:29500"] : []),
  ];
}
