// N = clips, C = classes.
import type { Statistics } from "../../metrics/bootstrap.js";
import type { Classes } from "./figures.js";

/** Results of each clip by which a classification is measured; classes are indices into a list of C labels. */
export interface Answers extends Classes {
  losses: Float32Array; // [N]
  numClasses: number;
}

/**
 * Returns a function that measures drawn clips in one pass. Macro F1 is scikit-learn's with `zero_division=0`, over the labels
 * that occur.
 */
export function resampleAnswers({
  truth,
  predicted,
  losses,
  numClasses,
}: Answers): Statistics<"loss" | "accuracy" | "macro_f1"> {
  return (clips) => {
    const isTrue = new Float64Array(numClasses);
    const isPredicted = new Float64Array(numClasses);
    const isRight = new Float64Array(numClasses);
    let numRight = 0;
    let lossSum = 0;
    for (let i = 0; i < clips.length; i++) {
      const clip = clips[i]!;
      const [label, prediction] = [truth[clip]!, predicted[clip]!];
      isTrue[label]!++;
      if (prediction >= 0) isPredicted[prediction]!++;
      if (label === prediction) {
        isRight[label]!++;
        numRight++;
      }
      lossSum += losses[clip]!;
    }
    let f1Sum = 0;
    let numPresent = 0;
    for (let label = 0; label < numClasses; label++) {
      const total = isTrue[label]! + isPredicted[label]!;
      if (total === 0) continue;
      numPresent++;
      f1Sum += (2 * isRight[label]!) / total;
    }
    const numClips = clips.length;
    return { loss: lossSum / numClips, accuracy: numRight / numClips, macro_f1: f1Sum / numPresent };
  };
}
