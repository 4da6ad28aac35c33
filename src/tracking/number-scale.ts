/** More labels than these are not labels but numbers on a scale, if all of them are numbers. */
const MOST_KINDS = 20;

/**
 * Returns the place of each label between the least, 0, and the largest, 1; null unless the labels are many numbers. Of labels
 * with several numbers, `60, -12.5`, the first one counts.
 */
export function numberScale(labels: readonly string[]): number[] | null {
  if (new Set(labels).size <= MOST_KINDS) return null;
  const rows = labels.map((label) =>
    label.split(",").map((number) => (number.trim() === "" ? Number.NaN : Number(number))),
  );
  if (!rows.every((row) => row.every(Number.isFinite))) return null;
  const values = rows.map((row) => row[0]!);
  const least = values.reduce((a, b) => Math.min(a, b));
  const largest = values.reduce((a, b) => Math.max(a, b));
  return values.map((value) => (value - least) / (largest - least));
}
