/**
 * What of the map is shown and what is outlined, as the address has it: numbers with `_` between them, which need no escape. The
 * address is anybody's text: what is not of this form is no view and no outline.
 */
import type { Place, Visible } from "../../scatter/view.js";

/** Clips that a person circled, on the map of one evaluation: they stay the same on the maps of others. */
export interface Outline {
  step: number;
  places: readonly Place[];
}

const MOST_PLACES = 60;

export const visibleText = (visible: Visible | null): string =>
  visible === null ? "" : joined([visible.x, visible.y, visible.width]);

export function parseVisible(text: string): Visible | null {
  const [x, y, width] = numbersOf(text);
  return x === undefined || y === undefined || width === undefined || !(width > 0) ? null : { x, y, width };
}

/** An outline in few places: those between change it little. */
export function outlineText({ step, places }: Outline): string {
  const count = Math.min(places.length, MOST_PLACES);
  const kept = Array.from({ length: count }, (_, i) => places[Math.floor((i * places.length) / count)]!);
  return `${step}_${joined(kept.flatMap(({ x, y }) => [x, y]))}`;
}

export function parseOutline(text: string): Outline | null {
  const [step, ...numbers] = numbersOf(text);
  if (step === undefined || !Number.isSafeInteger(step) || step < 0) return null;
  const count = numbers.length >> 1;
  if (count < 3 || count > MOST_PLACES || numbers.length !== 2 * count) return null;
  return {
    step,
    places: Array.from({ length: count }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! })),
  };
}

const joined = (numbers: readonly number[]): string =>
  numbers.map((value) => String(Number(value.toPrecision(5)))).join("_");

/** Empty if one is no number. */
function numbersOf(text: string): number[] {
  const numbers = text.split("_").map((one) => (one === "" ? Number.NaN : Number(one)));
  return numbers.every(Number.isFinite) ? numbers : [];
}
