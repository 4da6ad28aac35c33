import { type CheckpointReader, EMA_FILE, MODEL_FILE, TRAINING_FILE } from "../checkpoint/index.js";
import { scope, type Tensor } from "../tensor/index.js";
import type { TrainingParts } from "./build.js";
import { type LocalState, localStatesIn, localTensors } from "./local-state.js";

/** Returns the tensors of a checkpoint by file and name; `local` is the state that differs between ranks. */
export function stateFiles(
  parts: TrainingParts,
  local: readonly LocalState[],
): Map<string, Map<string, Tensor>> {
  const { model, optimizer, scaler, ema } = parts;
  const training = new Map([
    ...prefixed("optimizer", optimizer.stateDict()),
    ...prefixed("scaler", scaler?.stateDict() ?? new Map()),
    ...localTensors(local),
  ]);
  return new Map([
    [MODEL_FILE, model.stateDict()],
    ...(ema === null ? [] : [[EMA_FILE, ema.stateDict()] as const]),
    [TRAINING_FILE, training],
  ]);
}

/** Returns the tensors that are equal on all ranks. */
export function sharedTensors({ model, optimizer, scaler, ema }: TrainingParts): Map<string, Tensor> {
  return new Map([
    ...model.stateDict(),
    ...prefixed("optimizer", optimizer.stateDict()),
    ...prefixed("scaler", scaler?.stateDict() ?? new Map()),
    ...prefixed("ema", ema?.stateDict() ?? new Map()),
  ]);
}

/**
 * Restores the state that all ranks share, and returns the local states. A moving average that is not in
 * the checkpoint begins with the weights.
 *
 * @throws CheckpointError for weights of another architecture or another optimizer's state
 */
export function restoreState(parts: TrainingParts, reader: CheckpointReader): LocalState[] {
  const { model, optimizer, scaler, ema } = parts;
  const { files } = reader.manifest;
  return scope(() => {
    const training = reader.tensors(TRAINING_FILE);
    model.loadStateDict(reader.tensors(MODEL_FILE), reader.folder);
    optimizer.loadStateDict(withPrefix("optimizer", training));
    if (ema !== null)
      ema.loadStateDict(EMA_FILE in files ? reader.tensors(EMA_FILE) : model.stateDict(), reader.folder);
    const scale = withPrefix("scaler", training);
    if (scale.size > 0) scaler?.loadStateDict(scale);
    return localStatesIn(training);
  });
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
