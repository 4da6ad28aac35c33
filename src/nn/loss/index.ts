export * from "./classification.js";
export type { Reduction } from "./reduction.js";
export * from "./regression.js";
export * from "./tagging.js";
