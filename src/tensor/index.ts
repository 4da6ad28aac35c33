// This import adds the operators to Tensor as methods.
import "./ops.js";

export * from "./dtype.js";
export type { NestedNumbers } from "./format.js";
export * from "./modes.js";
export * from "./random.js";
export { keep, scope } from "./scope.js";
export { Tensor } from "./tensor.js";
