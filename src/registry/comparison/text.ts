import { counted } from "../../counted.js";
import { clipName } from "../../data/clip.js";
import type { Interval } from "../../metrics/bootstrap.js";
import { fixed } from "../../number-text.js";
import type { Breakdown, Disagreements } from "../../tasks/task.js";
import { alignColumns } from "../../text-columns.js";
import type { Comparison } from "./compare.js";

/** Formats a comparison as plain text. */
export function comparisonText(comparison: Comparison, mostClips: number): string {
  const { a, b, clips, configuration, verdict, report } = comparison;
  const sections = [
    `a  ${a.name}\nb  ${b.name}\n${counted(clips.length, "clip")}; ranges are 95% bootstrap intervals over clips (${comparison.numSamples} samples)`,
    report.note,
    columns([["", "a", "b", "b - a"], ...summaryRows(comparison)]),
    verdict,
    configuration.length === 0
      ? "The configurations are identical."
      : `configuration\n${columns([["", "a", "b"], ...configuration.map(({ key, a, b }) => [key, text(a), text(b)])])}`,
    report.breakdown === null ? "" : breakdownText(report.breakdown),
    ...report.disagreements.map((one) => clipList(comparison, one, mostClips)),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

function columns(rows: string[][]): string {
  return alignColumns(rows)
    .map((line) => `  ${line}`)
    .join("\n");
}

/** Rows of the summary table: name, a, b, and b - a. */
export function summaryRows({ a, b, metrics, intervals }: Comparison): string[][] {
  return [
    ...metrics.map(({ name, title, longTitle = title }) => [
      longTitle,
      withRange(intervals.a[name]!),
      withRange(intervals.b[name]!),
      withRange(intervals.difference[name]!, true),
    ]),
    ["parameters", a.numParameters.toLocaleString("en"), b.numParameters.toLocaleString("en"), ""],
    ["weights", megabytes(a.bytes), megabytes(b.bytes), ""],
    ["latency per clip", `${a.latencyMs.toFixed(2)} ms`, `${b.latencyMs.toFixed(2)} ms`, ""],
  ];
}

function breakdownText({ title, measures, rows }: Breakdown): string {
  return `${title}\n${columns([
    ["", "clips", ...breakdownHead(measures, measures[0]!)],
    ...rows.map((row) => [row.name, String(row.numClips), ...breakdownCells(row)]),
  ])}`;
}

/** Heads of a breakdown's values. @param first the name of the first measure, before its `a` and `b` */
export function breakdownHead(measures: readonly string[], first: string): string[] {
  const named = (name: string): string[] => (name === "" ? ["a", "b"] : [`${name} a`, `${name} b`]);
  return [...named(first), "b - a", ...measures.slice(1).flatMap(named)];
}

/** Both models' values of a breakdown's row: the first measure with its difference, then the others. */
export function breakdownCells({ a, b }: Breakdown["rows"][number]): string[] {
  return a.flatMap((value, i) => {
    const both = [fixed(value), fixed(b[i]!)];
    return i === 0 ? [...both, signed(b[i]! - value)] : both;
  });
}

function clipList(
  { clips }: Comparison,
  { title, truthName, clips: listed }: Disagreements,
  most: number,
): string {
  if (listed.length === 0 || most === 0) return "";
  const rows = listed
    .slice(0, most)
    .map(({ index, truth, a, b }) => [
      clipName(clips[index]!),
      `${truthName} ${truth}`,
      `a: ${a}`,
      `b: ${b}`,
    ]);
  const more = listed.length > most ? `\n  and ${listed.length - most} more` : "";
  return `${title}\n${columns(rows)}${more}`;
}

function withRange({ value, low, high }: Interval, isDifference = false): string {
  const format = isDifference ? signed : (number: number): string => fixed(number);
  return Number.isNaN(low) ? format(value) : `${format(value)} (${format(low)} to ${format(high)})`;
}

const signed = (value: number): string => `${value >= 0 ? "+" : ""}${fixed(value)}`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
export const text = (value: unknown): string =>
  (typeof value === "string" ? value : JSON.stringify(value)) ?? "";
