import { describe, expect, it } from "vitest";
import { allKeys } from "./describe.js";
import { didYouMean, suggestKeys } from "./suggest.js";

const KEYS = allKeys().map((info) => info.key);

describe("suggestKeys", () => {
  it.each([
    ["training.epoch", "training.epochs"],
    ["epochs", "training.epochs"],
    ["trainning", "training"],
    ["training.batchSize", "training.batch_size"],
    ["training.batch-size", "training.batch_size"],
    ["--training.epochs", "training.epochs"],
    ["lr", "optimization.learning_rate"],
    ["warmup", "optimization.warmup_steps"],
    ["optimization.epochs", "training.epochs"],
    ["early_stoping.patience", "training.early_stopping.patience"],
    ["model.channels.0", "model.channels"],
    ["logging.wandb.projct", "logging.wandb.project"],
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
