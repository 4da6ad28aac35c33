import { expect, it } from "vitest";
import { canonicalJson, hashConfig } from "./hash.js";

it("does not depend on the order of keys", () => {
  expect(hashConfig({ a: 1, b: { d: [1, 2], c: null } })).toBe(
    hashConfig({ b: { c: null, d: [1, 2] }, a: 1 }),
  );
});

it("depends on values and on the order of lists", () => {
  expect(hashConfig({ a: [1, 2] })).not.toBe(hashConfig({ a: [2, 1] }));
  expect(hashConfig({ a: 1 })).not.toBe(hashConfig({ a: "1" }));
});

it("is that of an earlier version for keys that were added since, at their defaults", () => {
  const before = hashConfig({ data: { train: "x" } });
  expect(
    hashConfig({ data: { train: "x", channels: "mix", resampling: "sinc_hann", balance: "none" } }),
  ).toBe(before);
  expect(hashConfig({ data: { train: "x", channels: "first", resampling: "sinc_hann" } })).not.toBe(before);
});

it("is the sha256 of JSON with sorted keys", () => {
  expect(canonicalJson({ b: 1, a: { d: "x", c: true } })).toBe('{"a":{"c":true,"d":"x"},"b":1}');
  expect(hashConfig({})).toBe("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
});

it("does not depend on keys that were added since, at the values by which earlier versions computed", () => {
  const hashOf = (options: object) => hashConfig({ front_end: { name: "log_mel", ...options } });
  expect(hashOf({ power: 2, top_db: null, deltas: 0 })).toBe(hashOf({}));
  expect(hashOf({ power: 1 })).not.toBe(hashOf({}));
  expect(hashConfig({ front_end: { use: "./own.ts", code: "0", power: 2 } })).not.toBe(
    hashConfig({ front_end: { use: "./own.ts", code: "0" } }),
  );
  const tagging = (options: object) => hashConfig({ task: { name: "tagging", ...options } });
  expect(tagging({ asymmetric_gamma_negative: 4, asymmetric_clip: 0.05 })).toBe(tagging({}));
  expect(tagging({ asymmetric_gamma_negative: 2 })).not.toBe(tagging({}));
});
