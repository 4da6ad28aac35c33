import type { EmbeddingsItem, Item, TableItem } from "../items.js";

export const SAMPLES = "validation/samples";
export const EMBEDDINGS = "validation/embeddings";

/** Items of a resumed run: it continues with the same clips, and aligns its next map. */
export interface ShownBefore {
  /** The last map; null for none. */
  map: EmbeddingsItem | null;
  /** The first table of samples, whose clips every later one has; null for none. */
  samples: TableItem | null;
}

/** Reads it from a run's record. */
export function shownBefore(record: { items(name: string): Item[] }): ShownBefore {
  return {
    map: (record.items(EMBEDDINGS).at(-1) as EmbeddingsItem | undefined) ?? null,
    samples: (record.items(SAMPLES)[0] as TableItem | undefined) ?? null,
  };
}
