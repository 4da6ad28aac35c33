/** A detection's evaluation as text, CSV and tables. */
import { counted } from "../../counted.js";
import { csvText } from "../../csv-text.js";
import type { Item } from "../../items.js";
import { fixed } from "../../number-text.js";
import { alignColumns } from "../../text-columns.js";
import type { EventRules } from "../task.js";
import type { DetectionSummary } from "./summarize.js";

export interface DetectionResult {
  labels: readonly string[];
  rules: EventRules;
  summary: DetectionSummary;
  loss: number;
  numClips: number;
}

const HEAD = [
  ...["label", "events", "event F1", "precision", "recall", "segment F1", "intersection F1", "frame AP"],
  ...["threshold", "median s", "shortest s"],
] as const;

/** Returns metrics by the names that the task declares. */
export function detectionMetrics({
  summary,
  loss,
}: Pick<DetectionResult, "summary" | "loss">): Record<string, number> {
  return {
    loss,
    event_f1: summary.events.macroF1,
    segment_f1: summary.segments.macroF1,
    intersection_f1: summary.intersections.macroF1,
    psds1: summary.psds1.value,
    psds2: summary.psds2.value,
    frame_map: summary.frames.mean,
  };
}

/** Returns the values of each label, in the order of HEAD. */
function perLabel({ labels, rules, summary }: DetectionResult): [string, ...number[]][] {
  const { events, segments, intersections, frames, numTrue } = summary;
  return labels.map((label, i) => [
    ...([label, numTrue[i]!, events.f1[i]!, events.precision[i]!, events.recall[i]!] as [
      string,
      ...number[],
    ]),
    ...[segments.f1[i]!, intersections.f1[i]!, frames.perLabel[i]!],
    ...[rules.thresholds[i]!, rules.medianSec[i]!, rules.minSec[i]!],
  ]);
}

function tableOf(result: DetectionResult): string[] {
  const rows = perLabel(result).map(([label, numTrue, ...values]) => [
    label,
    String(numTrue),
    ...values.map((value) => fixed(value)),
  ]);
  return alignColumns([[...HEAD], ...rows]);
}

export function perLabelFits(result: DetectionResult, width: number): boolean {
  return tableOf(result).every((line) => line.length <= width);
}

export function describeDetection(
  split: string,
  result: DetectionResult,
  width: number,
  tablePlace: string,
): string {
  const { summary, loss, numClips, labels } = result;
  const { events, segments, intersections, psds1, psds2 } = summary;
  const isWhole = perLabelFits(result, width);
  const short = (label: string): string =>
    label.length <= width / 2 ? label : `${label.slice(0, Math.floor(width / 2) - 3)}...`;
  return [
    `${split} event F1 ${fixed(events.macroF1)}, segment F1 ${fixed(segments.macroF1)}, intersection F1 ${fixed(intersections.macroF1)}, ` +
      `PSDS ${fixed(psds1.value)} and ${fixed(psds2.value)}, frame mAP ${fixed(summary.frames.mean)}, loss ${fixed(loss)} on ${counted(numClips, "recording")}`,
    ...detectionNotes(result),
    "",
    ...(isWhole
      ? tableOf(result)
      : alignColumns([
          ["label", "events", "event F1"],
          ...perLabel(result).map(([label, numTrue, f1]) => [short(label), String(numTrue), fixed(f1!)]),
        ])),
    ...(isWhole ? [] : ["", `all measures of ${counted(labels.length, "label")}: ${tablePlace}`]),
  ].join("\n");
}

/** Names the labels that the means leave out. */
export function detectionNotes({ labels, summary }: Pick<DetectionResult, "labels" | "summary">): string[] {
  const missing = labels.filter((_, i) => summary.numTrue[i] === 0);
  if (missing.length === 0) return [];
  return missing.length === labels.length
    ? ["all metrics but the loss are undefined: no recording has an event with its times"]
    : [`left out of the means, without a true event: ${missing.join(", ")}`];
}

/** All measures as CSV (RFC 4180): a row for each label. */
export function perLabelCsv(result: DetectionResult): string {
  const rows = perLabel(result).map(([label, ...values]) => [
    label,
    ...values.map((value) => (Number.isNaN(value) ? "" : String(value))),
  ]);
  return csvText([[...HEAD], ...rows]);
}

export function detectionItems(result: DetectionResult): [string, Item][] {
  return [
    [
      "per_label",
      {
        kind: "table",
        columns: HEAD.map((name, i) => ({ name, type: i === 0 ? "text" : "number" })),
        rows: perLabel(result),
      },
    ],
  ];
}

/** The result for programs, besides the metrics. */
export function detectionJson({ labels, rules, summary }: DetectionResult): Record<string, unknown> {
  const { numTrue, events, segments, intersections, psds1, psds2, frames } = summary;
  const micro = ({ microF1, microPrecision, microRecall }: typeof events) => ({
    ...{ f1: microF1, precision: microPrecision, recall: microRecall },
  });
  return {
    labels,
    thresholds: rules.thresholds,
    median_sec: rules.medianSec,
    min_sec: rules.minSec,
    micro: { event: micro(events), segment: micro(segments), intersection: micro(intersections) },
    per_label: {
      num_events: numTrue,
      ...{ event_f1: events.f1, event_precision: events.precision, event_recall: events.recall },
      ...{ segment_f1: segments.f1, intersection_f1: intersections.f1 },
      ...{ psds1: psds1.perLabel, psds2: psds2.perLabel, frame_average_precision: frames.perLabel },
    },
  };
}
