/**
 * Reads a Plotly figure as a chart of ours. A figure is data that anybody may have written: only the properties named here are read,
 * texts become texts, and nothing of it is run or fetched. What is not drawn is named, and its values are still in the table.
 */
import type { FigureItem } from "../../../../src/items.js";
import { FigureAxis } from "./axes.js";
import { BarStack, barsOf, histogramOf } from "./bars.js";
import { cellsOf } from "./cells.js";
import { type Chart, type Mark, NUM_COLORS, type Panel, type Points } from "./chart.js";
import { arrayOf, numberOf, opacityOf, own, textOf, titleOf } from "./values.js";

const MOST_TRACES = 200;
const MOST_POINTS = 200_000;

/** An axis, by its name in the figure: `x`, `x2`, `y`. */
type Axes = Map<string, FigureAxis>;

export function chartOfFigure({ data, layout }: FigureItem): Chart {
  const traces = Array.isArray(data) ? data.slice(0, MOST_TRACES) : [];
  const notDrawn = new Set<string>();
  if (Array.isArray(data) && data.length > traces.length)
    notDrawn.add(`${data.length - traces.length} traces`);
  for (const part of ["annotations", "shapes", "images"])
    if ((arrayOf(own(layout, part)) ?? []).length > 0) notDrawn.add(part);
  const axes: Axes = new Map();
  const drawable: { trace: unknown; x: string; y: string; color: number }[] = [];
  let numPoints = 0;
  for (const [i, trace] of traces.entries()) {
    const type = own(trace, "type") ?? "scatter";
    if (own(trace, "visible") === false || own(trace, "visible") === "legendonly") continue;
    if (typeof type !== "string" || !DRAWN.has(type)) {
      notDrawn.add(`traces of the type ${textOf(type)}`);
      continue;
    }
    numPoints += Math.max(lengthOf(trace, "x"), lengthOf(trace, "y"), lengthOf(trace, "values"));
    if (numPoints > MOST_POINTS) {
      notDrawn.add(`points after the first ${MOST_POINTS.toLocaleString("en")}`);
      break;
    }
    const [x, y] = [axisName(trace, "x"), axisName(trace, "y")];
    drawable.push({ trace, x, y, color: i % NUM_COLORS });
    for (const [name, values] of lookedAt(trace, type, x, y)) axisOf(axes, layout, name).look(values);
  }
  const marks = new Map<string, Mark[]>();
  const bars = new Map<string, BarStack>();
  for (const { trace, x, y, color } of drawable) {
    const pair = `${x} ${y}`;
    const [onX, onY] = [axisOf(axes, layout, x), axisOf(axes, layout, y)];
    const list = marks.get(pair) ?? [];
    marks.set(pair, list);
    const type = own(trace, "type") ?? "scatter";
    if (type === "heatmap" || type === "contour") {
      const cells = cellsOf(trace, onX, onY);
      if (cells !== null) list.push(cells);
    } else if (type === "bar" || type === "histogram" || type === "pie") {
      const stack = bars.get(pair) ?? new BarStack(own(layout, "barmode"));
      bars.set(pair, stack);
      stack.add(type === "histogram" ? histogramOf(trace, onX, onY, color) : barsOf(trace, onX, onY, color));
    } else list.push(pointsOf(trace, onX, onY, color));
  }
  for (const [pair, stack] of bars) {
    const [x, y] = pair.split(" ") as [string, string];
    marks.get(pair)!.unshift(...stack.placed(axes.get(x)!, axes.get(y)!));
  }
  const panels = [...marks].map(([pair, list]) => panelOf(pair, list, axes, layout));
  const shown = panels.flatMap((panel) => panel.marks);
  return { title: titleOf(layout), panels, legend: legendOf(shown, drawable), notDrawn: [...notDrawn] };
}

const DRAWN: ReadonlySet<string> = new Set([
  ...["scatter", "scattergl", "bar", "histogram", "heatmap", "contour", "pie"],
]);

const lengthOf = (trace: unknown, key: string): number => arrayOf(own(trace, key))?.length ?? 0;

function axisName(trace: unknown, letter: "x" | "y"): string {
  const name = own(trace, `${letter}axis`);
  return typeof name === "string" && new RegExp(`^${letter}([2-9]|[1-9]\\d)?$`).test(name) ? name : letter;
}

const layoutOf = (layout: unknown, name: string): unknown => own(layout, `${name[0]}axis${name.slice(1)}`);

