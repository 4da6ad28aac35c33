/** The options of uPlot for a chart: axes, lines, and which gestures it handles itself. */
import type uPlot from "uplot";
import { formatNumber } from "../format/numbers.js";
import { formatClock, formatWall } from "../format/times.js";
import { cssColor } from "../shell/theme.js";
import { colorOf, gutter, type PlotState, shownRange } from "./plot-state.js";
import { formatTicks, X_SPACINGS } from "./ticks.js";

const AXIS_WIDTH = 46;
const NEAR_PIXELS = 24;

/** Functions that uPlot calls. */
export interface PlotHandlers {
  /** The newest state. */
  state(): PlotState;
  zoomTo(from: number, to: number): void;
  showAll(): void;
  pan(plot: uPlot, event: MouseEvent): void;
  ready(plot: uPlot): void;
  cursor(plot: uPlot): void;
  hover(run: string): void;
  drawBehind(plot: uPlot): void;
  drawAbove(plot: uPlot): void;
}

/** @param first state: a plot is made anew if its lines, scale, x axis or theme change */
export function plotOptions(first: PlotState, on: PlotHandlers): uPlot.Options {
  return {
    width: first.width - gutter(first),
    height: first.height,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, auto: false },
      y: { auto: false, ...(first.isLog ? { distr: 3 as const } : {}) },
    },
    axes: axesOf(first, on),
    series: [{}, ...first.lines.map((_, i) => seriesOf(first, i, on))],
    cursor: cursorOf(first, on),
    focus: { alpha: 1 },
    hooks: {
      ready: [on.ready],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 4) return;
          const [from, to] = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")];
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          on.zoomTo(from, to);
        },
      ],
      setCursor: [on.cursor],
      setSeries: [
        (_, i) => {
          const line = i === null ? undefined : on.state().lines[i - 1];
          on.hover(line?.run ?? "");
        },
      ],
      drawAxes: [on.drawBehind],
      draw: [on.drawAbove],
    },
  };
}

function axesOf({ x, isLog }: PlotState, on: PlotHandlers): uPlot.Axis[] {
  const [text, grid] = [cssColor("--muted"), cssColor("--line")];
  const font = `12px ${cssColor("--sans")}`;
  const axis = { stroke: text, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
  const spanX = (): number => {
    const [from, to] = shownRange(on.state());
    return to - from;
  };
  return [
    {
      ...axis,
      grid: { show: false },
      size: 26,
      gap: 4,
      space: x === "wall" ? 90 : 60,
      incrs: X_SPACINGS[x],
      values: (_, splits, __, ___, spacing) =>
        x === "time"
          ? splits.map((value) => formatClock(value))
          : x === "wall"
            ? splits.map((value) => formatWall(value, spanX()))
            : formatTicks(splits, spacing),
    },
    {
      ...axis,
      size: AXIS_WIDTH,
      gap: 6,
      space: 34,
      values: (_, splits, __, ___, spacing) =>
        isLog
          ? splits.map((value) => (value === null ? "" : formatNumber(value)))
          : formatTicks(splits, spacing),
    },
  ];
}

function seriesOf(first: PlotState, i: number, on: PlotHandlers): uPlot.Series {
  const line = first.lines[i]!;
  const color = (): string => {
    const { lines, hovered } = on.state();
    return colorOf(lines[i]!, hovered);
  };
  return {
    stroke: color,
    width: line.isMain ? 1.75 : 0.75,
    dash: [...line.dash],
    spanGaps: true,
    alpha: line.isMain ? 1 : 0.45,
    points: { show: (plot) => hasPoints(plot, on.state(), i) },
  };
}

/** Few values are drawn as points too: a line alone does not say where they are. */
function hasPoints(plot: uPlot, { lines }: PlotState, i: number): boolean {
  const { x, isMain } = lines[i]!;
  const { min = 0, max = 1 } = plot.scales["x"]!;
  const shown = x.filter((one) => one >= min! && one <= max!).length;
  return isMain && shown > 0 && shown <= plot.over.clientWidth / 24;
}

function cursorOf({ x, lines }: PlotState, on: PlotHandlers): uPlot.Cursor {
  return {
    y: false,
    drag: { x: true, y: false, setScale: false, dist: 5 },
    focus: { prox: NEAR_PIXELS },
    points: {
      one: lines.length > 24,
      size: 7,
      stroke: (_, i) => {
        const { lines: newest, hovered } = on.state();
        return colorOf(newest[i - 1]!, hovered);
      },
      fill: () => cssColor("--page"),
      width: 2,
    },
    sync: {
      key: `woodshed-${x}`,
      setSeries: false,
      scales: ["x", null],
      filters: {
        pub: (type) => type === "mousemove" || type === "mouseleave",
        sub: (type) => type === "mousemove" || type === "mouseleave",
      },
    },
    bind: {
      dblclick: () => () => {
        on.showAll();
        return null;
      },
      mousedown: (plot, _, handler) => (event) => {
        if (event.shiftKey || event.button === 1) on.pan(plot, event);
        else handler(event);
        return null;
      },
    },
  };
}
