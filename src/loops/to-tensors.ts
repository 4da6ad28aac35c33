// B = rows in a batch.
import type { BatchColumns, Columns } from "../data/rows/index.js";
import { type Device, Tensor } from "../tensor/index.js";
import { upload } from "../tensor/upload.js";

/**
 * Returns a batch's columns as tensors [B, ...] on a device. On the CPU they are views, valid until the batch is released.
 */
export function toTensors<C extends Columns>(
  columns: BatchColumns<C>,
  device: Device = "cpu",
): { readonly [Name in keyof C]: Tensor } {
  const tensors = Object.entries(columns).map(([name, { values, shape }]) => [
    name,
    upload(Tensor.view(values, shape), device),
  ]);
  return Object.fromEntries(tensors) as { readonly [Name in keyof C]: Tensor };
}
