/** `woodshed train` in a process that is one rank of several. */
import { writeFileSync } from "node:fs";
import { type LoadedConfig, loadConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { counted } from "../counted.js";
import { describeError } from "../describe-error.js";
import type { Environment } from "../distributed/environment.js";
import type { World } from "../distributed/world.js";
import { ConfigError, DistributedError } from "../errors.js";
import type { RunObserver, RunOptions } from "../train/run.js";
import { Crash } from "../train/stop.js";
import { Interrupt, ignoreOutputErrors } from "./interrupt.js";

/** The launcher decides the number of ranks; a recipe that asks for another number is refused. */
export function loadForRank(recipe: string, overrides: string[], { worldSize }: Environment): LoadedConfig {
  const asWorld = [...overrides, `training.distributed.world_size=${worldSize}`];
  // With elastic hosts, our launcher may start fewer ranks than the recipe asks for.
  if (process.env["WOODSHED_AGENT"] !== undefined) return loadConfig(recipe, asWorld);
  const asked = loadConfig(recipe, overrides).config.training.distributed.world_size;
  if (asked !== 1 && asked !== worldSize) {
    throw new ConfigError(
      "WORLD_SIZE",
      `training.distributed.world_size: the recipe asks for ${counted(asked, "rank")}, the launcher started ${worldSize} (WORLD_SIZE); leave the key out, or start that many ranks`,
    );
  }
  return loadConfig(recipe, asWorld);
}

/** Some schedulers signal every process of a job, and torchrun then signals its ranks again. */
const SIGNAL_ECHO_MS = 2000;

/** Rank 0 shows the run; the others print warnings and errors only. */
export async function trainAsRank(
  loaded: LoadedConfig,
  options: RunOptions,
  environment: Environment,
): Promise<void> {
  const { rank } = environment;
  const startMs = performance.now();
  const warn = (message: string): void => void process.stderr.write(`rank ${rank}: ${message}\n`);
  const [{ runTraining }, { TrainView }, { addon }, { PeerError }] = await Promise.all([
    import("../train/run.js"),
    import("./train-view.js"),
    import("../tensor/addon.js"),
    import("../distributed/failure.js"),
  ]);
  ignoreOutputErrors();
  const view = rank === 0 ? new TrainView(loaded.config) : null;
  const observer: RunObserver = view ?? { onWarning: warn };
  let interrupt: Interrupt | null = null;
  let exitCode = 0;
  try {
    const world = await joinWorld(environment, loaded.config);
    // Not earlier: a rank that waits for the others has nothing to save and cannot handle a signal.
    interrupt = new Interrupt(() => observer.onWarning?.("stopping: saving a checkpoint"), SIGNAL_ECHO_MS);
    const result = await runTraining(loaded, observer, interrupt.signal, { ...options, world });
    if (result.status === "interrupted") exitCode = interrupt.exitCode;
    view?.finish(result, (performance.now() - startMs) / 1000);
    await world.leave(true);
  } catch (error) {
    const reason: unknown = interrupt?.signal.reason;
    const cause = reason instanceof Crash ? reason.cause : error;
    exitCode = error === reason ? interrupt!.exitCode : 1;
    reportFailure(rank, cause, cause instanceof PeerError);
    // Our launcher prints the error of rank 0.
    const isReported = error === reason || (rank === 0 && process.env["WOODSHED_AGENT"] !== undefined);
    if (!isReported) warn(describeError(cause));
  }
  // Pending collectives must not keep the process alive.
  addon.exitNow(exitCode);
}

/** Joins the other ranks; from now on this process exits when its launcher does. */
async function joinWorld(environment: Environment, { training }: Config): Promise<World> {
  const [{ World }, { addon }] = await Promise.all([
    import("../distributed/world.js"),
    import("../tensor/addon.js"),
  ]);
  const { rank, localSize } = environment;
  const agent = process.env["WOODSHED_AGENT"];
  if (agent !== undefined && process.ppid !== Number(agent)) {
    throw new DistributedError(
      "ORPHAN",
      `rank ${rank}: its launcher, process ${agent}, ended before the rank started`,
    );
  }
  addon.endWithParent(
    process.ppid,
    `rank ${rank}: its launcher, process ${process.ppid}, has ended: exiting`,
  );
  const { distributed, device } = training;
  const numGpus = device === "cpu" ? 0 : addon.cudaDeviceCount();
  // NCCL needs a GPU for each rank.
  const best = numGpus >= localSize ? "nccl" : "gloo";
  return World.join(environment, {
    backend: distributed.backend === "auto" ? best : distributed.backend,
    timeoutSec: distributed.timeout_sec,
    hangWarningSec: Math.min(distributed.hang_warning_sec, distributed.timeout_sec / 2),
  });
}

/** Added to the time of a consequence, so that torchrun sorts it after its cause. */
const CONSEQUENCE_SEC = 5;

/**
 * Writes this rank's error for torchrun, which takes the earliest as the root cause. A consequence of another rank's
 * failure is dated later; it is used where that rank could not report its own error.
 */
function reportFailure(rank: number, error: unknown, isConsequence: boolean): void {
  const file = process.env["TORCHELASTIC_ERROR_FILE"];
  if (file === undefined) return;
  const text = describeError(error);
  const extraInfo = {
    py_callstack: (error as Error).stack ?? "",
    timestamp: String(Math.floor(Date.now() / 1000) + (isConsequence ? CONSEQUENCE_SEC : 0)),
  };
  try {
    writeFileSync(
      file,
      JSON.stringify({ message: { message: named(rank, text), extraInfo }, isConsequence }),
    );
  } catch {
    // The error is on stderr too.
  }
}

const named = (rank: number, text: string): string =>
  text.includes(`rank ${rank}`) ? text : `rank ${rank}: ${text}`;
