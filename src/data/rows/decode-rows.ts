import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DataError } from "../../errors.js";
import { PURPOSES, randomFloat } from "../random.js";
import { type RowTable, rowAt } from "../row-table.js";
import type { DecodeTask } from "../task.js";
import { type Columns, type RowArrays, type RowBuffer, rowArrays } from "./columns.js";

/** Facts about a row that is decoded. */
export interface RowContext {
  /** Its place in the rows. */
  index: number;
  epoch: number;
  /** Returns a number in [0, 1): the next of a sequence that depends on (seed, epoch, index) alone. */
  random(): number;
}

/** Writes a row's values into `out`, whose arrays hold zeros. */
export type DecodeRow<Row, C extends Columns = Columns> = (
  row: Row,
  out: RowArrays<C>,
  context: RowContext,
) => void | Promise<void>;

/** A module whose default export is `(options) => decode`, or a promise of it: called once in each thread. */
export interface DecodeModule {
  /** Its URL or path: a file that Node can import. */
  module: URL | string;
  /** Plain data. */
  options?: unknown;
}

/** Rows as threads receive them: in memory that they share, or their number, if `decode` gets the index alone. */
export type SharedRows = RowTable | number;

/** Everything that a thread needs to decode rows. */
export interface RowData {
  rows: SharedRows;
  columns: Columns;
  buffers: readonly RowBuffer[];
  seed: number;
  decode: { url: string; options: unknown };
}

/** Returns a row; the index itself if there is only a number of rows. */
export function sharedRow(rows: SharedRows, index: number): unknown {
  return typeof rows === "number" ? index : rowAt(rows, index);
}

export const urlOf = (module: URL | string): string =>
  module instanceof URL || /^[a-z]{2,}:/.test(module)
    ? String(module)
    : pathToFileURL(isAbsolute(module) ? module : resolve(module)).href;

/** Imports a module and calls its default export. @throws DataError naming the module */
export async function importDecode({ url, options }: RowData["decode"]): Promise<DecodeRow<unknown>> {
  try {
    const { default: create } = (await import(url)) as { default?: unknown };
    if (typeof create !== "function")
      throw new TypeError(`expected a default export (options) => decode, got ${typeof create}`);
    const decode: unknown = await create(options);
    if (typeof decode !== "function")
      throw new TypeError(`its default export returned ${typeof decode}, expected the function decode`);
    return decode as DecodeRow<unknown>;
  } catch (cause) {
    throw new DataError("DECODE_MODULE", `${url}: ${(cause as Error).message}`, { cause });
  }
}

function clear(array: RowArrays<Columns>[string]): void {
  if (array instanceof BigInt64Array) array.fill(0n);
  else array.fill(0);
}

/** @throws DataError naming a row; the rows after it are not decoded */
export async function decodeRows(
  { columns, buffers, seed }: Pick<RowData, "columns" | "buffers" | "seed">,
  rowOf: (index: number) => unknown,
  decode: DecodeRow<unknown>,
  { buffer, row, indices, epoch }: DecodeTask,
  rowMs: Float64Array,
): Promise<void> {
  for (const [i, index] of indices.entries()) {
    const startMs = performance.now();
    const out = rowArrays(columns, buffers[buffer]!, row + i);
    // The memory holds an earlier batch.
    for (const array of Object.values(out)) clear(array);
    let numDrawn = 0;
    const random = (): number => randomFloat(PURPOSES.rowDecoding, seed, epoch, index, numDrawn++);
    try {
      const running = decode(rowOf(index), out, { index, epoch, random });
      if (running !== undefined) await running;
    } catch (cause) {
      throw new DataError("DECODE", `row ${index}: cannot be decoded: ${(cause as Error).message}`, {
        cause,
      });
    }
    rowMs[i] = performance.now() - startMs;
  }
}
