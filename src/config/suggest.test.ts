import { describe, expect, it } from "vitest";
import { fittingKeys } from "./describe.js";
import { didYouMean, helpWithKey, suggestKeys, suggestNames } from "./suggest.js";

const KEYS = fittingKeys({ task: { name: "detection" } });

describe("suggestKeys", () => {
  it.each([
    ["training.epoch", "training.epochs"],
    ["epochs", "training.epochs"],
    ["trainning", "training"],
    ["data.trian", "data.train"],
    ["training.batchSize", "training.batch_size"],
    ["training.batch-size", "training.batch_size"],
    ["--training.epochs", "training.epochs"],
    ["lr", "optimization.learning_rate"],
    ["warmup", "optimization.warmup_steps"],
    ["optimization.epochs", "training.epochs"],
    ["early_stoping.patience", "training.early_stopping.patience"],
    ["model.channels.0", "model.channels"],
    ["logging.wandb.projct", "logging.wandb.project"],
    ["data.windws.hop_sec", "data.windows.hop_sec"],
    ["data.windows.hop", "data.windows.hop_sec"],
    ["data.windows.overlap", "data.windows.min_overlap_sec"],
    ["task.threshold", "task.num_thresholds"],
    ["task.gamma", "task.focal_gamma"],
  ])("suggests the intended key for %s", (unknown, right) => {
    expect(suggestKeys(unknown, KEYS)[0]).toBe(right);
  });

  it("suggests several keys that are equally similar", () => {
    expect(suggestKeys("enabled", KEYS)).toContain("logging.wandb.enabled");
    expect(suggestKeys("enabled", KEYS).length).toBeGreaterThan(1);
  });

  it("does not suggest the key itself, which another component has", () => {
    expect(suggestKeys("a.max_sec", ["a.max_sec", "a.max_db"])).toEqual([]);
  });

  it("suggests nothing if no key is similar", () => {
    expect(suggestKeys("zebra_crossing", KEYS)).toEqual([]);
    expect(didYouMean([])).toBe("");
  });
});

describe("help with a key that is not similar to any", () => {
  it("lists the keys of its section, of the component that the recipe names", () => {
    expect(helpWithKey("data.windows.length", KEYS)).toBe(
      " data.windows has the keys sec, hop_sec, min_overlap_sec, min_overlap_fraction, last, background.",
    );
    expect(helpWithKey("task.zebra", KEYS)).toMatch(/^ task has the keys name, .*num_thresholds/);
    expect(helpWithKey("task.zebra", KEYS)).not.toContain("class_weights");
    expect(helpWithKey("zebra.crossing", KEYS)).toContain("`woodshed config keys` lists them all.");
  });

  it("does not suggest keys of other components", () => {
    expect(suggestKeys("task.class_weigths", KEYS)).not.toContain("task.class_weights");
    expect(suggestKeys("task.class_weigths", fittingKeys({}))).toEqual(["task.class_weights"]);
  });
});

it("suggests names in any case, and none that is too different", () => {
  const names = ["Owl", "Fox", "red fox", "a.b"];
  expect(suggestNames("owl", names)).toEqual(["Owl"]);
  expect(suggestNames("Red Foxx", names)).toEqual(["red fox"]);
  expect(suggestNames("nightingale", names)).toEqual([]);
});
