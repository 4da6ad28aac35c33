import { describe, expect, it } from "vitest";
import { loadConfig } from "../../config/load.js";
import { modeOf } from "./options.js";

const wandbOf = (...overrides: string[]) =>
  loadConfig("recipes/folder.yaml", ["data.train=x", ...overrides]).config.logging.wandb;

describe("the mode of W&B", () => {
  it("is the recipe's by default", () => {
    expect(modeOf(wandbOf(), {})).toBe("disabled");
    expect(modeOf(wandbOf("logging.wandb.enabled=true"), {})).toBe("online");
    expect(modeOf(wandbOf("logging.wandb.enabled=true", "logging.wandb.mode=disabled"), {})).toBe("disabled");
  });

  it("is WANDB_MODE if set, for runs with W&B enabled", () => {
    const on = wandbOf("logging.wandb.enabled=true");
    expect(modeOf(on, { WANDB_MODE: "offline" })).toBe("offline");
    expect(modeOf(on, { WANDB_MODE: "disabled" })).toBe("disabled");
    expect(modeOf(on, { WANDB_MODE: "" })).toBe("online");
    expect(modeOf(wandbOf(), { WANDB_MODE: "online" })).toBe("disabled");
  });

  it("is refused by name if unknown", () => {
    expect(() => modeOf(wandbOf("logging.wandb.enabled=true"), { WANDB_MODE: "dryrun" })).toThrow(
      'WANDB_MODE: expected online, offline, disabled, got "dryrun"',
    );
  });
});
