import type { Config } from "../config/schema.js";
import { DataParallel } from "../distributed/data-parallel.js";
import { synchronizeBatchNorm } from "../distributed/sync-batch-norm.js";
import type { World } from "../distributed/world.js";
import type { BuiltModel } from "../inference/build-model.js";
import type { Hardware } from "../inference/hardware.js";
import type { Model } from "../models/index.js";
import {
  AdamW,
  Ema,
  GradScaler,
  type Optimizer,
  type Schedule,
  SGD,
  warmupConstant,
  warmupCosine,
} from "../optim/index.js";
import type { Task } from "../tasks/task.js";
import type { TrainingParts } from "./state.js";
import { TrainStep } from "./step.js";

export function buildOptimizer(config: Config, model: Model): Optimizer {
  const { optimizer, learning_rate, weight_decay, betas, eps, momentum } = config.optimization;
  const parameters = model.parameters();
  const common = { learningRate: learning_rate, weightDecay: weight_decay };
  return optimizer === "sgd"
    ? new SGD(parameters, { ...common, momentum })
    : new AdamW(parameters, { ...common, betas, eps });
}

export function buildSchedule(config: Config, numSteps: number): Schedule {
  const {
    schedule,
    learning_rate: learningRate,
    warmup_fraction,
    min_learning_rate_fraction,
  } = config.optimization;
  const warmupSteps = Math.round(warmup_fraction * numSteps);
  return schedule === "constant"
    ? warmupConstant({ learningRate, warmupSteps })
    : warmupCosine({ learningRate, numSteps, warmupSteps, minFraction: min_learning_rate_fraction });
}

/** Builds the parts that update the model, on the model's device. */
export function buildParts(
  config: Config,
  built: BuiltModel,
  task: Task,
  hardware: Hardware,
  world: World,
): TrainingParts {
  const { training, optimization } = config;
  const { distributed } = training;
  const { model } = built;
  const { device, precision } = hardware;
  const optimizer = buildOptimizer(config, model);
  const ema = optimization.ema_decay === null ? null : new Ema(model.stateDict(), optimization.ema_decay);
  const scaler = precision === "fp16" ? new GradScaler(device) : null;
  const group = world.gradients;
  const normGroup = group !== null && distributed.sync_batch_norm ? synchronizeBatchNorm(model, group) : null;
  const parallel =
    group === null
      ? null
      : new DataParallel(group, model.namedParameters(), {
          bucketBytes: distributed.bucket_mb * 2 ** 20,
          findUnusedParameters: distributed.find_unused_parameters,
          gradientAsBucketView: distributed.gradient_as_bucket_view,
          staticGraph: distributed.static_graph,
          compression: distributed.compression,
        });
  const step = new TrainStep({
    ...built,
    optimizer,
    scaler,
    ema,
    hardware,
    world,
    parallel,
    normGroup,
    task,
    clipGradNorm: optimization.clip_grad_norm,
  });
  return { model, optimizer, scaler, ema, step, parallel, device };
}
