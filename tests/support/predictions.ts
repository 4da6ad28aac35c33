import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeColumns, type NamedColumn } from "../../src/columns.js";
import type { PredictionsItem } from "../../src/items.js";
import type { PredictionsMeta } from "../../src/predictions.js";
import { RunStore } from "../../src/tracking/store/store.js";

/** An item of predictions with its file, by the names of the columns. */
export interface Recorded {
  meta: PredictionsMeta;
  columns: Record<string, NamedColumn>;
  item: PredictionsItem;
}

/** Returns the predictions that a run recorded, by evaluation. @param folder of the run */
export function recordedBy(folder: string, split = "validation"): Recorded[] {
  using store = RunStore.open(folder);
  return store.items().flatMap(({ name, item }) => {
    if (item.kind !== "predictions" || name !== `${split}/predictions`) return [];
    const { meta, columns } = decodeColumns<PredictionsMeta>(
      new Uint8Array(readFileSync(join(folder, item.columns))),
    );
    return [{ meta, item, columns: Object.fromEntries(columns.map((column) => [column.name, column])) }];
  });
}
