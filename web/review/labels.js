/** The labels that an event may have: those of the model, and new ones. */
import { data, detected, shown } from "./data.js";
import { eventOf, onChange } from "./decisions.js";

const numbers = new Map(data.labels.map((label) => [label, 0]));
for (const { label } of detected) numbers.set(label, numbers.get(label) + 1);

/** The labels of the model and of the events, the most frequent ones first. */
const known = [...data.labels].sort((a, b) => numbers.get(b) - numbers.get(a) || (a < b ? -1 : 1));

let all = null;
onChange(() => {
  all = null;
});

/** Returns all labels, with those that the reviewer added at the end, in alphabetical order. */
export function allLabels() {
  if (all !== null) return all;
  const added = new Set(shown.map((id) => eventOf(id).label).filter((label) => !numbers.has(label)));
  all = [...known, ...[...added].sort()];
  return all;
}

/** Labels with a key each: 1 to 9. */
export const keyLabels = () => allLabels().slice(0, 9);

/** Colours distinguishable on light and dark backgrounds; further ones have hues a golden angle apart. */
const COLORS = [
  "#4c7be0",
  "#e0921b",
  "#e0526a",
  "#2f9e78",
  "#9a6fdc",
  "#a97b55",
  "#e07bb5",
  "#2aa3c4",
  "#8a9a22",
  "#7d828a",
];

/** Returns the colour of a label. */
export function colorOf(label) {
  const place = allLabels().indexOf(label);
  return COLORS[place] ?? `hsl(${Math.round(place * 137.5) % 360} 60% 52%)`;
}

/** Returns the labels that contain a text, those that begin with it first. */
export function matching(text) {
  const part = text.trim().toLowerCase();
  const found = allLabels().filter((label) => label.toLowerCase().includes(part));
  const starts = (label) => label.toLowerCase().startsWith(part);
  return [...found.filter(starts), ...found.filter((label) => !starts(label))];
}
