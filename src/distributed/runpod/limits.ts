/** Time and money: every pod has a point in time at which it ends, decided before it exists. */

export interface Limits {
  maxHours: number;
  /** USD for everything together. */
  maxUsd?: number | undefined;
}

/**
 * A pod may cost this much more than the list says (its disk is billed too). A costlier one is not kept, and a
 * limit in money reckons with it from the start: so the limit holds without anybody outside.
 */
export const PRICE_SLACK = 1.1;

/** When it ends, in milliseconds since 1970. */
export function deadlineOf(
  { maxHours, maxUsd = Infinity }: Limits,
  pricePerHour: number,
  nowMs: number,
): number {
  const hours = Math.min(maxHours, maxUsd / (pricePerHour * PRICE_SLACK));
  return nowMs + Math.round(hours * 3_600_000);
}

/** Of the time until then, for saving and fetching. */
export function graceOf(deadlineMs: number, nowMs: number): number {
  return Math.min(300_000, Math.max(1000, Math.round(0.1 * (deadlineMs - nowMs))));
}

/** USD since `sinceMs`, at what it costs now. */
export const spentUsd = (costPerHour: number, sinceMs: number, nowMs: number): number =>
  (costPerHour * Math.max(0, nowMs - sinceMs)) / 3_600_000;

/** "1 h 05 min", "40 s" */
export function durationText(ms: number): string {
  const sec = Math.max(0, Math.round(ms / 1000));
  if (sec < 60) return `${sec} s`;
  const minutes = Math.floor(sec / 60);
  return minutes < 60
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
