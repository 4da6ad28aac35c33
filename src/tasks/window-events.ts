import type { EventRules } from "./task.js";

/** Returns the rules of a model that scores windows: a window is long against the gaps in a sound, so that nothing is smoothed. */
export function windowEvents(labels: readonly string[], thresholds: readonly number[]): EventRules {
  const none = labels.map(() => 0);
  return { labels, thresholds, medianSec: none, minSec: none };
}
