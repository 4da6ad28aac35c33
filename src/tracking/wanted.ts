import type { Tracker, WantedItems } from "./tracker.js";

const CHECKPOINTS = ["none", "best", "all"] as const;

/** Returns the items that one tracker or more wants. */
export function wantedByAny(trackers: readonly Pick<Tracker, "wants">[]): Required<WantedItems> {
  const wanted = trackers.map(({ wants = {} }) => wants);
  const most = Math.max(0, ...wanted.map(({ checkpoints = "none" }) => CHECKPOINTS.indexOf(checkpoints)));
  return {
    media: wanted.some(({ media }) => media),
    checkpoints: CHECKPOINTS[most]!,
    weights: wanted.some(({ weights }) => weights),
  };
}
