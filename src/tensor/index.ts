// These imports add the operators to Tensor as methods. Declarations keep only imports without names: the first one adds
// the types of the methods for projects that use this package.
import "./methods.generated.js";
import "./ops.js";

export { AutogradFunction, FunctionContext, type Gradient } from "./autograd-function.js";
export * from "./dtype.js";
export type { NestedNumbers } from "./format.js";
export { type GradOptions, grad } from "./grad.js";
export * from "./modes.js";
export * from "./random.js";
export { keep, scope } from "./scope.js";
export { Tensor } from "./tensor.js";
export { asFloat, Complex, complex, Float } from "./values.js";
