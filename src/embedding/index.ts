export { alignPositions } from "./align.js";
export { type NeighborOptions, type Neighbors, nearestNeighbors } from "./neighbors.js";
export type { ProjectionProgress } from "./project.js";
export type { Metric } from "./rows.js";
export { type TrustworthinessOptions, trustworthiness } from "./trustworthiness.js";
export { type RowId, type UmapControl, type UmapOptions, umap } from "./umap.js";
