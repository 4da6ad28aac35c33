/** Texts on the axes of charts. */
import { formatCount, trimZeros } from "../format/numbers.js";
import { formatClock, formatWall } from "../format/times.js";

export type XKind = "step" | "epoch" | "time" | "wall";

/** Ticks of one axis, all with the same number of decimals. @param spacing between two ticks */
export function formatTicks(values: readonly number[], spacing: number): string[] {
  const largest = Math.max(0, ...values.map(Math.abs));
  if (largest >= 10_000)
    return values.map((value) => {
      const [divisor, unit] = largest >= 1e9 ? [1e9, "G"] : largest >= 1e6 ? [1e6, "M"] : [1e3, "k"];
      return value === 0
        ? "0"
        : `${minus(trimZeros((value / divisor).toFixed(decimalsOf(spacing / divisor))))}${unit}`;
    });
  if (largest > 0 && largest < 1e-3)
    return values.map((value) => (value === 0 ? "0" : minus(trimZeros(value.toExponential(2)))));
  const decimals = decimalsOf(spacing);
  return values.map((value) => minus(value.toFixed(decimals)));
}

const minus = (text: string): string => text.replace(/-/g, "−");

/** The fewest decimals that show a spacing: 2 for 0.25. */
function decimalsOf(spacing: number): number {
  for (let decimals = 0; decimals < 8; decimals++) {
    const scaled = spacing * 10 ** decimals;
    if (Math.round(scaled) > 0 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 8;
}

/** A place on the x axis, for the cursor. */
export function formatX(kind: XKind, x: number, spanX: number): string {
  if (kind === "step") return `step ${formatCount(Math.round(x))}`;
  if (kind === "epoch") return `epoch ${x.toFixed(spanX > 20 ? 1 : 2)}`;
  return kind === "time" ? formatClock(x) : formatWall(x, Math.min(spanX, 86_400));
}

/** Distances between ticks that a reader expects. */
export const X_SPACINGS: Readonly<Record<XKind, number[]>> = {
  step: [1, 2, 5]
    .flatMap((one) => Array.from({ length: 13 }, (_, power) => one * 10 ** power))
    .sort((a, b) => a - b),
  epoch: [1, 2, 5]
    .flatMap((one) => Array.from({ length: 11 }, (_, power) => (one * 10 ** power) / 100))
    .sort((a, b) => a - b),
  time: [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
    432_000, 864_000,
  ],
  wall: [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
    432_000, 864_000,
  ],
};
