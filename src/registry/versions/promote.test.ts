import { beforeEach, describe, expect, it } from "vitest";
import type { MlflowClient } from "../../mlflow/client.js";
import type { ModelVersion } from "../../mlflow/model-versions.js";
import { promote } from "./promote.js";

/** Returns a version with the given metrics, measured on the test data `test`. */
function version(number: string, metrics: Record<string, number>, test = "sounds/test"): ModelVersion {
  return {
    ...{ name: "birds", version: number, description: "", source: "", runId: null, modelId: null },
    ...{ status: "READY", createdMs: 0, aliases: [] },
    tags: {
      "woodshed.metrics": JSON.stringify(metrics),
      "woodshed.test_data": test,
      "woodshed.data_fingerprint": "f",
    },
  };
}

let now: ModelVersion | null;
let moved: string[];
const client = {
  modelVersions: { getByAlias: async () => now },
  registeredModels: { setAlias: async (...args: string[]) => void moved.push(args.join(" ")) },
} as unknown as MlflowClient;

beforeEach(() => {
  now = version("1", { "test/accuracy": 0.8, "test/loss": 0.5 });
  moved = [];
});

const rule = (metric: string, margin = 0) => ({ metric, margin });

describe("an alias", () => {
  it.each([
    ["test/accuracy", 0.81, 0, true],
    ["test/accuracy", 0.81, 0.02, false],
    ["test/accuracy", 0.82, 0.01, true],
    ["test/accuracy", 0.82, 0.02, true],
    ["test/accuracy", 0.8, 0, false],
    ["test/accuracy", 0.7, 0, false],
    ["test/loss", 0.4, 0.05, true],
    ["test/loss", 0.6, 0, false],
  ])("with %s of %d and a margin of %d: moved %s", async (metric, value, margin, isMoved) => {
    const promotion = await promote(
      client,
      version("2", { [metric]: value }),
      "champion",
      rule(metric, margin),
    );
    expect(promotion).toMatchObject({ isMoved, before: "1" });
    expect(moved).toEqual(isMoved ? ["birds champion 2"] : []);
    expect(promotion.reason).toContain(`${metric} is ${value.toPrecision(4)} in version 2`);
  });

  it("moves if it is new or if there is no rule, and stays if the version already has it", async () => {
    expect(await promote(client, now!, "champion", rule("test/accuracy"))).toMatchObject({ isMoved: false });
    expect(await promote(client, version("2", {}), "champion", null)).toMatchObject({
      isMoved: true,
      before: "1",
    });
    now = null;
    expect(await promote(client, version("2", {}), "champion", rule("test/accuracy"))).toMatchObject({
      isMoved: true,
      before: null,
    });
  });

  it.each([
    [
      "a version measured on other clips",
      version("2", { "test/accuracy": 1 }, "other"),
      "test/accuracy",
      /was measured on different clips \(other and sounds\/test\)/,
    ],
    [
      "a metric that the version lacks",
      version("2", { x: 1 }),
      "test/accuracy",
      /birds\/2: has no registered test\/accuracy; it has x/,
    ],
    [
      "a metric that is not a number",
      version("2", { "test/accuracy": Number.NaN }),
      "test/accuracy",
      /has no registered test\/accuracy; it has no metrics/,
    ],
    [
      "a metric without a direction",
      version("2", { "test/size": 1 }),
      "test/size",
      /the direction of improvement is unknown/,
    ],
  ])("is not moved by %s", async (_, next, metric, message) => {
    await expect(promote(client, next, "champion", rule(metric))).rejects.toThrow(message);
    expect(moved).toEqual([]);
  });
});
