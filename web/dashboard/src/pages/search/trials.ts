/** Trials as numbers on axes, and which of them a person has chosen. Pure functions. */
import type { SearchDetail } from "../../../../../src/dashboard/api.js";
import { category, linear, logarithmic, type Scale } from "../../plot/scale.js";
import type { Trial } from "./use-search.js";

export type Parameter = SearchDetail["parameters"][number];

/** One axis: a parameter or an objective. */
export interface Axis {
  /** In the address: `p:NAME`, `o:0`. */
  id: string;
  name: string;
  scale: Scale;
  /** Returns the trial's value; NaN if it has none. */
  of(trial: Trial): number;
}

/** A range of an axis, in its values; of a category in its places. */
export type Brush = readonly [low: number, high: number];
export type Brushes = ReadonlyMap<string, Brush>;

export function objectiveAxis(search: SearchDetail, place: number): Axis {
  const of = (trial: Trial): number => trial.objectives[place] ?? Number.NaN;
  const complete = shownTrials(search).filter(({ state }) => state === "complete");
  return {
    ...{ id: `o:${place}`, name: search.objectives[place]?.name ?? "value", of },
    scale: linear(
      withoutOutliers(complete.map(of).filter(Number.isFinite), search.objectives[place]?.better),
    ),
  };
}

export function parameterAxis(
  { name, kind, isLog, low, high, choices }: Parameter,
  trials: readonly Trial[],
): Axis {
  const id = `p:${name}`;
  if (kind === "categorical") {
    const places = new Map(choices.map((choice, place) => [choice, place]));
    return {
      ...{ id, name, scale: category(choices.map(String)) },
      of: ({ parameters }) => places.get(parameters[name] as never) ?? Number.NaN,
    };
  }
  const of = ({ parameters }: Trial): number => {
    const value = parameters[name];
    return typeof value === "number" ? value : Number.NaN;
  };
  const values = trials.map(of).filter(Number.isFinite);
  const [least = 0, most = 1] = extent([...values, ...[low, high].filter((bound) => bound !== null)]);
  const scale = isLog && least > 0 ? logarithmic(least, most) : linear([least, most], 0.02);
  return { id, name, scale, of };
}

function extent(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  let [low, high] = [values[0]!, values[0]!];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** A few diverged trials would press all others into one line: far values on the bad side are drawn at the edge. */
function withoutOutliers(values: readonly number[], better: "min" | "max" | undefined): number[] {
  if (values.length < 10) return [...values];
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const spread = at(0.75) - at(0.25) || Math.abs(at(0.5)) || 1;
  return better === "max"
    ? sorted.filter((value) => value >= at(0.25) - 6 * spread)
    : sorted.filter((value) => value <= at(0.75) + 6 * spread);
}

/** Trials without those that another one replaces. */
export function shownTrials(search: SearchDetail): Trial[] {
  return search.trials.filter(({ isRetried }) => !isRetried);
}

/** Returns whether a trial lies in all ranges. */
export function isChosen(trial: Trial, axes: readonly Axis[], brushes: Brushes): boolean {
  return axes.every(({ id, of }) => {
    const brush = brushes.get(id);
    if (brush === undefined) return true;
    const value = of(trial);
    return value >= brush[0] && value <= brush[1];
  });
}

/** Brushes in the address: `p:model.dropout=0.1..0.3`, one after the other. */
export function writeBrushes(brushes: Brushes): string {
  return [...brushes]
    .map(([id, [low, high]]) => `${id.replace(/[%;=]/g, encodeURIComponent)}=${short(low)}..${short(high)}`)
    .join(";");
}

const short = (value: number): string => String(Number(value.toPrecision(5)));

export function readBrushes(text: string): Map<string, Brush> {
  const brushes = new Map<string, Brush>();
  for (const part of text.split(";")) {
    const [, id, low, high] = /^([^=]{1,300})=(-?[\d.e+-]+?)\.\.(-?[\d.e+-]+)$/.exec(part) ?? [];
    if (id === undefined) continue;
    const [from, to] = [Number(low), Number(high)];
    if (Number.isFinite(from) && Number.isFinite(to)) brushes.set(decode(id), [from, to]);
  }
  return brushes;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The best value so far after each trial that improved it, in the order of the trials. */
export function bestSoFar(
  trials: readonly Trial[],
  of: (trial: Trial) => number,
  better: "min" | "max",
): { number: number; value: number }[] {
  const steps: { number: number; value: number }[] = [];
  for (const trial of trials) {
    const value = of(trial);
    if (trial.state !== "complete" || !trial.isFeasible || Number.isNaN(value)) continue;
    const best = steps.at(-1)?.value;
    if (best === undefined || (better === "min" ? value < best : value > best))
      steps.push({ number: trial.number, value });
  }
  return steps;
}

/** Places of trials from the best to the worst complete value, 0 to 1: few diverged ones do not decide the colours. */
export function goodness(
  trials: readonly Trial[],
  of: (trial: Trial) => number,
  better: "min" | "max",
): ReadonlyMap<number, number> {
  const complete = trials.filter((trial) => trial.state === "complete" && !Number.isNaN(of(trial)));
  const sign = better === "min" ? 1 : -1;
  const sorted = complete.sort((a, b) => sign * (of(a) - of(b)));
  return new Map(sorted.map(({ number }, place) => [number, 1 - place / Math.max(1, sorted.length - 1)]));
}
