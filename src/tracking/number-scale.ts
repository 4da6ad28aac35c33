/** More labels than these are not labels but numbers on a scale, if all of them are numbers. */
const MOST_KINDS = 20;

/** Returns the place of each label between the least, 0, and the largest, 1; null unless the labels are many numbers. */
export function numberScale(labels: readonly string[]): number[] | null {
  if (new Set(labels).size <= MOST_KINDS) return null;
  const values = labels.map((label) => (label.trim() === "" ? Number.NaN : Number(label)));
  if (!values.every(Number.isFinite)) return null;
  const least = values.reduce((a, b) => Math.min(a, b));
  const largest = values.reduce((a, b) => Math.max(a, b));
  return values.map((value) => (value - least) / (largest - least));
}
