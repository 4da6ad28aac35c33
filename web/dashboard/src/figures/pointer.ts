/** Finds what is under the pointer on a chart. */
import { formatNumber } from "../format/numbers.js";
import { type Box, xOf, yOf } from "../plot/axes.js";
import type { Place } from "../plot/canvas.js";
import { formatTick } from "../plot/scale.js";
import { barBox } from "./bar-box.js";
import { boxesOf } from "./boxes.js";
import type { Axis, Bars, Cells, Chart, Panel, Points } from "./chart.js";

const NEAR_PX = 16;

/** Describes what is under the pointer; null for nothing. */
export function textAt(context: CanvasRenderingContext2D, chart: Chart, at: Place): string | null {
  const boxes = boxesOf(context, chart, at.width, at.height);
  let best: { distance: number; text: string } | null = null;
  for (const [i, panel] of chart.panels.entries()) {
    const box = boxes[i]!;
    if (at.x < box.left - NEAR_PX || at.x > box.right + NEAR_PX) continue;
    if (at.y < box.top - NEAR_PX || at.y > box.bottom + NEAR_PX) continue;
    for (const mark of panel.marks) {
      const found =
        mark.kind === "points"
          ? nearestPoint(panel, mark, box, at)
          : mark.kind === "bars"
            ? barAt(panel, mark, box, at)
            : cellAt(panel, mark, box, at);
      if (found !== null && (best === null || found.distance < best.distance)) best = found;
    }
  }
  return best?.text ?? null;
}

interface Hit {
  distance: number;
  text: string;
}

function nearestPoint(panel: Panel, mark: Points, box: Box, at: Place): Hit | null {
  let [found, least] = [-1, NEAR_PX ** 2];
  for (let i = 0; i < mark.x.length; i++) {
    const [dx, dy] = [xOf(box, panel.x.scale, mark.x[i]!) - at.x, yOf(box, panel.y.scale, mark.y[i]!) - at.y];
    const distance = dx * dx + dy * dy;
    if (distance < least) [found, least] = [i, distance];
  }
  if (found === -1) return null;
  const values = `${valueText(panel.x, mark.x[found]!, "x")}, ${valueText(panel.y, mark.y[found]!, "y")}`;
  return {
    distance: Math.sqrt(least),
    text: [mark.name, values, mark.texts?.[found] ?? ""].filter(Boolean).join(" · "),
  };
}

function barAt(panel: Panel, mark: Bars, box: Box, at: Place): Hit | null {
  for (let i = 0; i < mark.start.length; i++) {
    const { left, right, top, bottom } = barBox(panel, mark, box, i);
    if (at.x < left || at.x > right || at.y < top - 2 || at.y > bottom + 2) continue;
    const [stood, other] = mark.isUpright ? [panel.x, panel.y] : [panel.y, panel.x];
    const length = mark.to[i]! - mark.from[i]!;
    const middle = (mark.start[i]! + mark.end[i]!) / 2;
    const value =
      other.scale.kind === "time"
        ? `${valueText(other, mark.from[i]!, "from")}, ${valueText(other, mark.to[i]!, "to")}`
        : `${other.title || "value"} ${formatNumber(length)}`;
    const place = stood.scale.kind === "category" ? Math.round(middle) : middle;
    return {
      distance: 0,
      text: [mark.name, `${valueText(stood, place, "at")}, ${value}`].filter(Boolean).join(" · "),
    };
  }
  return null;
}

function cellAt({ x, y }: Panel, mark: Cells, box: Box, at: Place): Hit | null {
  const find = (edges: Float64Array, of: (value: number) => number, place: number): number => {
    for (let i = 0; i + 1 < edges.length; i++) {
      const [a, b] = [of(edges[i]!), of(edges[i + 1]!)];
      if (place >= Math.min(a, b) && place < Math.max(a, b)) return i;
    }
    return -1;
  };
  const c = find(mark.x, (value) => xOf(box, x.scale, value), at.x);
  const r = find(mark.y, (value) => yOf(box, y.scale, value), at.y);
  const value = mark.values[r * (mark.x.length - 1) + c];
  if (c === -1 || r === -1 || value === undefined || Number.isNaN(value)) return null;
  const middle = (edges: Float64Array, i: number): number => (edges[i]! + edges[i + 1]!) / 2;
  const text = `${valueText(x, middle(mark.x, c), "x")}, ${valueText(y, middle(mark.y, r), "y")}: ${formatNumber(value)}`;
  return { distance: 0, text };
}

function valueText({ scale, title }: Axis, value: number, fallback: string): string {
  const text =
    scale.kind === "category"
      ? (scale.labels[Math.round(value)] ?? "")
      : scale.kind === "time"
        ? formatTick(scale, value)
        : formatNumber(value);
  return `${title || fallback} ${text}`;
}
