import { type Box, xOf, yOf } from "../plot/axes.js";
import type { Scale } from "../plot/scale.js";
import type { Bars, Panel } from "./chart.js";

/** The rectangle of a bar, in CSS pixels. */
export function barBox({ x, y }: Panel, mark: Bars, box: Box, i: number): Box {
  const [start, end, from, to] = [mark.start[i]!, mark.end[i]!, mark.from[i]!, mark.to[i]!];
  const xs = (mark.isUpright ? [start, end] : [from, to]).map((value) => clippedX(box, x.scale, value));
  const ys = (mark.isUpright ? [from, to] : [start, end]).map((value) => clippedY(box, y.scale, value));
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** A logarithmic axis has no 0: a bar begins at its edge. */
const clippedX = (box: Box, scale: Scale, value: number): number =>
  scale.kind === "log" && value <= 0 ? box.left : xOf(box, scale, value);
const clippedY = (box: Box, scale: Scale, value: number): number =>
  scale.kind === "log" && value <= 0 ? box.bottom : yOf(box, scale, value);
