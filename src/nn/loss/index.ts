export * from "./alignment.js";
export * from "./classification.js";
export * from "./contrastive.js";
export { cosineEmbeddingLoss, type TripletMarginOptions, tripletMarginLoss } from "./distances.js";
export * from "./divergence.js";
export * from "./gather.js";
export type { Reduction } from "./reduction.js";
export * from "./regression.js";
export * from "./tagging.js";
