/** Numbers and times as the table shows them. */
import type { Json } from "../../../../../src/dashboard/api.js";

/** Four significant digits; a dash for no value, NaN for one that is not finite. */
export function formatNumber(value: number | null | undefined): string {
  if (value === undefined) return "–";
  if (value === null) return "NaN";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2).replace("e+", "e");
  if (Number.isInteger(value)) return value.toLocaleString("en");
  return size >= 1000 ? value.toFixed(0) : size >= 1 ? value.toPrecision(4) : value.toFixed(4);
}

/** A value of the configuration: numbers in full, as they were written. */
export function formatValue(value: Json | undefined): string {
  if (value === undefined) return "–";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(formatValue).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** `42 s`, `5 min`, `2 h 10 min`, `3 d 4 h` */
export function formatDuration(sec: number): string {
  if (sec < 59.5) return `${Math.round(sec)} s`;
  const min = Math.round(sec / 60);
  if (min < 60) return `${min} min`;
  const hours = Math.floor(min / 60);
  if (hours < 24) return min % 60 === 0 ? `${hours} h` : `${hours} h ${min % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** `5 min ago`; the date of what is older than a week. */
export function formatAge(timeMs: number, nowMs: number): string {
  const sec = Math.max(0, (nowMs - timeMs) / 1000);
  if (sec < 60) return "just now";
  if (sec < 3600) return `${Math.floor(sec / 60)} min ago`;
  if (sec < 86_400) return `${Math.floor(sec / 3600)} h ago`;
  if (sec < 7 * 86_400) return `${Math.floor(sec / 86_400)} d ago`;
  return new Date(timeMs).toLocaleDateString("en", { day: "numeric", month: "short", year: "numeric" });
}

/** `validation accuracy` of `validation/accuracy` */
export function metricTitle(name: string): string {
  return name.replaceAll("/", " ").replaceAll("_", " ");
}
