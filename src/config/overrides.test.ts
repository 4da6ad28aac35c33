import { describe, expect, it } from "vitest";
import { readOverrides } from "./overrides.js";

describe("readOverrides", () => {
  it("reads values as YAML", () => {
    const overrides = [
      "training.epochs=3",
      "optimization.learning_rate=3e-4",
      "data.train=a=b",
      "data.validation=null",
      "model.channels=[8, 16]",
      'name="2024"',
      "data.augment.random_crop=false",
    ];
    expect(readOverrides(overrides).values).toEqual({
      training: { epochs: 3 },
      optimization: { learning_rate: 3e-4 },
      data: { train: "a=b", validation: null, augment: { random_crop: false } },
      model: { channels: [8, 16] },
      name: "2024",
    });
  });

  it("accepts a section as a value, and a later override replaces an earlier one", () => {
    const { values, places } = readOverrides(["training={epochs: 3, batch_size: 8}", "training.epochs=4"]);
    expect(values).toEqual({ training: { epochs: 4, batch_size: 8 } });
    expect(places.get("training.batch_size")).toBe('override "training={epochs: 3, batch_size: 8}"');
    expect(places.get("training.epochs")).toBe('override "training.epochs=4"');
  });

  it.each([
    [
      "training.epoch=3",
      /"training.epoch=3": no key is called training.epoch. Did you mean training.epochs\?/,
    ],
    ["epochs=3", /Did you mean training.epochs\?/],
    ["training.epochs", /no value; write training.epochs=VALUE/],
    ["=3", /no key; write KEY=VALUE/],
    ["zebra=3", /`woodshed config keys` lists them all/],
    ["name=[", /not valid YAML/],
    ["name=!tag x", /not valid YAML/],
  ])("refuses %s", (override, message) => {
    expect(() => readOverrides([override])).toThrow(message);
  });

  it("refuses the overrides that an unquoted pattern of shards expands to", () => {
    const words = ["data.train=a-000.tar", "data.train=a-001.tar"];
    expect(() => readOverrides(words)).toThrow(
      /"data.train=a-001.tar": data.train is given twice.*quote it: data.train='train-\{000\.\.015\}\.tar'/,
    );
    expect(readOverrides(["data.train=sounds", ...words.slice(1)]).values).toEqual({
      data: { train: "a-001.tar" },
    });
  });

  it.each(["__proto__.polluted=1", "constructor.prototype.polluted=1"])(
    "refuses %s without changing a prototype",
    (override) => {
      expect(() => readOverrides([override])).toThrow(/no key is called/);
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    },
  );
});
