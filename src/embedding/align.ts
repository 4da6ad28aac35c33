import { ShapeError } from "../errors.js";

/**
 * Rotates, mirrors and shifts a projection to bring its points as close as possible, by least squares, to wanted
 * positions: Procrustes' problem in two dimensions, solved in closed form (Schönemann, 1966). Also scales it to the
 * size of the wanted positions, measured by the mean squared distance from the centroid. A layout that starts where
 * another ended drives clusters further apart, by a third in eight epochs; the least-squares scale would shrink it.
 *
 * `positions` and `wanted` are [N, 2], row-major. Points with a wanted position of NaN do not count and move along.
 * Returns new positions, or `positions` if no point has a wanted one. Throws ShapeError.
 */
export function alignPositions(positions: Float32Array, wanted: Float32Array): Float32Array {
  if (positions.length !== wanted.length || positions.length % 2 !== 0) {
    throw new ShapeError(
      "SHAPE",
      `alignPositions: expected as many positions [N, 2] as wanted ones, got ${positions.length} and ${wanted.length} values`,
    );
  }
  const common: number[] = [];
  for (let i = 0; i < wanted.length; i += 2)
    if (!Number.isNaN(wanted[i]) && !Number.isNaN(wanted[i + 1])) common.push(i);
  if (common.length === 0) return positions.slice();
  const [fromX, fromY] = middleOf(positions, common);
  const [toX, toY] = middleOf(wanted, common);
  // With points as complex numbers z and w, the best rotation is the direction of the sum of conj(z) w, or of z w
  // after mirroring. The longer of the two sums leaves the smaller error.
  let [turnRe, turnIm, mirrorRe, mirrorIm] = [0, 0, 0, 0];
  let [size, wantedSize] = [0, 0];
  for (const i of common) {
    const [zx, zy] = [positions[i]! - fromX, positions[i + 1]! - fromY];
    const [wx, wy] = [wanted[i]! - toX, wanted[i + 1]! - toY];
    turnRe += zx * wx + zy * wy;
    turnIm += zx * wy - zy * wx;
    mirrorRe += zx * wx - zy * wy;
    mirrorIm += zx * wy + zy * wx;
    size += zx * zx + zy * zy;
    wantedSize += wx * wx + wy * wy;
  }
  const isMirrored = Math.hypot(mirrorRe, mirrorIm) > Math.hypot(turnRe, turnIm);
  const [re, im] = isMirrored ? [mirrorRe, mirrorIm] : [turnRe, turnIm];
  const length = Math.hypot(re, im);
  // One common point, or equal points, determine neither a rotation nor a size.
  const scale = length > 0 ? Math.sqrt(wantedSize / size) : 1;
  const [cos, sin] = length > 0 ? [(scale * re) / length, (scale * im) / length] : [1, 0];
  const aligned = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 2) {
    const x = positions[i]! - fromX;
    const y = (isMirrored ? -1 : 1) * (positions[i + 1]! - fromY);
    aligned[i] = cos * x - sin * y + toX;
    aligned[i + 1] = sin * x + cos * y + toY;
  }
  return aligned;
}

function middleOf(positions: Float32Array, points: readonly number[]): [number, number] {
  let [x, y] = [0, 0];
  for (const i of points) {
    x += positions[i]!;
    y += positions[i + 1]!;
  }
  return [x / points.length, y / points.length];
}
