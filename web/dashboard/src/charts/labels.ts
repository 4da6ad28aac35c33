/**
 * Places labels beside the ends of lines so that none covers another, each as near its line as possible.
 *
 * @param wanted middle of each label, in pixels; the most important first
 * @param height of the chart
 * @param lineHeight of a label
 * @returns the middles; null for labels for which there is no room, the least important ones
 */
export function placeLabels(
  wanted: readonly number[],
  height: number,
  lineHeight: number,
): (number | null)[] {
  const room = Math.max(1, Math.floor(height / lineHeight));
  const shown = wanted.map((y, i) => ({ y, i })).slice(0, room);
  shown.sort((a, b) => a.y - b.y || a.i - b.i);
  // Labels that would overlap form a block, which stands at the mean of what its labels want.
  const blocks: { start: number; labels: { y: number; i: number }[] }[] = [];
  const place = (labels: { y: number; i: number }[]): number => {
    const mean = labels.reduce((sum, { y }, k) => sum + y - k * lineHeight, 0) / labels.length;
    return Math.min(Math.max(mean, lineHeight / 2), height - (labels.length - 0.5) * lineHeight);
  };
  for (const label of shown) {
    let block = { start: place([label]), labels: [label] };
    while (blocks.length > 0) {
      const above = blocks.at(-1)!;
      if (above.start + above.labels.length * lineHeight <= block.start + 1e-9) break;
      blocks.pop();
      const labels = [...above.labels, ...block.labels];
      block = { start: place(labels), labels };
    }
    blocks.push(block);
  }
  const result: (number | null)[] = wanted.map(() => null);
  for (const { start, labels } of blocks)
    for (const [k, { i }] of labels.entries()) result[i] = start + k * lineHeight;
  return result;
}
