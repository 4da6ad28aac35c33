export type { AttentionMasks } from "./masks.js";
export { type AttentionInputs, MultiheadAttention, type MultiheadAttentionOptions } from "./multihead.js";
export * from "./transformer.js";
export * from "./transformer-layers.js";
