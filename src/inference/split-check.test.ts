import { expect, it } from "vitest";
import { loadConfig } from "../config/load.js";
import type { Clip } from "../data/clip.js";
import { fingerprint } from "../data/fingerprint.js";
import { RANDOM_VERSION } from "../data/random.js";
import { describeOtherSplit } from "./split-check.js";

const clips: Clip[] = ["a", "b", "c"].map((name) => ({
  ...{ path: `/sounds/${name}.wav`, startSec: 0, durationSec: null, label: name },
}));
const [a, b, c] = clips as [Clip, Clip, Clip];
const trained = (randomVersion: number) => ({
  data: { fingerprint: fingerprint([a, b], [c]), numClips: 3 },
  randomVersion,
});
const random = loadConfig("recipes/folder.yaml", ["data.train=sounds"]).config;

it("a random validation split that is not the one of training is described with the reason", () => {
  expect(describeOtherSplit(trained(1), random, { train: [a, c], validation: [b] })).toMatch(
    /^the random validation split differs .*: the checkpoint was saved by a version of Woodshed that draws other random numbers \(version 1, this one version \d+\)\. Training may have seen/,
  );
  expect(describeOtherSplit(trained(RANDOM_VERSION), random, { train: [a], validation: [b] })).toMatch(
    /its clips, data\.validation_fraction or the seed changed since training \(3 clips then, 2 now\)/,
  );
});

it("the same split is not described, whatever drew it, nor one that the recipe names", () => {
  expect(describeOtherSplit(trained(1), random, { train: [a, b], validation: [c] })).toBeNull();
  const named = loadConfig("recipes/folder.yaml", ["data.train=sounds", "data.validation=held-out"]).config;
  expect(describeOtherSplit(trained(1), named, { train: [a], validation: [b] })).toBeNull();
});
