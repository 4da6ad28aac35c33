import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findLargestBatch } from "../src/bottlenecks/find-batch-size.js";
import { loadConfig } from "../src/config/load.js";
import { addon } from "../src/tensor/addon.js";
import { scope } from "../src/tensor/index.js";
import { ops } from "../src/tensor/ops.js";
import { runTraining } from "../src/train/run.js";
import { settledLiveTensors } from "./support/gc.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const tones = makeTones();
const runs = mkdtempSync(join(tmpdir(), "woodshed-memory-"));
const recipe = (...more: string[]) =>
  loadConfig("recipes/folder.yaml", [...toneOverrides(tones, runs), ...more]);
const large = ["training.batch_size=48", "model.channels=[32, 32]", "training.epochs=1"];

async function failure(...more: string[]): Promise<Error> {
  try {
    await runTraining(recipe(...large, ...more), {}, new AbortController().signal);
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected to run out of memory");
}

describe("a step that does not fit", () => {
  it("fails with the largest tensors and modules, and suggests a setting that fits", async () => {
    const live = await settledLiveTensors();
    const { message } = await failure("profiling.memory_limit_gb=0.012");
    expect(message).toMatch(/^step 1 \(epoch 1\), clips .*: out of memory: a part of 48 clips does not fit/);
    expect(message).toMatch(/largest tensors: \d+\.\d MB \w+ \[48, /);
    expect(message).toMatch(
      /modules that hold most memory, for 48 clips: model\.encoder\.blocks\.0\.(conv|bn) \d+\.\d MB/,
    );
    const [, parts, size] =
      /training\.accumulation_steps=(\d+) computes the same batch in parts of (\d+);/.exec(message)!;
    expect(Number(parts) * Number(size)).toBe(48);
    expect(addon.liveTensors()).toBe(live);
    const result = await runTraining(
      recipe(...large, "profiling.memory_limit_gb=0.012", `training.accumulation_steps=${parts}`),
      {},
      new AbortController().signal,
    );
    expect(result.status).toBe("finished");
    // The limit applies only during the run.
    expect(scope(() => ops.zeros([20_000_000]).numel)).toBe(20_000_000);
  });

  it("states if only a few clips or none would fit", async () => {
    const { message } = await failure("profiling.memory_limit_gb=0.001", "model.channels=[32, 64]");
    expect(message).toMatch(/out of memory/);
    expect(message).toMatch(/not even \d+ clips fit|not one clip would fit|about \d clips would fit/);
  });
});

describe("the largest batch", () => {
  it("fits into the memory budget and uses most of it", async () => {
    const budgetBytes = 40e6;
    const found = await findLargestBatch(recipe("training.batch_size=8").config, {
      budgetBytes,
      signal: new AbortController().signal,
    });
    expect(found.largest).toBeGreaterThan(16);
    const fitting = found.tried.filter(({ fits }) => fits);
    expect(fitting.at(-1)!.batchSize).toBe(found.largest);
    for (const { peakBytes } of fitting) expect(peakBytes).toBeLessThan(budgetBytes);
    // Memory grows linearly with the batch, so the largest batch uses most of the budget.
    const { peakBytes, batchSize } = fitting.at(-1)!;
    const waiting = 5 * batchSize * 4 * 4000;
    expect(peakBytes + waiting).toBeGreaterThan(0.8 * budgetBytes);
  });
});
