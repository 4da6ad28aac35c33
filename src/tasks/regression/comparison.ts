// N = clips, D = numbers of a clip.
import { betterClips, compareSameOutputs } from "../comparison.js";
import type { EvaluationRecord, Task } from "../task.js";

/** Compares regressions by the clips whose error changes most. */
export const regressionComparison = compareSameOutputs<Task>((tasks, clips, records) => {
  // One scale for both: models trained on other clips scale targets differently.
  const { outputScales } = tasks.a;
  return {
    breakdown: null,
    ...betterClips("target", tasks, clips, records, {
      a: errorsOf(records.a, outputScales),
      b: errorsOf(records.b, outputScales),
    }),
  };
});

/** Returns the mean absolute error of each clip over its numbers, each in units of its scale: [N]. */
function errorsOf({ outputs, targets, losses }: EvaluationRecord, scales: readonly number[]): Float64Array {
  const { values } = targets["target"]!;
  const { length: width } = scales;
  return Float64Array.from(losses, (_, clip) => {
    let sum = 0;
    for (let d = 0; d < width; d++) {
      const at = clip * width + d;
      sum += Math.abs(outputs[at]! - Number(values[at])) / scales[d]!;
    }
    return sum / width;
  });
}
