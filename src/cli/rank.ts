/** `woodshed train` in a process that is one rank of several. */
import { hashConfig } from "../config/hash.js";
import { type LoadedConfig, loadConfig, overrideConfig } from "../config/load.js";
import { counted } from "../counted.js";
import { describeError } from "../describe-error.js";
import type { Environment } from "../distributed/environment.js";
import { isPrintedByLauncher, reportRankFailure } from "../distributed/rank-failure.js";
import { ConfigError } from "../errors.js";
import type { RunObserver, RunOptions } from "../train/run.js";
import { Crash } from "../train/stop.js";
import { Interrupt, ignoreOutputErrors } from "./interrupt.js";

/** The launcher decides the number of ranks; a recipe that asks for another number is refused. */
export function loadForRank(recipe: string, overrides: string[], { worldSize }: Environment): LoadedConfig {
  const ofWorld = `training.distributed.world_size=${worldSize}`;
  // With elastic hosts, our launcher may start fewer ranks than the recipe asks for.
  if (process.env["WOODSHED_AGENT"] !== undefined) return loadConfig(recipe, [...overrides, ofWorld]);
  const { config: own, sources } = loadConfig(recipe, overrides);
  const asked = own.training.distributed.world_size;
  if (asked !== 1 && asked !== worldSize) {
    throw new ConfigError(
      "WORLD_SIZE",
      `training.distributed.world_size: the recipe asks for ${counted(asked, "rank")}, the launcher started ${worldSize} (WORLD_SIZE); leave the key out, or start that many ranks`,
    );
  }
  // Not loaded again: that would bundle its modules a second time.
  const config = overrideConfig(own, [ofWorld], recipe);
  return { config, hash: hashConfig(config), sources: { ...sources, overrides: [...overrides, ofWorld] } };
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
  const [{ runTraining }, { TrainView }, { addon }, { PeerError }, { joinWorld }] = await Promise.all([
    import("../train/run.js"),
    import("./train-view.js"),
    import("../tensor/addon.js"),
    import("../distributed/failure.js"),
    import("../distributed/join.js"),
  ]);
  ignoreOutputErrors();
  const view = rank === 0 ? new TrainView(loaded.config) : null;
  const observer: RunObserver = view ?? { onWarning: warn };
  let interrupt: Interrupt | null = null;
  let exitCode = 0;
  try {
    const { distributed, device } = loaded.config.training;
    const world = await joinWorld(environment, {
      backend: distributed.backend,
      useGpus: device !== "cpu",
      timeoutSec: distributed.timeout_sec,
      hangWarningSec: distributed.hang_warning_sec,
    });
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
    reportRankFailure(rank, cause, describeError(cause), cause instanceof PeerError);
    const isReported = error === reason || isPrintedByLauncher(rank);
    if (!isReported) warn(describeError(cause));
  }
  // Pending collectives must not keep the process alive.
  addon.exitNow(exitCode);
}
