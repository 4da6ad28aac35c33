/** Colours of points: by split, label, prediction, verdict, loss or value. */
import type { Evaluation } from "../../predictions/evaluation.js";

export type ColourBy = "split" | "label" | "prediction" | "verdict" | "loss" | "value";

export const HIDDEN = 255;
/** Levels of a scale. */
const LEVELS = 32;
const GREY = 254;

/** The ways to colour that a task's predictions allow; the first is the default. @param splits that are shown */
export function waysToColour({ meta }: Evaluation, splits: readonly string[]): readonly ColourBy[] {
  return splits.length > 1 ? ["split", ...waysOfKind(meta)] : waysOfKind(meta);
}

function waysOfKind(meta: Evaluation["meta"]): readonly ColourBy[] {
  if (meta.kind === "numbers") return ["value", "loss"];
  if (meta.kind === "other") return ["loss"];
  return ["label", "prediction", "verdict", "loss"];
}

/**
 * Returns a place in the palette for each clip of the set; HIDDEN for one that is not shown.
 *
 * @param splits in the order of their colours
 */
export function colourPlaces(
  evaluation: Evaluation,
  by: ColourBy,
  splits: readonly string[],
  isShown: (row: number) => boolean,
): Uint8Array<ArrayBuffer> {
  const places = new Uint8Array(evaluation.meta.numClips).fill(HIDDEN);
  const scale = by === "loss" || by === "value" ? scaleOf(valuesOf(evaluation, by)) : null;
  for (let row = 0; row < evaluation.numRows; row++) {
    const clip = evaluation.clip[row]!;
    if (clip >= places.length || !isShown(row)) continue;
    places[clip] =
      by === "split"
        ? splits.indexOf(evaluation.splitOf(row))
        : scale !== null
          ? scale(row)
          : placeOf(evaluation, by, row);
  }
  return places;
}

function placeOf(evaluation: Evaluation, by: ColourBy, row: number): number {
  if (by === "verdict") return evaluation.verdict(row) === "wrong" ? 1 : 0;
  const labels = by === "label" ? evaluation.truthLabels(row) : evaluation.predictedLabels(row);
  // The first of several labels.
  return labels[0] === undefined ? GREY : labels[0] % GREY;
}

function valuesOf(evaluation: Evaluation, by: ColourBy): Float32Array {
  return by === "loss"
    ? evaluation.loss
    : Float32Array.from({ length: evaluation.numRows }, (_, row) => evaluation.numbers(row, "truth")[0]!);
}

/** By rank: a few large losses must not make all others look equal. */
function scaleOf(values: Float32Array): (row: number) => number {
  const sorted = values.filter(Number.isFinite).sort();
  return (row) => {
    const value = values[row]!;
    if (!Number.isFinite(value)) return LEVELS - 1;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return Math.min(LEVELS - 1, Math.floor((LEVELS * low) / Math.max(1, sorted.length)));
  };
}

/** A colour as hexadecimal digits, such as `#1f6f5c`. */
export type Hex = string;

/**
 * Colours of a palette by place.
 *
 * @param numNames number of labels, or of splits
 * @param first colours of the first labels, which are told apart best
 */
export function paletteOf(by: ColourBy, numNames: number, isDark: boolean, first: readonly Hex[]): Hex[] {
  if (by === "verdict") return isDark ? ["#5d6969", "#ff8a80"] : ["#b9c1c1", "#b3261e"];
  if (by === "loss" || by === "value")
    return Array.from({ length: LEVELS }, (_, i) => scaleColour(i / (LEVELS - 1), isDark));
  const labels = Array.from(
    { length: Math.min(GREY, numNames) },
    (_, i) => first[i] ?? labelColour(i, isDark),
  );
  return [...labels, ...Array.from({ length: Math.max(0, GREY + 1 - labels.length) }, () => "#8a9292")];
}

/** Labels by hues a golden angle apart: neighbours in the list differ, however many there are. */
export function labelColour(label: number, isDark: boolean): Hex {
  const hue = (210 + label * 137.508) % 360;
  const ring = Math.floor(label / 9) % 3;
  const lightness = (isDark ? 0.68 : 0.46) + (ring - 1) * 0.09 * (ring === 0 ? 0 : 1);
  return hslHex(hue, isDark ? 0.62 : 0.6, lightness);
}

/** From grey to the colour of errors. */
function scaleColour(share: number, isDark: boolean): Hex {
  const [from, to] = isDark ? [0x4a5656, 0xff8a80] : [0xc3caca, 0xa01810];
  const channel = (shift: number): number => {
    const [a, b] = [(from >> shift) & 255, (to >> shift) & 255];
    return Math.round(a + (b - a) * share);
  };
  return hex(channel(16), channel(8), channel(0));
}

function hslHex(hue: number, saturation: number, lightness: number): Hex {
  const channel = (offset: number): number => {
    const k = (offset + hue / 30) % 12;
    const a = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return hex(channel(0), channel(8), channel(4));
}

const hex = (...channels: number[]): Hex =>
  `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;

/** Returns a pixel of ImageData: 0xAABBGGRR. */
export const toPixel = (colour: Hex): number => {
  const value = Number.parseInt(colour.slice(1), 16);
  return (0xff000000 | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
};
