// A loss of a user's own that declares `couplesClips`, in this process. tests/coupled-clips.test.ts compares ranks.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { type Config, crossEntropy, loadConfig, ops, scope, Tensor, withGather } from "../src/index.js";
import { trainingLoaderOptions } from "../src/inference/loaders.js";
import { createTask } from "../src/tasks/index.js";
import type { Task } from "../src/tasks/task.js";
import { FLOAT32 } from "./support/allclose.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-coupled-"));
const before = process.env["WOODSHED_HOME"];
process.env["WOODSHED_HOME"] = join(folder, "home");
afterAll(() => {
  rmSync(folder, { recursive: true });
  if (before === undefined) delete process.env["WOODSHED_HOME"];
  else process.env["WOODSHED_HOME"] = before;
});

writeFileSync(
  join(folder, "contrast.ts"),
  `import { defineLoss, gatherClips, supervisedContrastiveLoss, z } from "woodshed";
export default defineLoss({
  options: z.strictObject({}),
  couplesClips: true,
  create: () => (outputs, { label }) =>
    supervisedContrastiveLoss(outputs, label, { reduction: "none", gather: gatherClips }),
});`,
);

function load(...overrides: string[]): { config: Config; task: Task } {
  const recipe = join(folder, "recipe.yaml");
  writeFileSync(recipe, "data: {train: x}\ntask: { name: classification, loss: { use: ./contrast.ts } }\n");
  const { config } = loadConfig(recipe, overrides);
  return { config, task: createTask(config, { labels: ["a", "b"], numbers: {} }) };
}

it("training collects the clips of all ranks; evaluation uses the task's own loss", () => {
  scope(() => {
    const { task } = load();
    expect(task.couplesClips).toBe(true);
    const all = ops.randn([6, 2]);
    const label = Tensor.from([0, 1, 0, 1, 0, 1], { dtype: "int64" });
    const lossOf = (from: number, size: number): number =>
      task.trainingLoss(all.narrow(0, from, size), { label: label.narrow(0, from, size) }).item();
    const numGathered: number[] = [];
    const unit = all.div(all.norm(2, [1], true));
    const gatheredFrom = (from: number): number =>
      withGather(
        (rows) => {
          numGathered.push(rows.shape[0]!);
          return { all: rows.dtype === "int64" ? label : unit, start: from };
        },
        () => lossOf(from, 3),
      );
    // Sums in another order: float32 rounds them by up to 6e-8 of their size.
    expect((gatheredFrom(0) + gatheredFrom(3)) / lossOf(0, 6)).toBeCloseTo(1, 6);
    expect(numGathered).toEqual([3, 3, 3, 3]);
    expect(lossOf(0, 3) + lossOf(3, 3)).not.toBeCloseTo(lossOf(0, 6), 2);
    const evaluated = task.clipLosses(all, { label });
    expect(evaluated).toBeAllclose(crossEntropy(all, label, { reduction: "none" }), FLOAT32);
  });
});

it("parts of a batch are refused", () => {
  const { config, task } = load("training.accumulation_steps=2", "training.batch_size=4");
  expect(() => trainingLoaderOptions(config, [], task)).toThrow(
    "training.accumulation_steps is 2, and the loss of task classification couples the clips of a batch, which must be computed at once; set it to 1, with a smaller training.batch_size",
  );
});
