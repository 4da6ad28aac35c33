import type { ExportOnnx } from "./contents.js";

/** Woodshed's own exporter. */
export const defaultExporter: ExportOnnx | null = null;
