import { expect, test } from "vitest";
import { metricGroups, siblingsOf } from "./metric-groups.js";

const ALL = [
  ...["epoch", "system/cpu_percent", "time/step_ms", "train/gradient_norm", "train/loss", "train/lr"],
  ...["validation/accuracy", "validation/f1/dog", "validation/f1/rain", "validation/loss", "test/accuracy"],
];

test("a metric of several splits is one chart, train first", () => {
  expect(siblingsOf("validation/loss", ALL)).toEqual(["train/loss", "validation/loss"]);
  expect(siblingsOf("test/accuracy", ALL)).toEqual(["validation/accuracy", "test/accuracy"]);
  expect(siblingsOf("system/cpu_percent", ALL)).toEqual(["system/cpu_percent"]);
  expect(siblingsOf("validation/missing", ALL)).toEqual(["validation/missing"]);
});

test("groups are by prefix, the machine's last", () => {
  const groups = metricGroups(ALL, new Set(["train/loss", "validation/loss"]));
  expect(groups.map(({ title, charts }) => [title, ...charts.map((chart) => chart.title)])).toEqual([
    ["evaluation", "accuracy"],
    ["training", "gradient norm", "lr"],
    ["f1", "dog", "rain"],
    ["other", "epoch"],
    ["system", "CPU, %"],
    ["time", "step, ms"],
  ]);
  expect(groups[0]!.charts[0]!.metrics).toEqual(["validation/accuracy", "test/accuracy"]);
});
