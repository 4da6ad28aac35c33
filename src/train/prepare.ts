import { restoreRandom } from "../checkpoint/random-states.js";
import type { ClipLoader } from "../data/loader.js";
import { PURPOSES, randomUint32 } from "../data/random.js";
import { assertSame } from "../distributed/same-weights.js";
import { Evaluator } from "../evaluation/evaluator.js";
import type { Wave } from "../inference/forward.js";
import { trainingLoader } from "../inference/loaders.js";
import { manualSeed } from "../tensor/index.js";
import { buildParts, NO_GRAPHS_NOTE, type TrainingParts } from "./build.js";
import { Closing } from "./closing.js";
import { Goals } from "./goals.js";
import { initWeights } from "./init.js";
import { decodeLocal, encodeLocal, forWorldOf, type LocalState } from "./local-state.js";
import { measureFeatures } from "./measure-features.js";
import { messagesTo, type RunControl } from "./observer.js";
import type { ResolvedRun } from "./resolve.js";
import { restoreState, sharedTensors } from "./state.js";

/** A run that is ready to train, with the same state on all ranks. Nothing of it is on the disk yet. */
export interface PreparedRun {
  readonly resolved: ResolvedRun;
  readonly parts: TrainingParts;
  readonly goals: Goals;
  /** Loads the training clips. */
  readonly loader: ClipLoader<Wave>;
  readonly evaluator: Evaluator;
  /** Closes everything that the run opens, from here on. */
  readonly closing: Closing;
}

/**
 * All ranks: builds the model and what trains it, with fresh weights or the state of the checkpoint.
 *
 * @throws CheckpointError for a checkpoint or weights that do not fit the model
 */
export async function prepare(resolved: ResolvedRun, control: RunControl): Promise<PreparedRun> {
  const closing = new Closing();
  const { world } = resolved.session;
  try {
    const { restored, ...built } = await world.together(() => build(resolved, closing, control));
    const prepared = { resolved, ...built, closing };
    if (resolved.point.from === null) await measure(prepared, control.stop.signal);
    await align(prepared, restored);
    return prepared;
  } catch (error) {
    await closing.close();
    throw error;
  }
}

interface Built extends Pick<PreparedRun, "parts" | "goals" | "loader" | "evaluator"> {
  /** Local states of the checkpoint, on rank 0; null for a new run. */
  restored: LocalState[] | null;
}

/** Each rank separately. */
function build({ session, point }: ResolvedRun, closing: Closing, { observer, stop }: RunControl): Built {
  const { config, data, task, world, hardware } = session;
  const { init_from, init_keys } = config.model;
  const { from } = point;
  const parts = closing.add(
    buildParts(session, ({ model, frontEnd }) => {
      // Rank 0 alone reads weights and sends them to the others, which need no access to its disk.
      if (init_from === null || from !== null || !world.isMain) return;
      const { labelRows = [] } = task;
      const context = { labels: data.labels, labelRows, numFeatures: frontEnd.channels };
      const report = initWeights(model, init_from, init_keys, context);
      observer.onInit?.(init_from, report);
    }),
    (opened) => opened[Symbol.dispose](),
  );
  const { warn } = messagesTo(observer);
  if (parts.step.graphs !== null) parts.step.graphs.onNote = warn;
  else if (hardware.usesGraphs) warn(NO_GRAPHS_NOTE);
  const reader = from?.reader ?? null;
  const restored = reader === null ? null : restoreState(parts, reader);
  const goals = new Goals(config, from?.manifest ?? null);
  const { model, frontEnd } = parts;
  const evaluator = new Evaluator({
    ...session,
    built: { model, frontEnd },
    onBatch: (split, done, total) => observer.onEvaluationBatch?.(split, done, total),
    signal: stop.signal,
  });
  closing.add(evaluator, (opened) => opened.close());
  // The loader starts threads, so it comes last: a checkpoint that does not fit starts none.
  const loader = trainingLoader(config, data.train, task, world, hardware.device);
  closing.add(loader, (opened) => opened.close());
  return { parts, goals, loader, evaluator, restored };
}

/** All ranks: rank 0 measures what the front end needs to know of the training clips, before the first step of a new run. */
async function measure({ resolved, parts }: PreparedRun, signal: AbortSignal): Promise<void> {
  const { session } = resolved;
  const { frontEnd, model, ema } = parts;
  const { measurement } = frontEnd;
  if (measurement === null) return;
  const statistics = await session.world.decide(() =>
    measurement.isDone ? null : measureFeatures(session, frontEnd, measurement, signal),
  );
  if (statistics === null) return;
  measurement.set(statistics);
  ema?.loadStateDict(model.stateDict());
}

/** All ranks: get rank 0's initial or restored state. */
async function align({ resolved, parts, loader }: PreparedRun, restored: LocalState[] | null): Promise<void> {
  const { session, point } = resolved;
  const { config, world, hardware } = session;
  const shared = sharedTensors(parts);
  if (world.gradients !== null) {
    world.watched("merging", () => world.gradients!.verify(parts.model.parameters()));
  }
  world.broadcast([...shared.values()]);
  assertSame(world, shared, "before the first step");
  // Dropout must differ between ranks.
  if (!world.isMain) manualSeed(randomUint32(PURPOSES.rankSeed, config.seed, world.rank));
  if (point.from === null) return;
  const local = await world.decide(() => forWorldOf(world.size, restored!).map(encodeLocal));
  const { random, sums } = decodeLocal(local[world.rank]!);
  restoreRandom(random, hardware.device);
  const { means, position } = point.from.manifest;
  // Between epochs the sums are zero, whatever version saved them.
  const isBetween = position.batch === 0 || position.batch === loader.numBatches;
  const epoch = means.epoch ?? (isBetween ? parts.step.means.noSums() : undefined);
  parts.step.means.restore(sums, { ...means, epoch });
}
