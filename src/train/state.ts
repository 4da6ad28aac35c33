import { type CheckpointReader, TRAINING_FILE } from "../checkpoint/index.js";
import {
  filesOf,
  restoreStates,
  type StateFiles,
  type States,
  savedStates,
  stateDictOf,
} from "../checkpoint/states.js";
import { scope, type Tensor } from "../tensor/index.js";
import type { TrainingParts } from "./build.js";
import { type LocalState, localStatesIn, localTensors } from "./local-state.js";

/** Returns the parts whose tensors are equal on all ranks, by their names in a checkpoint. */
function statesOf({ model, optimizer, scaler, ema }: TrainingParts): States {
  return { model, ...(ema === null ? {} : { ema }), optimizer, ...(scaler === null ? {} : { scaler }) };
}

/** Returns the tensors of a checkpoint by file and name; `local` is the state that differs between ranks. */
export function stateFiles(parts: TrainingParts, local: readonly LocalState[]): StateFiles {
  return filesOf(statesOf(parts), localTensors(local));
}

/** Returns the tensors that are equal on all ranks. */
export function sharedTensors(parts: TrainingParts): Map<string, Tensor> {
  return new Map(
    Object.entries(statesOf(parts)).flatMap(([part, state]) =>
      [...stateDictOf(state)].map(([name, tensor]) => [`${part}.${name}`, tensor] as const),
    ),
  );
}

/**
 * Restores the state that all ranks share, and returns the local states. A moving average that is not in
 * the checkpoint begins with the weights.
 *
 * @throws CheckpointError for weights of another architecture or another optimizer's state
 */
export function restoreState(parts: TrainingParts, reader: CheckpointReader): LocalState[] {
  const { model, ema } = parts;
  const saved = savedStates(reader);
  const { ema: _, scaler, ...always } = statesOf(parts);
  restoreStates(
    {
      ...always,
      ...(ema !== null && saved.includes("ema") ? { ema } : {}),
      ...(scaler !== undefined && saved.includes("scaler") ? { scaler } : {}),
    },
    reader,
  );
  if (ema !== null && !saved.includes("ema")) ema.loadStateDict(model.stateDict(), reader.folder);
  return scope(() => localStatesIn(reader.tensors(TRAINING_FILE)));
}
