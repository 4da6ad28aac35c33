import { alignColumns } from "../../text-columns.js";
import type { Comparison, Disagreement } from "./compare.js";
import { type Interval, STATISTICS } from "./statistics.js";

const NAMES = { accuracy: "accuracy", macro_f1: "macro F1", loss: "loss" } as const;

/** Formats a comparison as plain text. */
export function comparisonText(comparison: Comparison, mostClips: number): string {
  const { a, b, numClips, configuration, classes } = comparison;
  const columns = (rows: string[][]): string =>
    alignColumns(rows)
      .map((line) => `  ${line}`)
      .join("\n");
  const sections = [
    `a  ${a.name}\nb  ${b.name}\n${numClips} clips; ranges are 95% bootstrap intervals over clips (${comparison.numSamples} samples)`,
    labelsText(comparison),
    columns([["", "a", "b", "b - a"], ...summaryRows(comparison)]),
    verdict(comparison),
    configuration.length === 0
      ? "The configurations are identical."
      : `configuration\n${columns([["", "a", "b"], ...configuration.map(({ key, a, b }) => [key, text(a), text(b)])])}`,
    `classes\n${columns([
      ["", "clips", "F1 a", "F1 b", "b - a", "recall a", "recall b"],
      ...classes.map(({ label, numClips, a, b }) => [
        label,
        String(numClips),
        a.f1.toFixed(3),
        b.f1.toFixed(3),
        signed(b.f1 - a.f1),
        a.recall.toFixed(3),
        b.recall.toFixed(3),
      ]),
    ])}`,
    clipList("only b is correct", comparison.onlyB, mostClips),
    clipList("only a is correct", comparison.onlyA, mostClips),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

/** Rows of the summary table: name, a, b, and b - a. */
export function summaryRows({ a, b, intervals }: Comparison): string[][] {
  return [
    ...STATISTICS.map((name) => [
      NAMES[name],
      withRange(intervals.a[name]),
      withRange(intervals.b[name]),
      withRange(intervals.difference[name], true),
    ]),
    ["parameters", a.numParameters.toLocaleString("en"), b.numParameters.toLocaleString("en"), ""],
    ["weights", megabytes(a.bytes), megabytes(b.bytes), ""],
    ["latency per clip", `${a.latencyMs.toFixed(2)} ms`, `${b.latencyMs.toFixed(2)} ms`, ""],
  ];
}

/** The difference between the label sets and its consequence; the empty text where they are equal. */
export function labelsText({ labels, numLeftOut }: Comparison): string {
  const { shared, onlyA, onlyB, compared } = labels;
  if (onlyA.length + onlyB.length === 0) return "";
  const lacks = (side: string, missing: readonly string[]): string[] =>
    missing.length === 0 ? [] : [`${side} lacks ${missing.join(", ")}`];
  const difference = `The label sets differ: ${[...lacks("a", onlyB), ...lacks("b", onlyA)].join("; ")}.`;
  return compared === "shared"
    ? `${difference} Compared on the shared labels (${shared.join(", ")}): ${numLeftOut} clips of other labels are left out, and each model chooses among the shared labels alone.`
    : `${difference} Each model chooses among all of its own labels, so that one with more labels has more ways to be wrong; --labels shared compares on the shared labels alone.`;
}

/** Describes which model is better, and whether the difference is significant. */
export function verdict({ agreement, numClips }: Comparison): string {
  const { onlyA, onlyB, bothRight, bothWrong, p } = agreement;
  const split = `Both are correct on ${bothRight} clips, only a on ${onlyA}, only b on ${onlyB}, neither on ${bothWrong}.`;
  const better = onlyB > onlyA ? "b" : "a";
  const judged =
    onlyA === onlyB
      ? "They are correct equally often."
      : p < 0.05
        ? `${better} is correct more often, and the difference is significant (McNemar's exact test, p ${formatP(p)}).`
        : `${better} is correct on ${Math.abs(onlyB - onlyA)} more of ${numClips} clips, which may be chance (McNemar's exact test, p ${formatP(p)}).`;
  return `${split} ${judged}`;
}

function formatP(p: number): string {
  return p < 0.0001 ? "< 0.0001" : `= ${p.toPrecision(2)}`;
}

function clipList(title: string, clips: readonly Disagreement[], most: number): string {
  if (clips.length === 0 || most === 0) return "";
  const rows = clips
    .slice(0, most)
    .map(({ name, clip, a, b }) => [
      name,
      `label ${clip.label}`,
      `a: ${a.predicted} ${percent(a.probability)}`,
      `b: ${b.predicted} ${percent(b.probability)}`,
    ]);
  const more = clips.length > most ? `\n  and ${clips.length - most} more` : "";
  return `${title}\n${alignColumns(rows)
    .map((line) => `  ${line}`)
    .join("\n")}${more}`;
}

function withRange({ value, low, high }: Interval, isDifference = false): string {
  const format = isDifference ? signed : (number: number): string => number.toFixed(3);
  return Number.isNaN(low) ? format(value) : `${format(value)} (${format(low)} to ${format(high)})`;
}

export const signed = (value: number): string => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;
export const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
export const text = (value: unknown): string =>
  (typeof value === "string" ? value : JSON.stringify(value)) ?? "";
