import { ALL_SPLITS, type ClipSet } from "../../clips/clip-set.js";
import type { ClipMap } from "./read-map.js";

/** Names the splits that were evaluated with other weights than the step's, and those that are not on the map. */
export function WeightsNote({ set, map }: { set: ClipSet; map: ClipMap | null }) {
  if (set.split !== ALL_SPLITS) return null;
  const { step, parts } = set;
  const older = parts.filter(({ weightsStep }) => weightsStep !== step);
  const missing = set.splits.filter(
    (split) => split !== ALL_SPLITS && !parts.some((part) => part.set.split === split),
  );
  const unmapped =
    map?.meta.splits === undefined || map.meta.step !== step
      ? []
      : parts.map((part) => part.set.split).filter((split) => !map.meta.splits!.includes(split));
  const notes = [
    ...older.map(
      ({ set: { split }, weightsStep }) =>
        `The ${split} clips were evaluated with the weights of step ${weightsStep}: their distances to other clips also show what training changed since.`,
    ),
    ...missing.map(
      (split) => `The ${split} clips are not on this map: they were evaluated with later weights.`,
    ),
    ...unmapped.map((split) => `The ${split} clips have no embeddings in this evaluation.`),
  ];
  return notes.length === 0 ? null : <p class="small muted weights-note">{notes.join(" ")}</p>;
}
