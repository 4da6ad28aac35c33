/** An index of points in the plane: finds the nearest point, and those inside of an outline, among hundreds of thousands. */

export interface Points {
  x: Float32Array;
  y: Float32Array;
}

export interface Bounds {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** Bounds of finite points; a square of size 1 for none. */
export function boundsOf({ x, y }: Points): Bounds {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    const [px, py] = [x[i]!, y[i]!];
    if (!Number.isFinite(px) || !Number.isFinite(py)) continue;
    if (px < left) left = px;
    if (px > right) right = px;
    if (py < bottom) bottom = py;
    if (py > top) top = py;
  }
  return left <= right ? { left, right, bottom, top } : { left: 0, right: 1, bottom: 0, top: 1 };
}

/** Points by the cell of a grid that they are in, about two in each. */
export class GridIndex {
  readonly #points: Points;
  readonly #bounds: Bounds;
  readonly #columns: number;
  readonly #rows: number;
  /** Where the points of a cell begin in `order`; the last value is their number. */
  readonly #starts: Uint32Array;
  readonly #order: Uint32Array;

  /** @param isShown points that count; null for all */
  constructor(points: Points, isShown: Uint8Array | null = null) {
    this.#points = points;
    const bounds = boundsOf(points);
    this.#bounds = bounds;
    const side = Math.max(1, Math.min(1024, Math.ceil(Math.sqrt(points.x.length / 2))));
    [this.#columns, this.#rows] = [side, side];
    this.#starts = new Uint32Array(side * side + 1);
    const cells = new Int32Array(points.x.length).fill(-1);
    for (let i = 0; i < cells.length; i++) {
      if (isShown !== null && isShown[i] === 0) continue;
      if (!Number.isFinite(points.x[i]!) || !Number.isFinite(points.y[i]!)) continue;
      cells[i] = this.#row(points.y[i]!) * side + this.#column(points.x[i]!);
      this.#starts[cells[i]! + 1]!++;
    }
    for (let cell = 0; cell < side * side; cell++) this.#starts[cell + 1]! += this.#starts[cell]!;
    this.#order = new Uint32Array(this.#starts[side * side]!);
    const next = this.#starts.slice();
    for (let i = 0; i < cells.length; i++) if (cells[i]! >= 0) this.#order[next[cells[i]!]!++] = i;
  }

  /** Returns the nearest point within a distance; null for none. Of equally near ones the first. */
  nearest(x: number, y: number, radius: number): number | null {
    let [best, bestSquared] = [-1, radius * radius];
    this.#eachNear(x - radius, x + radius, y - radius, y + radius, (i) => {
      const [dx, dy] = [this.#points.x[i]! - x, this.#points.y[i]! - y];
      const squared = dx * dx + dy * dy;
      if (squared < bestSquared || (squared === bestSquared && (best === -1 || i < best)))
        [best, bestSquared] = [i, squared];
    });
    return best === -1 ? null : best;
  }

  /** Returns the points inside of an outline, by the even-odd rule; ascending. */
  inside(outline: readonly { x: number; y: number }[]): number[] {
    if (outline.length < 3) return [];
    const xs = outline.map(({ x }) => x);
    const ys = outline.map(({ y }) => y);
    const found: number[] = [];
    this.#eachNear(Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys), (i) => {
      if (isInside(this.#points.x[i]!, this.#points.y[i]!, outline)) found.push(i);
    });
    return found.sort((a, b) => a - b);
  }

  #eachNear(left: number, right: number, bottom: number, top: number, visit: (point: number) => void): void {
    const bounds = this.#bounds;
    if (right < bounds.left || left > bounds.right || top < bounds.bottom || bottom > bounds.top) return;
    const [from, to] = [this.#column(left), this.#column(right)];
    const last = this.#row(top);
    for (let row = this.#row(bottom); row <= last; row++) {
      const end = this.#starts[row * this.#columns + to + 1]!;
      for (let k = this.#starts[row * this.#columns + from]!; k < end; k++) visit(this.#order[k]!);
    }
  }

  #column(x: number): number {
    return cellOf(x, this.#bounds.left, this.#bounds.right, this.#columns);
  }

  #row(y: number): number {
    return cellOf(y, this.#bounds.bottom, this.#bounds.top, this.#rows);
  }
}

function cellOf(value: number, from: number, to: number, count: number): number {
  const share = to > from ? (value - from) / (to - from) : 0;
  return Math.max(0, Math.min(count - 1, Math.floor(share * count)));
}

function isInside(x: number, y: number, outline: readonly { x: number; y: number }[]): boolean {
  let isIn = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [a, b] = [outline[i]!, outline[j]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isIn = !isIn;
  }
  return isIn;
}
