/**
 * One tree of errors. The message says where, what was expected, what came and what to do;
 * `code` is stable and meant for programs; `cause` keeps the original.
 */
export class WoodshedError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A recipe, override or flag that cannot be used; names the key. */
export class ConfigError extends WoodshedError {}
/** Shapes that do not fit together. */
export class ShapeError extends WoodshedError {}
/** A dtype that the operation cannot take. */
export class DTypeError extends WoodshedError {}
/** A failure inside libtorch or the addon; names the operator and its arguments. */
export class NativeError extends WoodshedError {}
/** Audio or a manifest that cannot be read; names the path and the manifest's line. */
export class DataError extends WoodshedError {}
/** A failure of a process group; names rank and step. */
export class DistributedError extends WoodshedError {}
/** A checkpoint that cannot be written, read or used; names the file. */
export class CheckpointError extends WoodshedError {}
/** A tracker that failed; never ends a run. */
export class TrackingError extends WoodshedError {}
/** A failure of the model registry. */
export class RegistryError extends WoodshedError {}
/** A failure of a hyperparameter search or its study; names the trial where there is one. */
export class SearchError extends WoodshedError {}
/** Training that cannot go on, such as a loss that is not finite; names the step. */
export class TrainingError extends WoodshedError {}
/** A model that cannot be written in another format; names the operator and the module that called it. */
export class ExportError extends WoodshedError {}
