/**
 * The part of the map that is shown and what is outlined, as the address has it: numbers with `_` between them, which need no escape. The
 * address is anybody's text: what is not of this form is no view and no outline.
 */
import type { Place, Visible } from "../../scatter/view.js";

/** Clips that a person circled, on the map of one evaluation: they stay the same on the maps of others. */
export interface Outline {
  step: number;
  places: readonly Place[];
}

const MOST_PLACES = 60;
/** Share of the area around an outline that a place must change. */
const LEAST_CHANGE = 2e-4;

export const visibleText = (visible: Visible | null): string =>
  visible === null ? "" : joined([visible.x, visible.y, visible.width]);

export function parseVisible(text: string): Visible | null {
  const [x, y, width] = numbersOf(text);
  return x === undefined || y === undefined || width === undefined || !(width > 0) ? null : { x, y, width };
}

/** An outline in few places. */
export const outlineText = ({ step, places }: Outline): string =>
  `${step}_${joined(simplified(places).flatMap(({ x, y }) => [x, y]))}`;

/** Leaves out the place that changes the outline least, again and again (Visvalingam and Whyatt, 1993). */
function simplified(places: readonly Place[]): readonly Place[] {
  const kept = [...places];
  const spanOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  const least = LEAST_CHANGE * spanOf(places.map(({ x }) => x)) * spanOf(places.map(({ y }) => y));
  const areaAt = (i: number): number => {
    const [a, b, c] = [kept.at(i - 1)!, kept[i]!, kept[(i + 1) % kept.length]!];
    return Math.abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
  };
  while (kept.length > 3) {
    let [smallest, place] = [Number.POSITIVE_INFINITY, 0];
    for (let i = 0; i < kept.length; i++) {
      const area = areaAt(i);
      if (area < smallest) [smallest, place] = [area, i];
    }
    if (smallest > least && kept.length <= MOST_PLACES) break;
    kept.splice(place, 1);
  }
  return kept;
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
  numbers.map((value) => String(Number(value.toPrecision(6)))).join("_");

/** Empty if one is no number. */
function numbersOf(text: string): number[] {
  const numbers = text.split("_").map((one) => (one === "" ? Number.NaN : Number(one)));
  return numbers.every(Number.isFinite) ? numbers : [];
}
