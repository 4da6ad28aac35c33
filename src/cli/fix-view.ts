/** Formats the results of `woodshed profile --fix`, `--find-batch-size` and `--find-lr`. */
import type { BatchSizes } from "../bottlenecks/find-batch-size.js";
import type { LearningRates } from "../bottlenecks/find-learning-rate.js";
import type { FixResult } from "../bottlenecks/fix.js";
import { describeFigures, table } from "./profile-view.js";
import { formatBytes } from "./size.js";

export function describeFix({ before, after, attempts, kept }: FixResult, path: string | null): string {
  const rows = attempts.map(({ change, gain, expectedGain, isKept, note }) => [
    change,
    gain === null ? "-" : `${gain.toFixed(2)}x`,
    `${expectedGain.toFixed(2)}x`,
    isKept ? "kept" : (note ?? "not kept"),
  ]);
  const factor = after.clipsPerSec / before.clipsPerSec;
  return [
    ...(rows.length === 0
      ? ["No safe setting is known to help."]
      : table(["change", "measured", "expected", ""], rows)),
    "",
    `${Math.round(before.clipsPerSec)} clips/s before, ${Math.round(after.clipsPerSec)} after (${factor.toFixed(2)}x)`,
    ...(kept.length === 0 ? [] : describeFigures(after)),
    ...(path === null
      ? ["nothing was written: no change helped"]
      : ["", `wrote ${path}`, `  train it     woodshed train ${path}`]),
  ].join("\n");
}

export function describeBatchSizes({ largest, fastest, tried, budgetBytes }: BatchSizes): string {
  const rows = tried.map(({ batchSize, ms, peakBytes, fits }) => [
    String(batchSize),
    fits ? `${Math.round((1000 * batchSize) / ms)}` : "too many",
    fits ? formatBytes(peakBytes) : "",
  ]);
  return [
    ...table(["clips a step", "clips/s", "memory"], rows),
    "",
    largest === 0
      ? "not even one clip fits"
      : `largest that fits${budgetBytes === null ? "" : ` in ${formatBytes(budgetBytes)}`}: ${largest}; fastest of these: ${fastest}`,
    "another batch size affects results: find its learning rate with --find-lr",
  ].join("\n");
}

/** Bars of a small chart, from low to high. */
const BARS = "▁▂▃▄▅▆▇█";

export function describeLearningRates({ curve, suggested, range }: LearningRates): string {
  const losses = curve.map(({ loss }) => loss);
  const [least, most] = [Math.min(...losses), Math.min(Math.max(...losses), 2 * losses[0]!)];
  const chart = losses.map((loss) => {
    const height = Math.min(1, (loss - least) / (most - least || 1));
    return BARS[Math.round(height * (BARS.length - 1))];
  });
  const show = (rate: number): string => rate.toExponential(1);
  return [
    `loss from ${show(curve[0]!.learningRate)} to ${show(curve.at(-1)!.learningRate)}, least ${least.toFixed(3)}`,
    chart.join(""),
    `the loss falls from ${show(range[0])} to ${show(range[1])}, fastest at ${show(suggested)}`,
    `  try it  optimization.learning_rate=${show(suggested)}`,
  ].join("\n");
}
