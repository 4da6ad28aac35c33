import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EmbeddingsItem, TableItem } from "../../items.js";
import { decodeNpy } from "../npy.js";

/** W&B's projector draws fewer rows, and a larger table is slow to load. */
const MAX_ROWS = 5000;
/** Significant digits of a value, enough for a projection. */
const DIGITS = 5;

/**
 * Builds a table of the embeddings and their map; W&B's own 2D projection (PCA, t-SNE, UMAP) reads its column
 * `embedding`. null if their file is missing.
 */
export function embeddingsTable(item: EmbeddingsItem, runFolder: string): TableItem | null {
  const { names, labels, predicted, x, y, vectors } = item;
  if (vectors === null || vectors === undefined) return null;
  let rows: ReturnType<typeof decodeNpy>;
  try {
    rows = decodeNpy(readFileSync(join(runFolder, vectors)));
  } catch {
    return null;
  }
  const { values, width } = rows;
  const count = Math.min(names.length, MAX_ROWS);
  const shown = Array.from({ length: count }, (_, i) => Math.floor((i * names.length) / count));
  return {
    kind: "table",
    columns: [
      ...(["clip", "label", "predicted"] as const).map((name) => ({ name, type: "text" as const })),
      ...(["x", "y"] as const).map((name) => ({ name, type: "number" as const })),
      { name: "embedding", type: "vector" },
    ],
    rows: shown.map((i) => [
      ...[names[i]!, labels[i]!, predicted[i]!, x[i]!, y[i]!],
      Array.from(values.subarray(i * width, (i + 1) * width), (value) => Number(value.toPrecision(DIGITS))),
    ]),
  };
}
