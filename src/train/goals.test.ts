import { describe, expect, it } from "vitest";
import { parseConfig } from "../config/load.js";
import { BestSoFar } from "./best.js";
import { Goals } from "./goals.js";

describe("BestSoFar", () => {
  it("respects mode and min_delta, counts updates without improvement, and ignores NaN", () => {
    const best = new BestSoFar("min", 0.1);
    expect([1, 0.95, 0.8, Number.NaN, 0.75, 0.5].map((value) => best.update(value))).toEqual([
      true,
      false,
      true,
      false,
      false,
      true,
    ]);
    expect([best.best, best.numBad]).toEqual([0.5, 0]);
    const highest = new BestSoFar("max");
    expect([0.1, 0.2, 0.2, 0.1].map((value) => highest.update(value))).toEqual([true, true, false, false]);
    expect(highest.numBad).toBe(2);
  });
});

describe("goals", () => {
  const configOf = (patience: number | null) =>
    parseConfig({
      data: { train: "x" },
      checkpoint: { monitor: "validation/accuracy", mode: "max" },
      training: { early_stopping: { metric: "validation/loss", mode: "min", patience } },
    });
  const metrics = (loss: number, accuracy: number) => ({
    "validation/loss": loss,
    "validation/accuracy": accuracy,
  });

  it("stop training once the metric has not improved for `patience` evaluations", () => {
    const goals = new Goals(configOf(2), null);
    expect(goals.reasonToStop({})).toBeNull();
    expect(goals.update(metrics(1, 0.1))).toBe(true);
    expect(goals.update(metrics(2, 0.2))).toBe(true);
    expect(goals.reasonToStop(metrics(2, 0.2))).toBeNull();
    expect(goals.update(metrics(3, 0.2))).toBe(false);
    expect(goals.reasonToStop(metrics(3, 0.2))).toBe("validation/loss has not improved for 2 evaluations");
    expect(goals.reasonToStop(metrics(Number.NaN, 0.2))).toMatch(/validation\/loss is NaN, and has not/);
  });

  it("continue from a saved state", () => {
    const first = new Goals(configOf(2), null);
    first.update(metrics(1, 0.5));
    first.update(metrics(2, 0.4));
    const second = new Goals(configOf(2), first.state());
    expect(second.state()).toEqual({ best: 0.5, stopping: { best: 1, numBad: 1 } });
    expect(second.update(metrics(1.5, 0.45))).toBe(false);
    expect(second.reasonToStop(metrics(1.5, 0.45))).not.toBeNull();
  });

  it("keep early stopping's saved state where there is no patience", () => {
    const stopping = { best: 1, numBad: 3 };
    const goals = new Goals(configOf(null), { best: null, stopping });
    goals.update(metrics(0.5, 0.9));
    expect(goals.reasonToStop(metrics(0.5, 0.9))).toBeNull();
    expect(goals.state()).toEqual({ best: 0.9, stopping });
  });
});
