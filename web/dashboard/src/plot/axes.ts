/** Draws the axes of a small chart: labels and hairlines, no border. */
import { cssColor } from "../shell/theme.js";
import { formatTick, fraction, type Scale, ticks } from "./scale.js";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const xOf = (box: Box, scale: Scale, value: number): number =>
  box.left + fraction(scale, value) * (box.right - box.left);
export const yOf = (box: Box, scale: Scale, value: number): number =>
  box.bottom - fraction(scale, value) * (box.bottom - box.top);

/** @param has whether each axis has labels; hairlines are drawn without them too */
export function drawAxes(
  context: CanvasRenderingContext2D,
  box: Box,
  x: Scale,
  y: Scale,
  has = { x: true, y: true },
): void {
  context.font = `12px ${cssColor("--sans")}`;
  context.fillStyle = cssColor("--muted");
  context.strokeStyle = cssColor("--line");
  context.lineWidth = 1;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const value of ticks(y, Math.max(2, (box.bottom - box.top) / 40))) {
    const at = Math.round(yOf(box, y, value)) + 0.5;
    if (at < box.top - 1 || at > box.bottom + 1) continue;
    context.beginPath();
    context.moveTo(box.left, at);
    context.lineTo(box.right, at);
    context.stroke();
    if (has.y) context.fillText(formatTick(y, value), box.left - 6, at);
  }
  if (!has.x) return;
  context.textBaseline = "top";
  const width = box.right - box.left;
  let free = Number.NEGATIVE_INFINITY;
  for (const value of ticks(x, Math.max(2, width / 70))) {
    const at = xOf(box, x, value);
    if (at < box.left - 1 || at > box.right + 1) continue;
    const text = shorten(context, formatTick(x, value), Math.max(40, width / Math.max(1, x.labels.length)));
    const half = context.measureText(text).width / 2;
    // Labels at the ends stay inside, and none covers another.
    const centre = Math.min(Math.max(at, half + 1), box.right + 8 - half);
    if (centre - half < free) continue;
    free = centre + half + 6;
    context.textAlign = "center";
    context.fillText(text, centre, box.bottom + 6);
  }
}

export function shorten(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}