function axisOf(axes: Axes, layout: unknown, name: string): FigureAxis {
  const known = axes.get(name);
  if (known !== undefined) return known;
  const axis = new FigureAxis(layoutOf(layout, name));
  axes.set(name, axis);
  return axis;
}

/** Values of a trace by the axis that they are on. */
function lookedAt(trace: unknown, type: string, x: string, y: string): [string, readonly unknown[]][] {
  if (type === "pie") return [[y, arrayOf(own(trace, "labels")) ?? []]];
  const [onX, onY] = [arrayOf(own(trace, "x")) ?? [], arrayOf(own(trace, "y")) ?? []];
  const base = arrayOf(own(trace, "base")) ?? [];
  // The length of a bar is a difference, also where it begins at a date.
  if (type === "bar" && base.length > 0)
    return own(trace, "orientation") === "h"
      ? [
          [x, base],
          [y, onY],
        ]
      : [
          [x, onX],
          [y, base],
        ];
  return [
    [x, onX],
    [y, onY],
  ];
}

function pointsOf(trace: unknown, onX: FigureAxis, onY: FigureAxis, color: number): Points {
  const [xs, ys] = [arrayOf(own(trace, "x")), arrayOf(own(trace, "y"))];
  const count = Math.min(xs?.length ?? Number.POSITIVE_INFINITY, ys?.length ?? Number.POSITIVE_INFINITY);
  const indices = (): number[] => Array.from({ length: Number.isFinite(count) ? count : 0 }, (_, i) => i);
  const x = onX.read(xs?.slice(0, count) ?? indices());
  const y = onY.read(ys?.slice(0, count) ?? indices());
  onX.cover(x);
  onY.cover(y);
  const given = own(trace, "mode");
  const mode = typeof given === "string" ? given : x.length < 20 ? "lines+markers" : "lines";
  const dash = own(own(trace, "line"), "dash");
  const texts = arrayOf(own(trace, "text")) ?? arrayOf(own(trace, "hovertext"));
  return {
    ...{ kind: "points", name: textOf(own(trace, "name")), color, x, y },
    hasLine: mode.includes("lines"),
    hasMarkers: !mode.includes("lines") || mode.includes("markers"),
    isDashed: typeof dash === "string" && dash !== "solid",
    opacity: opacityOf(trace) ?? 1,
    texts: texts === null ? null : texts.slice(0, x.length).map(textOf),
  };
}

function panelOf(pair: string, marks: readonly Mark[], axes: Axes, layout: unknown): Panel {
  const [x, y] = pair.split(" ") as [string, string];
  const scaleOf = (name: string) => (axes.get(matched(layout, name)) ?? axes.get(name)!).scale();
  const [left, right] = domainOf(layout, x);
  const [bottom, top] = domainOf(layout, y);
  return {
    place: { left, right, bottom, top },
    x: axes.get(x)!.axis(scaleOf(x)),
    y: axes.get(y)!.axis(scaleOf(y)),
    isOverlay: isOverlay(layout, x) || isOverlay(layout, y),
    marks,
  };
}

/** The axis whose scale an axis has: `matches`. */
function matched(layout: unknown, name: string): string {
  let found = name;
  for (let i = 0; i < 10; i++) {
    const next = own(layoutOf(layout, found), "matches");
    if (typeof next !== "string" || next[0] !== name[0] || next === found) break;
    found = next;
  }
  return found;
}

const isOverlay = (layout: unknown, name: string): boolean =>
  typeof own(layoutOf(layout, name), "overlaying") === "string";

function domainOf(layout: unknown, name: string): [number, number] {
  const over = own(layoutOf(layout, name), "overlaying");
  const of = typeof over === "string" && over[0] === name[0] ? over : name;
  const [from = 0, to = 1] = (arrayOf(own(layoutOf(layout, of), "domain")) ?? []).map(numberOf);
  return from >= 0 && to <= 1 && to - from > 0.02 ? [from, to] : [0, 1];
}

function legendOf(marks: readonly Mark[], traces: readonly { trace: unknown }[]): Chart["legend"] {
  const hidden = new Set(
    traces.flatMap(({ trace }) => (own(trace, "showlegend") === false ? [textOf(own(trace, "name"))] : [])),
  );
  const named = new Map<string, number>();
  for (const mark of marks)
    if (mark.kind !== "cells" && mark.name !== "" && !hidden.has(mark.name) && !named.has(mark.name))
      named.set(mark.name, mark.color);
  return named.size < 2 ? [] : [...named].slice(0, 50).map(([name, color]) => ({ name, color }));
}
