import { describe, expect, it } from "vitest";
import {
  assertLegalAlias,
  assertLegalName,
  assertLegalTag,
  batches,
  LIMITS,
  legalKey,
  metricKey,
  metricName,
} from "./limits.js";

describe("batches", () => {
  it("keep the order, and are limited by number of items", () => {
    const items = Array.from({ length: 2500 }, (_, i) => ({ i }));
    const cut = [...batches(items, LIMITS.metrics)];
    expect(cut.map(({ length }) => length)).toEqual([1000, 1000, 500]);
    expect(cut.flat()).toEqual(items);
    expect([...batches([], 10)]).toEqual([]);
  });

  it("are limited by bytes of JSON in UTF-8, and contain at least one item", () => {
    const items = Array.from({ length: 100 }, () => ({ key: "k", value: "ü".repeat(5000) }));
    const cut = [...batches(items, 100)];
    expect(cut.length).toBeGreaterThan(1);
    for (const batch of cut) {
      const body = JSON.stringify({ run_id: "0".repeat(32), params: batch });
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LIMITS.bytes);
    }
    expect([...batches(["x".repeat(2e6)], 10)]).toHaveLength(1);
  });
});

describe("keys", () => {
  it.each([
    ["validation/loss", "validation/loss"],
    ["a b:c-d.e_f", "a b:c-d.e_f"],
    ["p(übung)%", "p_übung__"],
    ["../../etc", "etc"],
    ["/a//b/./c/", "a/b/c"],
    ["", "_"],
    ["x".repeat(300), "x".repeat(250)],
  ])("%s becomes %s", (key, legal) => {
    expect(legalKey(key)).toBe(legal);
    expect(legalKey(legal)).toBe(legal);
  });

  it.each(["train/loss", "p(🎺)", "100%", "back\\slash", "quote\"'`", "naïve/größe", "a b"])(
    "of metrics can be converted back to the name %s",
    (name) => {
      expect(metricKey(name)).toMatch(/^[/\p{L}\p{N}_.\- :]+$/u);
      expect(metricName(metricKey(name))).toBe(name);
    },
  );

  it("of tags are not changed: invalid ones are refused with a suggestion", () => {
    expect(() => assertLegalTag("a=b?", "x")).toThrow(/tag "a=b\?": MLflow accepts letters.*try a_b_/);
    expect(() => assertLegalTag("a", "x".repeat(8001))).toThrow(/8001 characters, MLflow accepts 8000/);
  });
});

it.each(["", "a/b", "a:b", "a@b"])("refuses the model name %j, which a reference cannot contain", (name) => {
  expect(() => assertLegalName(name)).toThrow(/expected a name without/);
  expect(() => assertLegalName("bird's nest, 2")).not.toThrow();
});

it.each(["", "a b", "v3", "V12", "latest"])("refuses the alias %j, as MLflow does", (alias) => {
  expect(() => assertLegalAlias(alias)).toThrow(/choose another/);
  expect(() => assertLegalAlias("champion_v3-b")).not.toThrow();
});
