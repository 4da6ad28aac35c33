/** Returns the rows of some clips, in their order. @param values of a set [N, width] */
export function rowsOf(
  values: Float32Array | Float64Array,
  width: number,
  clips: Int32Array,
): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(clips.length * width);
  for (const [row, clip] of clips.entries())
    rows.set(values.subarray(clip * width, (clip + 1) * width), row * width);
  return rows;
}
