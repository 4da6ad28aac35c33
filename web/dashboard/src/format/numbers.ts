/** Texts of numbers: measured values, counts and settings, the same on every page. */
import type { Json } from "../../../../src/dashboard/api.js";

/**
 * A measured value in about four digits: `0.6931`, `1.2e−5`, `12,345`; a dash for no value, NaN for one that is not finite, which JSON
 * writes as null.
 */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  return textOf(value, (size) => (size >= 1000 ? grouped(size) : trimZeros(size.toPrecision(digits))));
}

/** A measured value in a column of a table: with trailing zeros, so that decimals stand below each other. */
export function formatAligned(value: number | null | undefined, digits = 4): string {
  return textOf(value, (size) => {
    if (Number.isInteger(size) || size >= 1000) return grouped(size);
    return size >= 1 ? size.toPrecision(digits) : size.toFixed(digits);
  });
}

/** A difference: `+0.012`, `−0.5`, `±0`. */
export const formatSigned = (value: number): string =>
  `${value > 0 ? "+" : value === 0 ? "±" : ""}${formatNumber(value)}`;

/** A number of things: `12,345,678`. */
export const formatCount = (count: number): string => count.toLocaleString("en");

/** A share: `43 %`. */
export const formatPercent = (share: number): string => `${Math.round(100 * share)} %`;

/** A value of the configuration as it was written. */
export function formatSetting(value: Json | undefined): string {
  if (value === undefined) return "–";
  if (Array.isArray(value)) return value.map(formatSetting).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** The same where there is little room: a number that a search drew in four digits. Integers, such as seeds, stay whole. */
export function formatShortSetting(value: Json | undefined): string {
  const text = formatSetting(value);
  return typeof value === "number" && !Number.isInteger(value) && text.length > 7
    ? formatNumber(value)
    : text;
}

function textOf(value: number | null | undefined, usual: (size: number) => string): string {
  if (value === undefined) return "–";
  if (value === null || Number.isNaN(value)) return "NaN";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text =
    size === Number.POSITIVE_INFINITY
      ? "∞"
      : size >= 1e6 || size < 1e-3
        ? trimZeros(size.toExponential(2)).replace("e+", "e").replace("e-", "e−")
        : usual(size);
  return value < 0 ? `−${text}` : text;
}

const grouped = (size: number): string => Math.round(size).toLocaleString("en");

export const trimZeros = (text: string): string =>
  text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");
