import { expect, it } from "vitest";
import { canonicalJson, hashConfig } from "./hash.js";
import { loadValues } from "./load.js";
import type { ConfigInput } from "./schema.js";

/** The first digits of hashes that runs recorded: a key that is added later must not change them (components/added-keys.ts). */
const RECORDED: [string, string, ConfigInput][] = [
  ["defaults", "21c4736482d8307f", {}],
  ["kaldi_fbank", "eb08d8fc070f6cf8", { front_end: { name: "kaldi_fbank" } }],
  ["mfcc", "edc9e2906fdc0564", { front_end: { name: "mfcc" } }],
  ["pcen", "f3e2580f4046f0d7", { front_end: { name: "pcen" } }],
  ["leaf", "2b623a57e699e7b4", { front_end: { name: "leaf" } }],
  ["tagging", "c828a8a80ac5b5ca", { task: { name: "tagging" } }],
  ["regression", "9c3848819ccf63eb", { task: { name: "regression" } }],
  [
    "log-mel with derivatives",
    "4cac2807f30341cd",
    { front_end: { name: "log_mel", deltas: 2, power: 1, normalize: "instance" } },
  ],
  [
    "augmentations",
    "4520a4699dc7e8af",
    { data: { augmentations: [{ name: "gain", gain_db: [-6, 6] }, { name: "mixup" }] } },
  ],
  [
    "added keys with other values",
    "5df41eb923b6661b",
    {
      data: {
        ...{ channels: "stereo", balance: { a: 2 }, group: "site", folds: 5, fold: 1 },
        ...{ resampling: "sinc_kaiser", format: "raven", columns: { label: "species" } },
        ...{ audio_folders: ["a"], windows: { sec: 2 } },
      },
      training: { early_stopping: { patience: null } },
    },
  ],
];

it.each(RECORDED)("is that of earlier runs: %s", (_, hash, values) => {
  const { config, hash: found } = loadValues({
    name: "run",
    ...values,
    data: { train: "x", ...values.data },
  });
  expect(found.slice(0, 16)).toBe(hash);
  // Records of earlier versions lack the keys that were added since.
  const { on_bad_clip, balance, resampling, format, audio_folders, ...data } = config.data;
  if (balance === "none" && format === "auto") expect(hashConfig({ ...config, data })).toBe(found);
});

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
  expect(hashConfig({ data: { train: "x", format: "auto", audio_folders: [] } })).toBe(before);
  expect(hashConfig({ data: { train: "x", channels: "first", resampling: "sinc_hann" } })).not.toBe(before);
  expect(hashConfig({ data: { train: "x", audio_folders: ["a"] } })).not.toBe(before);
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
