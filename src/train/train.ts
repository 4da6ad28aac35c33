import { addon } from "../tensor/addon.js";
import { createEpochAveraging } from "./epoch-averaging.js";
import { type LoopResult, trainLoop } from "./loop.js";
import type { RunControl } from "./observer.js";
import { openProfiler } from "./open-profiler.js";
import type { OpenRun } from "./open-run.js";
import { probeGroups } from "./parameter-groups.js";
import type { Progress } from "./progress.js";
import { buildSchedule } from "./schedule.js";
import type { StopCheck } from "./stop.js";
import { Validation } from "./validation.js";

/** A run after its last step. Its checkpoints are on the disk, as far as they could be written. */
export interface TrainedRun {
  readonly run: OpenRun;
  readonly result: LoopResult;
}

const AT_START: Progress = {
  position: { step: 0, epoch: 0, batch: 0 },
  metrics: {},
  metricsStep: null,
  calibration: null,
};

/** All ranks: trains until the end, or until something ends the run early. */
export async function train(
  run: OpenRun,
  { observer, stop }: RunControl,
  stopCheck: StopCheck | null,
): Promise<TrainedRun> {
  const { prepared, trackers, display, saver } = run;
  const { resolved, parts, loader } = prepared;
  const { config, world } = resolved.session;
  const { training, logging } = config;
  parts.model.train();
  limitMemory(run);
  const { profiler, tracer } = openProfiler(run, observer);
  const result = await trainLoop({
    start: resolved.point.from?.manifest ?? AT_START,
    steps: {
      numEpochs: training.epochs,
      loader,
      step: parts.step,
      schedule: buildSchedule(config, training.epochs, loader.numBatches),
      groups: config.optimization.parameter_groups,
      probe: probeGroups(config.optimization),
      averaging: createEpochAveraging(parts, {
        ...{ loader, world },
        fromEpoch: (config.optimization.swa?.from_epoch ?? 1) - 1,
      }),
    },
    validation: new Validation(run, observer, stopCheck),
    logging: {
      everySteps: logging.every_steps,
      hasGradientNorms: logging.gradient_norms,
      ...{ trackers, display, profiler },
    },
    save: saver,
    world,
    observer,
    signal: stop.signal,
  });
  await tracer?.close();
  observer.onDecoded?.(loader.decodeTimes);
  await saver.drain();
  await display?.drain();
  stop.throwIfCrashed();
  return { run, result };
}

function limitMemory({ prepared }: OpenRun): void {
  const { resolved, closing } = prepared;
  const { memory_limit_gb: limitGb } = resolved.session.config.profiling;
  if (limitGb === null) return;
  addon.limitMemory(Math.floor(1e9 * limitGb));
  closing.add(addon, () => addon.limitMemory(0));
}
