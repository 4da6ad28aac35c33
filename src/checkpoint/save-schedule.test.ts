import { expect, it } from "vitest";
import { parseConfig } from "../config/load.js";
import { policiesOf } from "./policy.js";
import { SaveSchedule } from "./save-schedule.js";

function scheduleOf(save: unknown[], now?: () => number): SaveSchedule {
  const { checkpoint } = parseConfig({ data: { train: "x" }, checkpoint: { save } });
  return new SaveSchedule(policiesOf(checkpoint), now);
}

const at = (step: number) => ({ step, epoch: 0, batch: step });

it("reads policies from a recipe, with the monitored metric's first, and infers a metric's direction from its name", () => {
  const { checkpoint } = parseConfig({
    data: { train: "x" },
    checkpoint: {
      monitor: "validation/macro_f1",
      mode: "max",
      keep_top: 3,
      save: [
        { every_minutes: 0.5, keep_last: "all" },
        { every_epochs: 2, keep_every: 5 },
        { best: "validation/accuracy" },
      ],
    },
  });
  expect(policiesOf(checkpoint)).toEqual([
    { kind: "best", id: "best-validation/macro_f1", metric: "validation/macro_f1", mode: "max", keepTop: 3 },
    {
      kind: "periodic",
      id: "every-0.5-minutes",
      unit: "minutes",
      every: 0.5,
      keepLast: "all",
      keepEvery: null,
    },
    { kind: "periodic", id: "every-2-epochs", unit: "epochs", every: 2, keepLast: 1, keepEvery: 5 },
    { kind: "best", id: "best-validation/accuracy", metric: "validation/accuracy", mode: "max", keepTop: 1 },
  ]);
});

it("saves every n steps, and at the last step of an epoch after the evaluation", () => {
  const schedule = scheduleOf([{ every_steps: 3 }]);
  const due = [1, 2, 3, 4, 5].map((step) => schedule.afterStep(at(step), false).length);
  expect(due).toEqual([0, 0, 1, 0, 0]);
  expect(schedule.afterStep(at(6), true)).toEqual([]);
  expect(schedule.afterEpoch(1, null, [])).toEqual(["every-3-steps"]);
  expect(schedule.afterEpoch(2, null, [])).toEqual([]);
});

it("saves every n epochs, and the best checkpoint only after an evaluation", () => {
  const schedule = scheduleOf([{ every_epochs: 2 }]);
  expect(schedule.afterEpoch(1, null, [])).toEqual([]);
  expect(schedule.afterEpoch(2, null, [])).toEqual(["every-2-epochs"]);
  expect(schedule.afterEpoch(3, { "validation/loss": 1 }, [])).toEqual(["best-validation/loss"]);
});

it("saves every n minutes, counted from the start of the process and then from the last save", () => {
  let nowMs = 0;
  const schedule = scheduleOf([{ every_minutes: 1 }], () => nowMs);
  const due = [30_000, 59_999, 60_000, 61_000, 119_999, 125_000, 180_000, 185_000].map((ms) => {
    nowMs = ms;
    return schedule.afterStep(at(1), false).length;
  });
  expect(due).toEqual([0, 0, 1, 0, 0, 1, 0, 1]);
});
