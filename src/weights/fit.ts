// R = rows of a table of positions, K = its columns, P = leading positions that belong to no place, D = width.
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";

/** A saved tensor in the shape of the model's, and how it was changed. */
export interface Fitted {
  tensor: Tensor;
  /** A description of the change: `3 input channels summed into 1`. */
  change: string;
}

/**
 * Fits the weight of a first convolution to another number of input channels: several are summed into one, and one is divided
 * among several, so that equal channels give the same result. null for tensors that differ in more.
 */
export function fitChannels(saved: Tensor, target: Tensor): Fitted | null {
  const [from, to] = [saved.shape[1]!, target.shape[1]!];
  const others = (shape: readonly number[]): string => shape.filter((_, dim) => dim !== 1).join();
  if (saved.ndim < 3 || from === to || others(saved.shape) !== others(target.shape)) return null;
  const sum = saved.sum([1], true); // [out, 1, ...]
  const tensor = to === 1 ? sum : sum.div(to).expand(target.shape);
  return { tensor, change: `${from} input channels summed into ${to === 1 ? "1" : `${to} equal ones`}` };
}

/** A table of learned positions over a grid: [1, P + R K, D]. */
export interface PositionTable {
  /** Positions before the grid, such as that of a class token, P. */
  numLeading: number;
  /** Rows of the grid in the file and in the model, R. */
  savedRows: number;
  rows: number;
}

/**
 * Interpolates learned positions to another grid: bilinearly, over rows and columns. null if the numbers do not form grids.
 *
 * @param saved [1, P + R K, D]
 * @param target [1, P + R' K', D]
 */
export function fitPositions(saved: Tensor, target: Tensor, table: PositionTable): Fitted | null {
  const { numLeading, savedRows, rows } = table;
  const gridOf = (count: number, numRows: number): [number, number] | null =>
    count > numLeading && (count - numLeading) % numRows === 0
      ? [numRows, (count - numLeading) / numRows]
      : null;
  const from = gridOf(saved.shape[1]!, savedRows);
  const to = gridOf(target.shape[1]!, rows);
  if (from === null || to === null || saved.shape[2] !== target.shape[2]) return null;
  const leading = saved.narrow(1, 0, numLeading);
  const grid = saved
    .narrow(1, numLeading, from[0] * from[1])
    .unflatten(1, from)
    .permute([0, 3, 1, 2]); // [1, D, R, K]
  const resized = ops.upsampleBilinear2d(grid.contiguous(), to, false, null); // [1, D, R', K']
  const places = resized.flatten(2).transpose(1, 2); // [1, R' K', D]
  return {
    tensor: ops.cat([leading, places], 1),
    change: `positions interpolated from ${from.join(" x ")} to ${to.join(" x ")}`,
  };
}

/** Labels of rows in a file and in the model. */
export interface RowLabels {
  saved: readonly string[];
  own: readonly string[];
}

/**
 * Returns the model's fresh tensor with the rows of labels that both have. null unless the first dimensions are those of the
 * labels and the others are equal.
 */
export function fitRows(saved: Tensor, target: Tensor, labels: RowLabels): Tensor | null {
  const rest = ({ shape }: Tensor): string => shape.slice(1).join();
  if (saved.shape[0] !== labels.saved.length || target.shape[0] !== labels.own.length) return null;
  if (rest(saved) !== rest(target)) return null;
  const tensor = target.detach().clone();
  for (const [row, label] of labels.own.entries()) {
    const from = labels.saved.indexOf(label);
    if (from >= 0) tensor.select(0, row).copy_(saved.select(0, from));
  }
  return tensor;
}
