/** Pieces of `runTraining` for a training loop of one's own. */
export { Checkpoints, type CheckpointsOptions, type LoopProgress } from "./checkpoints.js";
export { describeRun } from "./describe-run.js";
export type { LoopRecord } from "./loop-state.js";
export type { Resumed } from "./open-run.js";
export { nextPosition } from "./position.js";
export type { BestRule, Monitor, PeriodicRule, SaveRule } from "./save-rules.js";
export { toTensors } from "./to-tensors.js";
