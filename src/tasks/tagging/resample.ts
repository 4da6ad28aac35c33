import type { Statistics } from "../../metrics/bootstrap.js";
import { drawTagging, type TaggingMeans } from "../../metrics/tagging-draws.js";
import type { TaggingRows } from "../../metrics/tagging-rows.js";
import { meanAt } from "../mean-loss.js";

/** Returns metrics by the names that the task declares. */
export function taggingMetrics(loss: number, means: TaggingMeans): Record<string, number> {
  return {
    loss,
    map: means.meanAveragePrecision,
    macro_f1: means.macroF1,
    micro_f1: means.microF1,
    macro_auroc: means.macroRocAuc,
    micro_auroc: means.microRocAuc,
    micro_ap: means.microAveragePrecision,
    lwlrap: means.lwlrap,
    exact_match: means.exactMatchRatio,
  };
}

/** Returns a function that measures drawn clips. @param losses of each clip */
export function resampleTags(
  rows: TaggingRows,
  thresholds: readonly number[],
  losses: Float32Array,
): Statistics<string> {
  const draw = drawTagging(rows, thresholds);
  return (clips) => taggingMetrics(meanAt(losses, clips), draw(clips));
}
