// B = clips of a batch, C = classes.
import { forEachShare, type Mixture, type TargetTable } from "../../data/targets.js";

/** Returns the shares of the classes in mixed clips, `soft_label` [B, C], and the class with the largest, `label` [B]. */
export function mixLabels({ label }: TargetTable, mixture: Mixture, numClasses: number): TargetTable {
  const numClips = mixture.clips.length / mixture.numMixed;
  const classes = label!.values as BigInt64Array;
  const soft = new Float32Array(numClips * numClasses);
  forEachShare(mixture, (row, clip, share) => {
    soft[row * numClasses + Number(classes[clip])]! += share;
  });
  const largest = BigInt64Array.from({ length: numClips }, (_, row) => {
    const shares = soft.subarray(row * numClasses, (row + 1) * numClasses);
    return BigInt(shares.indexOf(Math.max(...shares)));
  });
  return { label: { values: largest, shape: [] }, soft_label: { values: soft, shape: [numClasses] } };
}
