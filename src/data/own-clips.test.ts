import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChannelChoice } from "../audio/reader.js";
import { resample } from "../audio/resample.js";
import { loadOwnModule } from "../components/modules.js";
import "../index.js"; // The module imports from "woodshed".
import { decodeOwn } from "./own-clips.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-own-clips-"));
const home = process.env["WOODSHED_HOME"];
let code: string;

/** Each channel is a ramp of its own. */
const DATASET = `
import { defineDataset, z } from "woodshed";
export default defineDataset({
  options: z.strictObject({}),
  rows: () => ({ train: [] }),
  decode({ numChannels, length }) {
    const samples = Float32Array.from({ length }, (_, i) => Math.floor((i * numChannels) / length) + i / length);
    return { samples, sampleRateHz: 8000, ...(numChannels === 1 ? {} : { numChannels }) };
  },
});
`;

beforeAll(() => {
  process.env["WOODSHED_HOME"] = join(folder, "home");
  const path = join(folder, "ramps.ts");
  writeFileSync(path, DATASET);
  code = loadOwnModule("dataset", "./ramps.ts", path, "data.dataset.use");
});
afterAll(() => {
  if (home === undefined) delete process.env["WOODSHED_HOME"];
  else process.env["WOODSHED_HOME"] = home;
  rmSync(folder, { recursive: true });
});

const decode = (numChannels: number, channels: ChannelChoice | undefined, length = 12, sampleRateHz = 8000) =>
  decodeOwn({ code, options: {}, row: { numChannels, length } }, { sampleRateHz, channels });
const channel = (numChannels: number, c: number, length = 12): number[] =>
  Array.from({ length: length / numChannels }, (_, i) =>
    Math.fround(c + (i + (c * length) / numChannels) / length),
  );

describe("channels of a data set of one's own", () => {
  test.each<[number, ChannelChoice | undefined, number[][]]>([
    [1, undefined, [[0]]],
    [1, "stereo", [[0], [0]]],
    [2, "first", [[0]]],
    [2, "mix", [[0, 1]]],
    [2, "stereo", [[0], [1]]],
    [3, 3, [[0], [1], [2]]],
  ])("of %i: %s", (numChannels, choice, expected) => {
    const mean = (parts: number[]): number[] => {
      const all = parts.map((c) => channel(numChannels, c));
      return all[0]!.map((_, i) => Math.fround(all.reduce((sum, one) => sum + one[i]!, 0) / all.length));
    };
    expect([...decode(numChannels, choice)]).toEqual(expected.flatMap(mean));
  });

  test("are resampled one by one", () => {
    const both = decode(2, "stereo", 200, 16_000);
    const alone = [0, 1].map((c) => resample(Float32Array.from(channel(2, c, 200)), 8000, 16_000));
    expect([...both]).toEqual(alone.flatMap((one) => [...one]));
  });

  test.each<[number, ChannelChoice, number, RegExp]>([
    [1, 2, 12, /decode: expected 2 channels \(data\.channels 2\), got 1; return them as planar samples/],
    [3, "stereo", 12, /expected 2 channels \(data\.channels stereo\), got 3/],
    [2, "mix", 13, /expected planar samples \[numChannels \* T\], got 13 samples and numChannels 2/],
  ])("of %i are refused for %s", (numChannels, choice, length, message) => {
    expect(() => decode(numChannels, choice, length)).toThrow(message);
  });
});
