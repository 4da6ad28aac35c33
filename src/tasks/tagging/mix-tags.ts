// B = clips of a batch, C = labels.
import { forEachShare, type Mixture, type TargetTable } from "../../data/targets.js";

/** Returns the shares of the labels in mixed clips, [B, C]; a label is known if it is in every clip that is mixed in. */
export function mixTags({ labels, known }: TargetTable, mixture: Mixture): TargetTable {
  const { shape } = labels!;
  const numLabels = shape[0]!;
  const length = (mixture.clips.length / mixture.numMixed) * numLabels;
  const mixed = new Float32Array(length);
  const areKnown = new Float32Array(length).fill(1);
  const [given, areGiven] = [labels!.values as Float32Array, known!.values as Float32Array];
  forEachShare(mixture, (row, clip, share) => {
    for (let i = 0; i < numLabels; i++) {
      const [to, from] = [row * numLabels + i, clip * numLabels + i];
      mixed[to]! += share * given[from]!;
      areKnown[to]! *= areGiven[from]!;
    }
  });
  return { labels: { values: mixed, shape }, known: { values: areKnown, shape } };
}
