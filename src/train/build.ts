import { DataParallel } from "../distributed/data-parallel.js";
import { synchronizeBatchNorm } from "../distributed/sync-batch-norm.js";
import { type BuiltModel, buildModel } from "../inference/build-model.js";
import type { Hardware } from "../inference/hardware.js";
import type { Session } from "../inference/session.js";
import { Ema, GradScaler, type Optimizer, Swa, type WeightAverage } from "../optim/index.js";
import { GpuStreams } from "../tensor/device-streams.js";
import { manualSeed } from "../tensor/index.js";
import { ClipMasks } from "./clip-masks.js";
import { createOptimizer } from "./create-optimizer.js";
import { FeatureChanges } from "./feature-changes.js";
import { CudaGraphs } from "./graphs/engine.js";
import { StepGraphs } from "./graphs/step-graphs.js";
import { groupParameters } from "./parameter-groups.js";
import { TrainStep } from "./step.js";
import { UploadRing } from "./upload-ring.js";

/** Everything whose tensors change in training, and the front end. */
export interface TrainingParts extends BuiltModel {
  optimizer: Optimizer;
  scaler: GradScaler | null;
  /** The average of the weights that evaluation uses; null for the weights themselves. */
  ema: WeightAverage | null;
  step: TrainStep;
  /** null in a world of one rank. */
  parallel: DataParallel | null;
}

/**
 * Seeds the default generator, and builds a recipe's model and what updates it, on the hardware.
 *
 * @param init changes the model's fresh weights before anything copies them
 */
export function buildParts(
  session: Session,
  init: (built: BuiltModel) => void = () => {},
): TrainingParts & Disposable {
  const { config, task, hardware } = session;
  manualSeed(config.seed);
  const built = buildModel(config, task, hardware);
  const { model, frontEnd } = built;
  try {
    init(built);
  } catch (error) {
    disposeAll([frontEnd, model]);
    throw error;
  }
  const update = buildUpdate(session, built);
  const { optimizer, scaler, ema, step, parallel } = update;
  return {
    ...built,
    ...update,
    // The reducer refers to the parameters, so it goes first.
    [Symbol.dispose]: () => disposeAll([parallel, step, ema, scaler, optimizer, frontEnd, model]),
  };
}

function disposeAll(holders: readonly ({ dispose(): void } | null)[]): void {
  for (const holder of holders) holder?.dispose();
}

/** Builds what updates a model. */
function buildUpdate(
  { config, task, hardware, world }: Session,
  built: BuiltModel,
): Omit<TrainingParts, keyof BuiltModel> {
  const { training, optimization } = config;
  const { distributed } = training;
  const { model } = built;
  const { device, precision } = hardware;
  const { groups, choices, freezing } = groupParameters(model, optimization);
  // Parameters that are frozen in every epoch have no optimizer state.
  freezing.apply(Number.MAX_SAFE_INTEGER);
  const optimizer = createOptimizer(optimization, groups, choices);
  // Before the reducer is built, which leaves out frozen parameters.
  freezing.apply(0);
  const { ema_decay, swa } = optimization;
  const ema = ema_decay === null ? null : new Ema(model.stateDict(), ema_decay);
  const average = ema ?? (swa === null ? null : new Swa(model.stateDict()));
  const scaler = precision === "fp16" ? new GradScaler(device) : null;
  const group = world.gradients;
  const normGroup = group !== null && distributed.sync_batch_norm ? synchronizeBatchNorm(model, group) : null;
  const parallel =
    group === null
      ? null
      : new DataParallel(group, model.namedParameters(), {
          bucketBytes: distributed.bucket_mb * 2 ** 20,
          // With outputs of frames, layers of the clip's embedding get no gradient.
          findUnusedParameters: distributed.find_unused_parameters || task.hasFrames === true,
          gradientAsBucketView: distributed.gradient_as_bucket_view,
          staticGraph: distributed.static_graph,
          compression: distributed.compression,
        });
  const changes = new FeatureChanges(config.data.augmentations, config.seed);
  const step = new TrainStep({
    ...built,
    update: {
      ...{ optimizer, scaler, ema, freezing },
      clipGradNorm: optimization.clip_grad_norm,
      clipGradValue: optimization.clip_grad_value,
    },
    hardware,
    world,
    parallel,
    normGroup,
    masks: training.dropout_masks === "by_clip" ? new ClipMasks(config.seed, device) : null,
    changes,
    task,
    graphs: graphsOf(hardware, built, changes),
    uploads: device === "cpu" || !copiesAhead() ? null : new UploadRing(new GpuStreams(device)),
  });
  return { optimizer, scaler, ema: average, step, parallel };
}

/** Checks of GPUs set the variable, to compare. */
function copiesAhead(): boolean {
  return process.env["WOODSHED_COPY_STREAM"] !== "off";
}

/** Why steps have no graphs on hardware that uses them: augmentations of features run outside of graphs. */
export const NO_GRAPHS_NOTE =
  "note: training.cuda_graphs: steps run operator by operator: the front end learns, and data.augmentations change its features";

/** A front end that learns is a part of the step's backward, and augmentations of its features run outside of graphs. */
function graphsOf(
  { device, usesGraphs }: Hardware,
  { frontEnd }: BuiltModel,
  changes: FeatureChanges,
): StepGraphs | null {
  const learns = Object.keys(frontEnd.learned).length > 0;
  if (!usesGraphs || (learns && !changes.isEmpty)) return null;
  return new StepGraphs(new CudaGraphs(device), device);
}
