/** Rows of a table that are not in view, as empty space. @param height in pixels */
export function RowSpace({ height }: { height: number }) {
  return height > 0 ? <tr class="row-space" style={{ height: `${height}px` }} /> : null;
}
