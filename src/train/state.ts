import { type CheckpointReader, EMA_FILE, MODEL_FILE, TRAINING_FILE } from "../checkpoint/index.js";
import type { Classifier } from "../models/index.js";
import type { Ema, GradScaler, Optimizer } from "../optim/index.js";
import { type Device, getRandomState, scope, setRandomState, type Tensor } from "../tensor/index.js";
import type { TrainStep } from "./step.js";

/** Everything that changes while training, tensors alone. */
export interface TrainingParts {
  model: Classifier;
  optimizer: Optimizer;
  scaler: GradScaler | null;
  ema: Ema | null;
  step: TrainStep;
  device: Device;
  rank: number;
}

/** What a checkpoint holds, by file and name. The random states are new tensors. */
export function stateFiles(parts: TrainingParts): Map<string, Map<string, Tensor>> {
  const { model, optimizer, scaler, ema, step, rank } = parts;
  const training = new Map([
    ...prefixed("optimizer", optimizer.stateDict()),
    ...prefixed("scaler", scaler?.stateDict() ?? new Map()),
    ...prefixed("means", step.state().tensors),
    ...randomDevices(parts).map((device) => [`random.${rank}.${device}`, getRandomState(device)] as const),
  ]);
  return new Map([
    [MODEL_FILE, model.stateDict()],
    ...(ema === null ? [] : [[EMA_FILE, ema.stateDict()] as const]),
    [TRAINING_FILE, training],
  ]);
}

/**
 * Puts everything back. What the checkpoint was saved without (a moving average that the recipe has
 * only now, another device's random state) stays as it began.
 *
 * @throws CheckpointError for weights of another architecture or another optimizer's state
 */
export function restoreState(parts: TrainingParts, reader: CheckpointReader): void {
  const { model, optimizer, scaler, ema, step, rank } = parts;
  const { files, means } = reader.manifest;
  scope(() => {
    const training = reader.tensors(TRAINING_FILE);
    model.loadStateDict(reader.tensors(MODEL_FILE), reader.folder);
    optimizer.loadStateDict(withPrefix("optimizer", training));
    if (ema !== null)
      ema.loadStateDict(EMA_FILE in files ? reader.tensors(EMA_FILE) : model.stateDict(), reader.folder);
    const scale = withPrefix("scaler", training);
    if (scale.size > 0) scaler?.loadStateDict(scale);
    step.restore(withPrefix("means", training), means);
    for (const device of randomDevices(parts)) {
      const state = training.get(`random.${rank}.${device}`);
      if (state !== undefined) setRandomState(state, device);
    }
  });
}

function randomDevices({ device }: TrainingParts): Device[] {
  return device === "cpu" ? ["cpu"] : ["cpu", device];
}

function* prefixed(prefix: string, tensors: ReadonlyMap<string, Tensor>): Iterable<[string, Tensor]> {
  for (const [name, tensor] of tensors) yield [`${prefix}.${name}`, tensor];
}

function withPrefix(prefix: string, tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const start = `${prefix}.`;
  return new Map(
    [...tensors].flatMap(([name, tensor]) =>
      name.startsWith(start) ? [[name.slice(start.length), tensor] as const] : [],
    ),
  );
}
