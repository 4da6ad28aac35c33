/**
 * Draws points into pixels by hand: a canvas that draws hundreds of thousands of circles is slower by an order of magnitude, and
 * WebGL is missing where there is no GPU.
 */
import type { Points } from "./grid.js";
import type { Size, View } from "./view.js";

export interface PointStyle {
  /** A place in `palette` for each point; 255 hides it. */
  colour: Uint8Array;
  /** 0xAABBGGRR, little-endian. */
  palette: Uint32Array;
  /** Diameter of a point, in pixels. */
  diameter: number;
}

/** Coverage of each pixel of a disc, from 0 to 255. */
export function discMask(diameter: number): { size: number; coverage: Uint8Array } {
  const size = Math.ceil(diameter) | 1;
  const middle = (size - 1) / 2;
  const coverage = Uint8Array.from({ length: size * size }, (_, i) => {
    const distance = Math.hypot((i % size) - middle, Math.floor(i / size) - middle);
    return Math.round(255 * Math.max(0, Math.min(1, diameter / 2 - distance + 0.5)));
  });
  return { size, coverage };
}

/** @param pixels of the canvas [height, width], which stay where no point is */
export function drawPoints(
  pixels: Uint32Array,
  size: Size,
  view: View,
  { x, y }: Points,
  { colour, palette, diameter }: PointStyle,
): void {
  const { size: side, coverage } = discMask(diameter);
  const half = (side - 1) / 2;
  const { width, height } = size;
  for (let i = 0; i < x.length; i++) {
    const place = colour[i]!;
    if (place === 255) continue;
    const left = Math.round(width / 2 + (x[i]! - view.x) * view.scale) - half;
    const top = Math.round(height / 2 - (y[i]! - view.y) * view.scale) - half;
    if (!(left > -side && left < width && top > -side && top < height)) continue;
    const value = palette[place]!;
    for (let row = Math.max(0, -top); row < Math.min(side, height - top); row++) {
      for (let column = Math.max(0, -left); column < Math.min(side, width - left); column++) {
        const share = coverage[row * side + column]!;
        if (share === 0) continue;
        const at = (top + row) * width + left + column;
        pixels[at] = share === 255 ? value : mix(pixels[at]!, value, share);
      }
    }
  }
}

/** Mixes two opaque colours, or a colour over nothing. */
function mix(under: number, over: number, share: number): number {
  if (under >>> 24 === 0) return ((over & 0xffffff) | (share << 24)) >>> 0;
  const channel = (shift: number): number => {
    const [a, b] = [(under >>> shift) & 255, (over >>> shift) & 255];
    return (a + (((b - a) * share) >> 8)) << shift;
  };
  return (channel(0) | channel(8) | channel(16) | (Math.max(under >>> 24, share) << 24)) >>> 0;
}

/** Positions between two maps; a point that only one has stays where it is. */
export function between(from: Points, to: Points, share: number): Points {
  const blend = (a: Float32Array, b: Float32Array): Float32Array =>
    b.map((end, i) => {
      const start = a[i]!;
      if (!Number.isFinite(start)) return end;
      return Number.isFinite(end) ? start + (end - start) * share : start;
    });
  return { x: blend(from.x, to.x), y: blend(from.y, to.y) };
}
