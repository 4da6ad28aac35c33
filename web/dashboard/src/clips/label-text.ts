/** Annotations as a person writes them. */
import type { PredictionKind } from "../../../../src/predictions.js";
import { describeEvents } from "./events.js";

/** Returns `dog;rain` for the canonical form of several labels, and a summary of events; other annotations as they are. */
export function labelText(label: string, kind: PredictionKind): string {
  if (kind === "events") return describeEvents(label);
  if (kind !== "labels" && kind !== "numbers") return label;
  try {
    const value: unknown = JSON.parse(label);
    const list = Array.isArray(value) ? value : (value as { labels?: unknown }).labels;
    if (!Array.isArray(list)) return label;
    return list.some((one) => String(one).includes(";")) ? JSON.stringify(list) : list.join(";");
  } catch {
    return label;
  }
}

/** The labels that complete the text: of several labels, its last one. */
export function completions(text: string, labels: readonly string[], kind: PredictionKind): string[] {
  if (kind !== "labels" && kind !== "one_label") return [];
  const typed = (kind === "labels" ? (text.split(";").at(-1) ?? "") : text).trim().toLowerCase();
  const starts = labels.filter((label) => label.toLowerCase().startsWith(typed));
  const inside = labels.filter((label) => !starts.includes(label) && label.toLowerCase().includes(typed));
  return [...starts, ...inside].slice(0, 8);
}

/** Replaces what was typed of a label by the whole label. */
export function complete(text: string, label: string, kind: PredictionKind): string {
  if (kind !== "labels") return label;
  return [
    ...text
      .split(";")
      .slice(0, -1)
      .map((one) => one.trim()),
    label,
  ].join(";");
}
