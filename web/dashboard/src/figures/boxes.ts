/** Places of a chart's panels on its canvas. */
import type { Box } from "../plot/axes.js";
import type { Scale } from "../plot/scale.js";
import { cssColor } from "../shell/theme.js";
import type { Chart, Panel } from "./chart.js";

export const TITLE_PX = 18;
export const TICKS_PX = 22;
/** Labels of categories at the left: they take as much of a chart. */
const MOST_LABELS_SHARE = 0.35;

/** The box of a panel without its labels, in CSS pixels. */
function boxOf(
  context: CanvasRenderingContext2D,
  { place, x, y, isOverlay }: Panel,
  width: number,
  height: number,
  hasOverlay: boolean,
): Box {
  const [left, right] = [place.left * width, place.right * width];
  const [top, bottom] = [(1 - place.top) * height, (1 - place.bottom) * height];
  const labels = y.hasLabels || isOverlay ? labelsWidth(context, y.scale, right - left) : 8;
  return {
    left: left + labels,
    right: right - (hasOverlay ? 48 : 12),
    top: top + (y.title === "" ? 8 : TITLE_PX + 4),
    bottom: bottom - (x.hasLabels ? TICKS_PX : 6) - (x.title === "" ? 0 : TITLE_PX),
  };
}

function labelsWidth(context: CanvasRenderingContext2D, scale: Scale, width: number): number {
  if (scale.kind !== "category") return 52;
  const of = (text: string): number => context.measureText(text).width;
  const longest = scale.labels.reduce((most, label) => Math.max(most, of(label)), 0);
  return Math.min(MOST_LABELS_SHARE * width, Math.max(24, longest + 10));
}

/** Boxes of all panels: measuring the labels needs a context, which the pointer's places are found with too. */
export function boxesOf(
  context: CanvasRenderingContext2D,
  chart: Chart,
  width: number,
  height: number,
): Box[] {
  context.font = `12px ${cssColor("--sans")}`;
  const places = chart.panels.filter(({ isOverlay }) => isOverlay).map(({ place }) => JSON.stringify(place));
  return chart.panels.map((panel) => {
    const hasOverlay = places.includes(JSON.stringify(panel.place));
    // A panel over another one has its box.
    const base = panel.isOverlay
      ? chart.panels.find((one) => !one.isOverlay && sameAs(one.place, panel.place))
      : undefined;
    return boxOf(context, base ?? panel, width, height, hasOverlay);
  });
}

const sameAs = (a: Panel["place"], b: Panel["place"]): boolean => JSON.stringify(a) === JSON.stringify(b);
