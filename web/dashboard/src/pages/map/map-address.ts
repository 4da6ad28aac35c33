/** Addresses of maps and of nearest clips, of one split or of several. */
import { partsText } from "../../../../../src/dashboard/joined-splits.js";
import { partOf } from "../../clips/clip-parts.js";
import { ALL_SPLITS, type ClipSet } from "../../clips/clip-set.js";

type Shown = Pick<ClipSet, "run" | "split" | "step" | "parts" | "evaluationsAt">;

export function mapAddress({ run, split, evaluationsAt }: Shown, step: number): string {
  const which =
    split === ALL_SPLITS
      ? `parts=${encodeURIComponent(partsText(evaluationsAt(step)))}`
      : `split=${encodeURIComponent(split)}`;
  return `/api/runs/${run}/map?${which}&step=${step}`;
}

/** @param clip place in the set */
export function neighboursAddress(set: Shown, clip: number, count: number): string {
  const { set: own, clip: place } = partOf(set, clip);
  const among =
    set.split === ALL_SPLITS
      ? `&parts=${encodeURIComponent(partsText(set.evaluationsAt(set.step)))}`
      : `&step=${set.step}`;
  return `/api/runs/${set.run}/neighbours?split=${encodeURIComponent(own.split)}&clip=${place}${among}&count=${count}`;
}
