/** Limits of time and money: the end of a pod is decided before it is created. */

export interface Limits {
  maxHours: number;
  /** USD over all pods. */
  maxUsd?: number | undefined;
}

/**
 * A pod may cost this factor of its list price, since its disk is billed too. A more expensive one is terminated. The limit
 * in money assumes this price from the start, so that it holds without a connection.
 */
export const PRICE_SLACK = 1.1;

/** Returns the end in milliseconds since 1970. */
export function deadlineOf(
  { maxHours, maxUsd = Infinity }: Limits,
  pricePerHour: number,
  nowMs: number,
): number {
  const hours = Math.min(maxHours, maxUsd / (pricePerHour * PRICE_SLACK));
  return nowMs + Math.round(hours * 3_600_000);
}

/** Returns the time before the deadline for saving and fetching. */
export function graceOf(deadlineMs: number, nowMs: number): number {
  return Math.min(300_000, Math.max(1000, Math.round(0.1 * (deadlineMs - nowMs))));
}

/** Returns the USD spent since `sinceMs`, at the current price. */
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
