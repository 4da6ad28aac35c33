/** Chooses what fits into an exported page. */
import { decodeColumns } from "../../columns.js";

/** Returns at most so many values spread evenly, the first and the last among them; the last alone for one. */
export function spread<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values];
  if (most <= 1) return values.slice(-1);
  return Array.from({ length: most }, (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))]!);
}

/**
 * Returns clips in the order in which their sounds are worth sending: three of the highest loss, then one that is predicted
 * correctly with the lowest loss, and so on.
 */
export function soundsByWorth(predictions: Uint8Array<ArrayBuffer>): number[] {
  const columns = new Map(
    decodeColumns(predictions).columns.map(({ name, values }) => [name, values] as const),
  );
  const clips = columns.get("clip") ?? new Int32Array(0);
  const [loss, isCorrect] = [columns.get("loss"), columns.get("is_correct")];
  const lossOf = (row: number): number => {
    const value = loss?.[row] ?? 0;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  const hardest = Array.from(clips, (_, row) => row).sort((a, b) => lossOf(b) - lossOf(a) || a - b);
  const correct = hardest.filter((row) => isCorrect?.[row] === 1).reverse();
  const chosen = new Set<number>();
  for (let i = 0, j = 0; i < hardest.length; ) {
    for (let n = 0; n < 3 && i < hardest.length; n++) chosen.add(hardest[i++]!);
    if (j < correct.length) chosen.add(correct[j++]!);
  }
  return Array.from(chosen, (row) => clips[row]!);
}

/** A number of bytes that is used up. */
export class Budget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  get left(): number {
    return this.#left;
  }

  /** Takes bytes if they are there. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}
