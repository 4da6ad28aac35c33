/** Returns the smallest level at which the steps `from` to `to` have no more buckets than asked for. */
export function levelFor(from: number, to: number, numBuckets: number): number {
  const count = (level: number): number => Math.floor(to / 2 ** level) - Math.floor(from / 2 ** level) + 1;
  let level = 0;
  while (count(level) > numBuckets) level++;
  return level;
}
