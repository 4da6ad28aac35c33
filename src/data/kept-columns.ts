import { DataError } from "../errors.js";
import type { Row } from "./annotations.js";
import type { Clip } from "./clip.js";

/**
 * Returns a row's values in the columns that a split needs, as text. Columns that the row lacks or leaves empty are left out.
 *
 * @throws DataError naming `source`, for a list or an object
 */
export function keptColumns(row: Row, names: readonly string[], source: string): Pick<Clip, "columns"> {
  const columns: Record<string, string> = {};
  for (const name of names) {
    const value = row[name] ?? "";
    if (typeof value === "object")
      throw new DataError(
        "FIELD",
        `${source}: ${name}: expected text or a number, the name of a group or a fold, got ${JSON.stringify(value)}`,
      );
    const text = String(value).trim().normalize();
    if (text !== "") columns[name] = text;
  }
  return names.length === 0 ? {} : { columns };
}
