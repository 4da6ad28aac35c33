/** Distributes state dicts to the files of a checkpoint, and restores them from there. */
import { CheckpointError } from "../errors.js";
import { copyState } from "../nn/state-dict.js";
import { scope, type Tensor } from "../tensor/index.js";
import { EMA_FILE, MODEL_FILE, TRAINING_FILE } from "./file-names.js";
import type { CheckpointReader } from "./reader.js";

/** Tensors by file and name; the same names, dtypes and shapes at every save. */
export type StateFiles = ReadonlyMap<string, ReadonlyMap<string, Tensor>>;

/** Anything with a state dict: modules, optimizers, `Ema` and `GradScaler`, or a class of one's own. */
export interface Stateful {
  /** Returns the current tensors by name: the same names, dtypes and shapes at every call. */
  stateDict(): ReadonlyMap<string, Tensor>;
  /** Restores saved tensors; `from` names their source in errors. */
  loadStateDict(state: ReadonlyMap<string, Tensor>, from?: string): void;
}

/** A state dict, whose tensors are saved and overwritten, or an object that has one. */
export type State = Stateful | ReadonlyMap<string, Tensor>;

/**
 * States by name. `model` and `ema` have files of their own, as in a recipe's checkpoints; the others are in
 * `training.safetensors`, each tensor as `<state>.<name>`.
 */
export type States = Readonly<Record<string, State>>;

const OWN_FILES: Readonly<Record<string, string>> = { model: MODEL_FILE, ema: EMA_FILE };

export const stateDictOf = (state: State): ReadonlyMap<string, Tensor> =>
  "stateDict" in state ? state.stateDict() : state;

/** Loads tensors into a state. */
export function loadState(state: State, tensors: ReadonlyMap<string, Tensor>, from: string): void {
  if ("loadStateDict" in state) state.loadStateDict(tensors, from);
  else copyState(state, tensors, from);
}

/** Returns the tensors of states by file; `others` are in `training.safetensors` too, by their whole names. */
export function filesOf(
  states: States,
  others: Iterable<readonly [string, Tensor]>,
): Map<string, Map<string, Tensor>> {
  const files = new Map<string, Map<string, Tensor>>();
  const training = new Map<string, Tensor>();
  for (const [name, state] of Object.entries(states)) {
    const file = OWN_FILES[name];
    if (file !== undefined) files.set(file, new Map(stateDictOf(state)));
    else for (const [key, tensor] of stateDictOf(state)) training.set(`${name}.${key}`, tensor);
  }
  for (const [name, tensor] of others) training.set(name, tensor);
  return files.set(TRAINING_FILE, training);
}

/** Returns the names of the states in a checkpoint. */
export function savedStates(reader: CheckpointReader): string[] {
  const { files } = reader.manifest;
  const own = Object.keys(OWN_FILES).filter((name) => OWN_FILES[name]! in files);
  if (!(TRAINING_FILE in files)) return own;
  const others = scope(() => [...reader.tensors(TRAINING_FILE).keys()].map((key) => key.split(".")[0]!));
  return [...own, ...new Set(others.filter((name) => !RESERVED_STATES.includes(name)))];
}

/** First parts of names in `training.safetensors` that no state has. */
export const RESERVED_STATES: readonly string[] = ["random", "means"];

/** Returns a state's tensors in a checkpoint, by the names of its state dict. */
export function savedState(reader: CheckpointReader, name: string): Map<string, Tensor> {
  const file = OWN_FILES[name];
  return file === undefined ? withPrefix(name, reader.tensors(TRAINING_FILE)) : reader.tensors(file);
}

/**
 * Restores states from a checkpoint.
 *
 * @throws CheckpointError for a state that the checkpoint lacks, or of another architecture
 */
export function restoreStates(states: States, reader: CheckpointReader): void {
  scope(() => {
    const saved = savedStates(reader);
    for (const [name, state] of Object.entries(states)) {
      // A state without tensors, such as an optimizer's without momentum, leaves no trace.
      if (!saved.includes(name) && stateDictOf(state).size > 0) {
        throw new CheckpointError(
          "STATE",
          `${reader.folder}: holds no state "${name}"; it holds ${saved.join(", ") || "none"}`,
        );
      }
      loadState(state, savedState(reader, name), `${reader.folder}: ${name}`);
    }
  });
}

export function withPrefix(prefix: string, tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const start = `${prefix}.`;
  return new Map(
    [...tensors].flatMap(([name, tensor]) =>
      name.startsWith(start) ? [[name.slice(start.length), tensor] as const] : [],
    ),
  );
}
