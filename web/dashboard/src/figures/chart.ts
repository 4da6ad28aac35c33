/** Charts of items: what is drawn, without its source. */
import type { Scale } from "../plot/scale.js";

export interface Chart {
  title: string;
  panels: readonly Panel[];
  /** Names of lines, points and bars, with the places of their colours. */
  legend: readonly { name: string; color: number }[];
  /** Parts of the item that are not drawn, for people. */
  notDrawn: readonly string[];
}

export interface Panel {
  /** Its place in the chart: fractions of the width from the left, and of the height from the bottom. */
  place: { left: number; right: number; bottom: number; top: number };
  x: Axis;
  y: Axis;
  /** Drawn over another panel: its y axis is labelled at the right. */
  isOverlay: boolean;
  marks: readonly Mark[];
}

export interface Axis {
  scale: Scale;
  title: string;
  hasLabels: boolean;
}

export type Mark = Points | Bars | Cells;

export interface Points {
  kind: "points";
  name: string;
  color: number;
  x: Float64Array;
  y: Float64Array;
  hasLine: boolean;
  hasMarkers: boolean;
  isDashed: boolean;
  opacity: number;
  /** A text for each point; null for none. */
  texts: readonly string[] | null;
}

export interface Bars {
  kind: "bars";
  name: string;
  color: number;
  opacity: number;
  /** True for bars that stand on the x axis. */
  isUpright: boolean;
  /** The sides of each bar on the axis that it stands on. */
  start: Float64Array;
  end: Float64Array;
  /** Its ends on the other axis. */
  from: Float64Array;
  to: Float64Array;
}

export interface Cells {
  kind: "cells";
  name: string;
  /** Edges of columns and rows: one more than there are of each. */
  x: Float64Array;
  y: Float64Array;
  /** By row, then column. */
  values: Float64Array;
  /** Strength of each colour, 0 to 1; NaN for an empty cell. */
  shares: Float64Array;
}

export const WHOLE = { left: 0, right: 1, bottom: 0, top: 1 } as const;
/** Colours of runs, which both themes have: `--run-0` to `--run-9`. */
export const NUM_COLORS = 10;
