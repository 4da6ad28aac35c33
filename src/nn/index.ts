export * from "./activation.js";
export * from "./conv.js";
export * from "./dropout.js";
export * from "./linear.js";
export * from "./loss/index.js";
export { Buffer, type Layer, Module, Parameter, Sequential } from "./module.js";
export * from "./norm.js";
export * from "./pooling.js";
export type { StateDict } from "./state-dict.js";
