import { type LoadedConfig, loadValues } from "../config/load.js";
import type { ConfigInput } from "../config/schema.js";
import { World } from "../distributed/world.js";
import { publishRun } from "../registry/publish.js";
import { RunTrackers } from "../tracking/run-trackers.js";
import type { Tracker } from "../tracking/tracker.js";
import { finish, type RunResult } from "./finish.js";
import { assertMetricNames } from "./metric-names.js";
import { messagesTo, type RunControl, type RunObserver } from "./observer.js";
import { openRun } from "./open-run.js";
import { probeWarning } from "./parameter-groups.js";
import { prepare } from "./prepare.js";
import { resolveRun } from "./resolve.js";
import { findPoint } from "./resume.js";
import { Stop, type StopCheck } from "./stop.js";
import { train } from "./train.js";

export type { RunResult } from "./finish.js";
export type { RunObserver, RunStart } from "./observer.js";

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

/**
 * Trains a recipe: finds the checkpoint to resume, opens the data, builds the model, trains, exports the
 * best weights and evaluates them on the test clips. Aborting the signal saves a checkpoint and ends the
 * run: as interrupted, or as failed if the signal's reason is a Crash.
 *
 * @param recipe of `loadConfig`, or the values of `defineRecipe`, whose modules are relative to the working directory
 * @throws CheckpointError if training finished and neither a checkpoint nor weights are on the disk
 */
export async function runTraining(
  recipe: LoadedConfig | ConfigInput,
  observer: RunObserver = {},
  signal: AbortSignal = new AbortController().signal,
  options: RunOptions = {},
): Promise<RunResult> {
  const loaded = "sources" in recipe ? recipe : loadValues(recipe);
  const { config } = loaded;
  const { world = World.solo(), resume = config.checkpoint.resume, allowChanges = false } = options;
  const control: RunControl = { observer, stop: new Stop(signal) };
  const messages = messagesTo(observer);
  await world.decide(() => assertMetricNames(config));
  const probe = probeWarning(config);
  if (probe !== null && world.isMain) messages.warn(probe);
  const point = await findPoint(resume, config, world, messages.warn);
  const resolved = await resolveRun(loaded, point, world, control, allowChanges);
  const trackers = world.isMain
    ? RunTrackers.open(config, options.trackers ?? [], messages)
    : RunTrackers.none();
  const prepared = await prepare(resolved, control);
  try {
    const opened = await openRun(prepared, trackers, control);
    const trained = await train(opened, control, options.stopCheck ?? null);
    const finished = await finish(trained, control, options.withTest ?? true);
    if (finished.status !== "interrupted" && world.isMain)
      await publishRun(finished.folder, config, messages, signal);
    return finished;
  } catch (error) {
    await trackers.fail(error);
    throw error;
  } finally {
    await prepared.closing.close();
  }
}
