/** Names of a checkpoint's files, in a module of their own: the writing thread starts without zod. */
export const MODEL_FILE = "model.safetensors";
/** The moving average of the weights, if the recipe asks for one. */
export const EMA_FILE = "ema.safetensors";
/** Optimizer slots as `optimizer.<slot>.<index>`, random states as `random.<rank>.<device>`, and more. */
export const TRAINING_FILE = "training.safetensors";
export const MANIFEST_FILE = "checkpoint.json";
