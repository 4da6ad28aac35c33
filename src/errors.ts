/**
 * Base of all errors that Woodshed reports. The message names the place, the expected and the actual value, and
 * what to do; `code` is stable and meant for programs; `cause` is the original error.
 */
export class WoodshedError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** An invalid recipe, override or flag; names the key. */
export class ConfigError extends WoodshedError {}
/** Shapes that are not compatible. */
export class ShapeError extends WoodshedError {}
/** A dtype that the operation does not support. */
export class DTypeError extends WoodshedError {}
/** A failure inside libtorch or the addon; names the operator and its arguments. */
export class NativeError extends WoodshedError {}
/** Unreadable audio or an invalid manifest; names the path and the manifest's line. */
export class DataError extends WoodshedError {}
/** Failure of a process group; names rank and step. */
export class DistributedError extends WoodshedError {}
/** A checkpoint that cannot be written, read or used; names the file. */
export class CheckpointError extends WoodshedError {}
/** Failure of a tracker; never ends a run. */
export class TrackingError extends WoodshedError {}
/** Failure of the model registry. */
export class RegistryError extends WoodshedError {}
/** Failure of a hyperparameter search or its study; names the trial, if there is one. */
export class SearchError extends WoodshedError {}
/** Training that cannot continue, such as a loss that is not finite; names the step. */
export class TrainingError extends WoodshedError {}
/** A model that cannot be exported to another format; names the operator and the module that called it. */
export class ExportError extends WoodshedError {}
