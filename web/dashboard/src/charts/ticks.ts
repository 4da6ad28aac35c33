/** Texts of numbers and times on axes and beside lines. */

export type XKind = "step" | "epoch" | "time" | "wall";

/** A value of a metric in about four digits: `0.6931`, `1.2e-5`, `12,345`. */
export function formatValue(value: number | null): string {
  if (value === null || !Number.isFinite(value))
    return value === null || Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text =
    size >= 1e6 || size < 1e-3
      ? trimZeros(value.toExponential(2)).replace("e+", "e")
      : size >= 1000
        ? Math.round(value).toLocaleString("en")
        : trimZeros(value.toPrecision(4));
  return text.replaceAll("-", "−");
}

const trimZeros = (text: string): string => text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");

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

/** A length of time: `0:07`, `12:30`, `1:02:03`, `2d 3h`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [days, hours] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24];
  if (days > 0) return `${days}d ${hours}h`;
  const [minutes, rest] = [Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, "0")];
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** A time of day, with its date where the axis spans days. @param spanSec of the axis */
export function formatWall(sec: number, spanSec: number): string {
  const date = new Date(sec * 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (spanSec > 5 * 86_400) return day;
  if (spanSec > 86_400) return `${day.slice(5)} ${time}`;
  return spanSec > 600 ? time : `${time}:${two(date.getSeconds())}`;
}

/** A place on the x axis, for the cursor. */
export function formatX(kind: XKind, x: number, spanX: number): string {
  if (kind === "step") return `step ${Math.round(x).toLocaleString("en")}`;
  if (kind === "epoch") return `epoch ${x.toFixed(spanX > 20 ? 1 : 2)}`;
  return kind === "time" ? formatDuration(x) : formatWall(x, Math.min(spanX, 86_400));
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
