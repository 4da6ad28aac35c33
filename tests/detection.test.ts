import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { loadConfig } from "../src/config/load.js";
import type { Clip } from "../src/data/clip.js";
import { Loader } from "../src/data/loader.js";
import { eventTargets } from "../src/tasks/detection/targets.js";
import { runTraining } from "../src/train/run.js";
import { runCli } from "./support/cli.js";
import { numbersOf, onlyRun } from "./support/run.js";
import { TASK_DATA } from "./support/task-data.js";
import { toneOverrides } from "./support/tones.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-detection-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("rows of training", () => {
  const RATE = 8000;
  const ROW = 2000;
  /** Samples that say where they are: a ramp from 0 to 1 over four rows. */
  const clips: Clip[] = [500, 2000, 7001, 8000].map((numSamples, i) => {
    const path = join(folder, `${i}.wav`);
    writeFileSync(
      path,
      encodeWav16(
        Float32Array.from({ length: numSamples }, (_, j) => j / (4 * ROW)),
        RATE,
      ),
    );
    return { path, startSec: 0, durationSec: null, label: '{"events":[]}' };
  });

  it.each([true, false])("know where they begin in their clips, with random crops %s", async (randomCrop) => {
    const loader = new Loader({
      ...{ clips, targets: eventTargets(clips, ["a"]), sampleRateHz: RATE, clipSamples: ROW, batchSize: 3 },
      order: { seed: 3, shuffle: true },
      augment: { gainDb: 0, randomCrop },
      decoding: { numWorkers: 0, prefetchBatches: 1 },
    });
    const starts = new Set<number>();
    for (const epoch of [0, 1, 2])
      for await (const { wave, targets, indices, release } of loader.epoch(epoch)) {
        for (const [row, index] of indices.entries()) {
          const [startSec, lengthSec] = targets["times"]!.values.slice(2 * row, 2 * row + 2) as Float64Array;
          expect(lengthSec).toBe(ROW / RATE);
          const start = Math.round(startSec! * RATE);
          const samples = wave.subarray(row * ROW, (row + 1) * ROW);
          const middle = Math.floor(ROW / 2);
          // A short clip lies anywhere in its row, between zeros.
          const place = index === 0 ? -start + 250 : middle;
          expect(samples[place]! * 4 * ROW, `clip ${index}`).toBeCloseTo(place + start, 0);
          starts.add(start);
        }
        release();
      }
    await loader.close();
    expect(starts.size > 4).toBe(randomCrop);
  });
});

it("two ranks log the losses and metrics of one rank, although some layers get no gradient", async () => {
  const manifest = TASK_DATA.detection();
  const overrides = ["task.name=detection", "training.epochs=2", "model.dropout=0"];
  const command = (numRanks: number) => [
    ...[
      "train",
      "recipes/folder.yaml",
      ...toneOverrides(manifest, join(folder, `ranks-${numRanks}`)),
      ...overrides,
    ],
    `training.distributed.world_size=${numRanks}`,
  ];
  const numbers = [];
  for (const numRanks of [1, 2]) {
    const { code, stderr } = await runCli(...command(numRanks));
    expect(code, stderr).toBe(0);
    numbers.push(new Map(numbersOf(onlyRun(join(folder, `ranks-${numRanks}`)))));
  }
  const [one, two] = numbers as [Map<string, [number, number][]>, Map<string, [number, number][]>];
  expect([...two.keys()]).toEqual([...one.keys()]);
  for (const [name, values] of one)
    for (const [i, [, value]] of values.entries()) {
      // Rounding of float32 sums in another order, accumulated over 12 steps.
      const tolerance = name === "train/gradient_norm" ? 2e-4 : 1e-5;
      const difference = Math.abs(two.get(name)![i]![1] - value);
      expect(difference, `${name} ${i}`).toBeLessThan(tolerance * Math.max(1, Math.abs(value)));
    }
  rmSync(join(manifest, ".."), { recursive: true });
});

describe("a recipe that the times of events do not allow", () => {
  const manifest = TASK_DATA.detection();
  afterAll(() => rmSync(join(manifest, ".."), { recursive: true }));
  const train = (...overrides: string[]) =>
    runTraining(
      loadConfig("recipes/folder.yaml", [
        ...toneOverrides(manifest, folder),
        ...["task.name=detection", "training.epochs=1", ...overrides],
      ]),
      {},
      new AbortController().signal,
    );

  it.each([
    ["data.augmentations=[{name: speed}]", /data\.augmentations\.0 moves sounds in time.*leave it out/],
    ["data.augmentations=[{name: gain}, {name: time_roll}]", /data\.augmentations\.1 moves sounds in time/],
    ["data.augmentations=[{name: mixup}]", /data\.augmentations\.0 mixes clips/],
    [
      "data.prediction_hop_sec=0.1",
      /data\.prediction_hop_sec is 0\.1, and the task detection puts the frames/,
    ],
    ["training.batch_sec=4", /training\.batch_sec is 4, and the task detection needs windows of one length/],
  ])("%s is refused", async (override, message) => {
    await expect(train(override)).rejects.toThrow(message);
  });

  it("and a model without embeddings of frames", async () => {
    const options = toneOverrides(manifest, folder).filter((line) => !/^(model|data\.clip_sec)/.test(line));
    const loaded = loadConfig("recipes/folder.yaml", [
      ...options,
      "task.name=detection",
      "model.name=mobilenet",
    ]);
    await expect(runTraining(loaded, {}, new AbortController().signal)).rejects.toThrow(
      /detection needs a model with embeddings of frames.*set model\.name to crnn/,
    );
  });
});
