// N = rows in a set.

/**
 * Rows of plain data in memory that all threads share, so that no worker holds a copy of its own: one line of JSON a row,
 * which is decoded when the row is used.
 */
export interface RowTable {
  /** UTF-8, one row after the other. */
  text: SharedArrayBuffer;
  /** float64 [N + 1]: place of each row's first byte, and the end. */
  places: SharedArrayBuffer;
}

export function shareRows(rows: readonly unknown[]): RowTable {
  const lines = rows.map((row) => JSON.stringify(row));
  const places = new Float64Array(new SharedArrayBuffer(8 * (lines.length + 1)));
  for (const [i, line] of lines.entries()) places[i + 1] = places[i]! + Buffer.byteLength(line);
  const text = Buffer.from(new SharedArrayBuffer(places[lines.length]!));
  for (const [i, line] of lines.entries()) text.write(line, places[i]!);
  return { text: text.buffer as unknown as SharedArrayBuffer, places: places.buffer };
}

export function numRows({ places }: RowTable): number {
  return places.byteLength / 8 - 1;
}

/** Returns a copy of a row. */
export function rowAt<Row>({ text, places }: RowTable, index: number): Row {
  const [from, to] = new Float64Array(places, 8 * index, 2) as unknown as [number, number];
  return JSON.parse(Buffer.from(text, from, to - from).toString());
}
