/**
 * `woodshed train --on runpod`, from the recipe to the fetched run. Whatever happens between, the machine is
 * terminated here; if this process cannot (killed, no network), the supervisor on the pod does.
 */
import { loadConfig } from "../../config/load.js";
import { ConfigError } from "../../errors.js";
import { packBundle } from "./bundle.js";
import { RunpodClient } from "./client.js";
import { durationText, spentUsd } from "./limits.js";
import { createMachine } from "./machine.js";
import { describePlan, makePlan, provideVolume, type RunpodOptions } from "./plan.js";
import {
  type Ended,
  type JobObserver,
  type JobSignals,
  RunningJob,
  TIMING,
  type Timing,
} from "./running-job.js";

export interface TrainOnRunpodOptions extends RunpodOptions {
  recipe: string;
  overrides: readonly string[];
  /** A shell command to run in the project's folder first. */
  setup?: string;
  /** What `woodshed train` itself takes; by default it goes on with a run that did not finish. */
  resume?: string;
  allowChanges?: boolean;
  /** Leave once the pod has all it needs; it ends by itself. */
  detach?: boolean;
  dryRun?: boolean;
}

export interface JobResult {
  /** `detached` and `planned` have not ended. */
  status: Ended["status"] | "detached" | "planned";
  exitCode: number;
  machine: string;
  /** Fetched runs, here. */
  folders: string[];
}

export async function trainOnRunpod(
  options: TrainOnRunpodOptions,
  observer: JobObserver,
  signals: JobSignals,
  given: Partial<Timing> = {},
): Promise<JobResult> {
  const timing = { ...TIMING, ...given };
  const { say } = observer;
  const { stop } = signals;
  const { config, sources } = loadConfig(options.recipe, options.overrides);
  const bundle = packBundle(options.recipe, sources.files);
  const { backoffMs } = timing;
  const client = RunpodClient.fromEnvironment({ onWait: say, backoffMs });
  const work = {
    name: config.name,
    command: commandOf(options, bundle.recipe),
    cwd: bundle.cwd,
    setup: options.setup,
    bundle: bundle.tar,
    fetchWithinMs: options.detach ? 0 : timing.fetchWithinMs,
    drainMs: timing.drainMs,
  };
  const plan = await makePlan(client, options, work, stop);
  if (options.dryRun) {
    for (const line of describePlan(plan)) observer.line(line);
    return { status: "planned", exitCode: 0, machine: plan.spec.name, folders: [] };
  }
  if (options.detach && options.volume === undefined) {
    throw new ConfigError(
      "RUNPOD_VOLUME",
      "--detach: nobody fetches the run then, so it needs a --volume to stay on.",
    );
  }
  await provideVolume(client, plan, options, say);
  const making = { say, signal: stop, backoffMs: 4 * backoffMs };
  const machine = await createMachine(client, plan.spec, plan.candidates, making);
  const startedMs = Date.now();
  const job = new RunningJob(client, plan, machine, observer, signals, timing);
  let isLeft = false;
  try {
    await job.start(bundle.tar);
    if (options.detach) {
      isLeft = true;
      say(
        `${machine.name} trains, and ends by itself; \`woodshed runpod logs -f ${machine.name}\` shows how it goes`,
      );
      return { status: "detached", exitCode: 0, machine: machine.name, folders: [] };
    }
    const result = await job.follow();
    const folders = await job.fetch(config.name, config.runs_dir);
    return { ...result, machine: machine.name, folders };
  } finally {
    if (!isLeft) {
      await job.end();
      const cost = spentUsd(machine.candidate.pricePerHour, startedMs, Date.now());
      say(`ran ${durationText(Date.now() - startedMs)}, about $${cost.toFixed(2)}`);
    }
  }
}

/** What the pod runs. What was said here comes later, so that it wins; where runs go is settled by the volume. */
function commandOf(options: TrainOnRunpodOptions, recipe: string): string[] {
  const { nodes = 1, count = 1, mountPath = "/workspace" } = options;
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
