/** Where points are on a canvas: the same scale on both axes. */
import type { Bounds } from "./grid.js";

export interface View {
  /** Position in the middle of the canvas. */
  x: number;
  y: number;
  /** Pixels of a unit. */
  scale: number;
}

export interface Place {
  x: number;
  y: number;
}

/** The same whatever the size of the canvas. */
export interface Visible extends Place {
  /** Units across the canvas. */
  width: number;
}

export interface Size {
  width: number;
  height: number;
}

const MARGIN = 24;

/** In six digits, so that what an address has of it is what is shown. */
export function visibleOf({ x, y, scale }: View, { width }: Size): Visible {
  const rounded = (value: number): number => Number(value.toPrecision(6));
  return { x: rounded(x), y: rounded(y), width: rounded(width / scale) };
}

export const viewOf = ({ x, y, width }: Visible, size: Size): View => ({ x, y, scale: size.width / width });

export function fitView({ left, right, bottom, top }: Bounds, { width, height }: Size): View {
  const scale = Math.min(
    Math.max(1, width - 2 * MARGIN) / Math.max(1e-9, right - left),
    Math.max(1, height - 2 * MARGIN) / Math.max(1e-9, top - bottom),
  );
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale };
}

export const toCanvas = (view: View, size: Size, x: number, y: number): { x: number; y: number } => ({
  x: size.width / 2 + (x - view.x) * view.scale,
  y: size.height / 2 - (y - view.y) * view.scale,
});

export const fromCanvas = (view: View, size: Size, x: number, y: number): { x: number; y: number } => ({
  x: view.x + (x - size.width / 2) / view.scale,
  y: view.y - (y - size.height / 2) / view.scale,
});

/** Zooms by a factor; the point under the pointer stays there. */
export function zoomAt(view: View, size: Size, factor: number, pointer: { x: number; y: number }): View {
  const fixed = fromCanvas(view, size, pointer.x, pointer.y);
  const scale = Math.max(1e-6, Math.min(1e9, view.scale * factor));
  return {
    x: fixed.x - (pointer.x - size.width / 2) / scale,
    y: fixed.y + (pointer.y - size.height / 2) / scale,
    scale,
  };
}

export const panBy = (view: View, dx: number, dy: number): View => ({
  ...view,
  x: view.x - dx / view.scale,
  y: view.y + dy / view.scale,
});
