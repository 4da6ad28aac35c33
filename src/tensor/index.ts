// Importing the operators gives Tensor its methods.
import "../ops/index.js";

export * from "./dtype.js";
export * from "./modes.js";
export * from "./random.js";
export { keep, scope } from "./scope.js";
export { type NestedNumbers, Tensor } from "./tensor.js";
