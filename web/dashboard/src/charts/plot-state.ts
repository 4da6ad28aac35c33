/** The input of a chart's plot, and the ranges of its axes. */
import { cssColor } from "../shell/theme.js";
import { type Line, rangeOf } from "./lines.js";
import type { XKind } from "./ticks.js";

export interface DrawnLine extends Line {
  run: string;
  label: string;
  /** A custom property: `--run-3`. */
  color: string;
  dash: readonly number[];
  /** The step to mark as the best; null for none. */
  bestStep: number | null;
  /** False for lines that are thin behind others, such as the runs of a group. */
  isMain: boolean;
}

/** A place on the x axis where a run resumed. */
export interface ResumeMark {
  x: number;
  run: string;
  /** The same as a line has. */
  color: string;
  /** `resumed at step 480` */
  text: string;
}

export type Range = readonly [from: number, to: number];

export interface PlotState {
  lines: readonly DrawnLine[];
  resumes: readonly ResumeMark[];
  x: XKind;
  isLog: boolean;
  range: Range | null;
  width: number;
  height: number;
  hovered: string;
  theme: string;
}

/** The x axis from the first to the last value of all lines. */
export function wholeRange(lines: readonly Line[]): Range {
  const ends = lines.filter(({ x }) => x.length > 0);
  const first = Math.min(...ends.map(({ x }) => x[0]!));
  const last = Math.max(...ends.map(({ x }) => x.at(-1)!));
  if (!(first <= last)) return [0, 1];
  return first === last ? [first - 0.5, last + 0.5] : [first, last];
}

export const shownRange = ({ range, lines }: PlotState): Range => range ?? wholeRange(lines);

/** The y axis: what is shown, with some room. */
export function yRange(state: PlotState): Range {
  const { lines, isLog } = state;
  const [from, to] = shownRange(state);
  const found = rangeOf(lines, from, to, isLog);
  if (found === null) return isLog ? [0.1, 1] : [0, 1];
  const { low, high } = found;
  if (isLog)
    return low === high ? [low / 2, high * 2] : [low / (high / low) ** 0.05, high * (high / low) ** 0.05];
  if (low === high)
    return [low - Math.max(1e-6, Math.abs(low) * 0.1), high + Math.max(1e-6, Math.abs(high) * 0.1)];
  const pad = (high - low) * 0.06;
  return [low >= 0 && low - pad < 0 ? 0 : low - pad, high + pad];
}

/** Width of the labels beside the lines. */
export function gutter({ lines, width }: PlotState): number {
  const longest = Math.max(0, ...lines.filter(({ isMain }) => isMain).map(({ label }) => label.length));
  return Math.round(Math.min(12 + 6.6 * (longest + 8), Math.max(90, width * 0.36)));
}

export const canDraw = (value: number, isLog: boolean): boolean =>
  Number.isFinite(value) && (!isLog || value > 0);

/** The colour of a line or mark; a grey one is dark while its run is hovered. */
export function colorOf({ color, run }: { color: string; run: string }, hovered: string): string {
  if (color === "--run-grey" && run === hovered) return cssColor("--text");
  return cssColor(color);
}
