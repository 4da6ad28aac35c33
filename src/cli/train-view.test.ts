import { expect, it, vi } from "vitest";
import { loadConfig, overrideConfig } from "../config/load.js";
import type { Evaluation } from "../evaluation/evaluate.js";
import { describeSplit } from "./split-note.js";
import { TrainView } from "./train-view.js";

it("prints undefined metrics as dashes, and each note about an evaluation once", () => {
  const { config } = loadConfig("recipes/regression.yaml", ["data.train=a.csv", "training.epochs=2"]);
  const view = new TrainView(config);
  const evaluation = { summary: { notes: ["R2 is undefined"] } } as unknown as Evaluation;
  const metrics = { "validation/loss": 0.5, "validation/mae": 1, "validation/rmse": 2, "validation/r2": NaN };
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    for (const epoch of [0, 1]) view.onEvaluation(epoch, metrics, evaluation, false);
  } finally {
    write.mockRestore();
  }
  expect(lines).toEqual([
    "epoch 1/2  validation loss 0.500, MAE 1.000, RMSE 2.000, R2 -\n",
    "          validation: R2 is undefined\n",
    "epoch 2/2  validation loss 0.500, MAE 1.000, RMSE 2.000, R2 -\n",
  ]);
});

it("describes a random split by what is held out", () => {
  const { config } = loadConfig("recipes/tagging.yaml", ["data.train=a.csv"]);
  expect(describeSplit(config)[0]).toMatch(
    /15 % of the clips; clips of one recording .*\(set data\.group to/,
  );
  const windows = overrideConfig(config, ["data.windows.hop_sec=1"]);
  expect(describeSplit(windows)[0]).toMatch(/15 % of the windows; .*\(set data\.group=recording to/);
  const { config: events } = loadConfig("recipes/soundscapes.yaml", [
    "data.dataset=null",
    "data.train=a.tsv",
  ]);
  expect(describeSplit(overrideConfig(events, ["data.validation=null"]))[0]).toMatch(
    /10 % of the recordings; /,
  );
});

it("names the groups of parameters that are trained from an epoch on", () => {
  const groups =
    "optimization.parameter_groups=[{match: ['encoder.*', '!encoder.fc.*'], frozen_epochs: 2}, {match: [head.fc.bias], frozen_epochs: 2}]";
  const { config } = loadConfig("recipes/regression.yaml", ["data.train=a.csv", groups]);
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    new TrainView(config).onThaw(2, config.optimization.parameter_groups);
    expect(write.mock.calls).toEqual([
      ["thaw      encoder.*, !encoder.fc.*; head.fc.bias: trained from epoch 3 on\n"],
    ]);
  } finally {
    write.mockRestore();
  }
});
