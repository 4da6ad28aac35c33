import { describe, expect, it } from "vitest";
import { resultsOf, type ShownRun } from "./results.js";
import { reportSections, workspaceSections } from "./sections.js";

const runOf = (task: string | null, ...items: string[]): ShownRun => ({
  config: task === null ? {} : { task: { name: task } },
  items,
});

function titlesIn(runs: ShownRun[], section: string): unknown[] {
  const { panels } = workspaceSections(resultsOf(runs)).find(({ name }) => name === section)!;
  return panels.map(({ config, keys }) => config["chartTitle"] ?? keys[0]);
}

describe("the sections of a dashboard", () => {
  it("show the metrics of a classification, also of a record from before there were tasks", () => {
    for (const runs of [[], [runOf(null)], [runOf("classification")]])
      expect(titlesIn(runs, "Metrics")).toEqual([
        ...["Loss", "Accuracy", "Macro F1"],
        ...["Training loss by logging window", "Training accuracy by logging window"],
        ...["Learning rate", "Gradient norm", "Epoch"],
      ]);
    expect(titlesIn([], "Confusion matrix")).toEqual(["Confusion matrix"]);
    expect(titlesIn([], "Details")).toEqual(["Precision and recall", "ROC", "validation/per_class"]);
    expect(titlesIn([], "Test")).toEqual([
      ...["Test accuracy", "Confusion matrix of the test clips", "test/per_class"],
    ]);
  });

  it("show the metrics and items of another task, with the losses of training", () => {
    const { panels } = workspaceSections(resultsOf([runOf("tagging")]))[0]!;
    expect(panels[0]).toMatchObject({ keys: ["train/epoch_loss", "validation/loss", "trainer/step"] });
    expect(panels[1]).toMatchObject({
      config: { chartTitle: "mAP" },
      keys: ["validation/map", "trainer/step"],
    });
    expect(titlesIn([runOf("tagging")], "Test")[0]).toBe("Test mAP");
    const [training, final] = reportSections(resultsOf([runOf("regression")]));
    expect(training!.panels.map(({ config }) => config["chartTitle"])).toEqual(["Loss", "MAE"]);
    expect(training!.panels[1]!.keys).toEqual(["train/epoch_mae", "validation/mae", "trainer/step"]);
    expect(final!.panels.at(-1)!.keys).toEqual(["validation/loss"]);
  });

  it("have a figure for each target of a run", () => {
    const run = runOf("regression", "validation/predicted_1", "validation/predicted_2");
    const { items } = resultsOf([run]);
    expect(items.map(({ name, title }) => [name, title])).toEqual([
      ["predicted_1", "Predicted and true 1"],
      ["predicted_2", "Predicted and true 2"],
      ["residuals", "Residuals"],
      ["per_target", "Targets"],
    ]);
  });

  it("show each metric of runs of several tasks once, the loss last", () => {
    const names = resultsOf([runOf("tagging"), runOf("classification")]).metrics.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(["map", "accuracy", "macro_f1"]));
    expect(names.at(-1)).toBe("loss");
  });
});
