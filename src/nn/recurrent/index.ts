export * from "./cells.js";
export * from "./layers.js";
export type { Lengths } from "./packing.js";
export type { RecurrentOptions, Sequences } from "./recurrent.js";
