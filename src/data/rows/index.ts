export type { BatchColumns, Column, Columns, RowArrays } from "./columns.js";
export type { DecodeModule, DecodeRow, RowContext } from "./decode-rows.js";
export { type RowBatch, RowLoader, type RowLoaderOptions, type RowOf, type Rows } from "./loader.js";
